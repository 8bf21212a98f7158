#include "workflow/catalogue.h"

#include <algorithm>
#include <vector>

#include "engine/authoring/check.h"
#include "workflow/history.h"

namespace zhipi::workflow {

namespace fs = std::filesystem;

namespace {

Expected<Catalogue::Packs, Problems> load_packs(const fs::path& rules,
                                                std::span<const fs::path> common_parents) {
  std::error_code error;
  std::vector<fs::path> folders;
  for (fs::directory_iterator at(rules, error), end; !error && at != end; at.increment(error)) {
    if (fs::is_regular_file(at->path() / "matter.lua")) folders.push_back(at->path());
  }
  if (error) return tl::unexpected(Problems{{"no_rules", error.message(), rules.string()}});
  if (folders.empty()) {
    return tl::unexpected(
        Problems{{"no_rules", "no rule pack here: folders with a matter.lua were expected",
                  rules.string()}});
  }
  std::sort(folders.begin(), folders.end());
  Catalogue::Packs packs;
  Problems problems;
  const auto refuse = [&](const fs::path& folder, const Problems& found) {
    for (const Problem& one : found) {
      problems.push_back({one.code, one.message, (folder / one.where).string()});
    }
  };
  for (const fs::path& folder : folders) {
    auto pack = engine::Pack::load_folder(folder, common_parents);
    if (!pack) {
      refuse(folder, pack.error());
      continue;
    }
    refuse(folder, engine::check(**pack).errors);
    refuse(folder, check_history((*pack)->matter()));
    const std::string matter = (*pack)->matter().id;
    packs.emplace(matter, *std::move(pack));
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return packs;
}

}  // namespace

Expected<Catalogue, Problems> Catalogue::load(const fs::path& rules,
                                              std::span<const fs::path> common_parents) {
  Catalogue catalogue;
  if (auto loaded = catalogue.reload(rules, common_parents); !loaded) {
    return tl::unexpected(std::move(loaded.error()));
  }
  return catalogue;
}

Expected<std::vector<Catalogue::Change>, Problems> Catalogue::reload(
    const fs::path& rules, std::span<const fs::path> common_parents) {
  auto packs = load_packs(rules, common_parents);
  if (!packs) return tl::unexpected(std::move(packs.error()));
  std::vector<Change> changes;
  const std::lock_guard lock(shelf_->mutex);
  for (auto& [matter, pack] : *packs) {
    // The same bytes are the same pack: what is known of it by now is kept.
    const auto same = shelf_->by_digest.try_emplace(pack->digest(), pack).first;
    pack = same->second;
    const auto old = shelf_->in_force.find(matter);
    auto before = old == shelf_->in_force.end() ? nullptr : old->second;
    if (before != pack) changes.push_back({matter, std::move(before), pack});
  }
  for (const auto& [matter, pack] : shelf_->in_force) {
    if (!packs->contains(matter)) changes.push_back({matter, pack, nullptr});
  }
  shelf_->in_force = *std::move(packs);
  return changes;
}

std::shared_ptr<const engine::Pack> Catalogue::find(std::string_view matter) const {
  const std::lock_guard lock(shelf_->mutex);
  const auto found = shelf_->in_force.find(matter);
  return found == shelf_->in_force.end() ? nullptr : found->second;
}

std::shared_ptr<const engine::Pack> Catalogue::find_pack(std::string_view digest) const {
  const std::lock_guard lock(shelf_->mutex);
  const auto found = shelf_->by_digest.find(digest);
  return found == shelf_->by_digest.end() ? nullptr : found->second;
}

Catalogue::Packs Catalogue::packs() const {
  const std::lock_guard lock(shelf_->mutex);
  return shelf_->in_force;
}

// A catalogue that was loaded holds a pack at least.
std::map<std::string, std::string> Catalogue::common() const {
  const std::lock_guard lock(shelf_->mutex);
  return shelf_->in_force.begin()->second->files().common;
}

}  // namespace zhipi::workflow
