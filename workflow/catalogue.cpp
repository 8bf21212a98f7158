#include "workflow/catalogue.h"

#include <algorithm>
#include <vector>

#include "engine/authoring/check.h"
#include "workflow/history.h"

namespace zhipi::workflow {

namespace fs = std::filesystem;

Expected<Catalogue, Problems> Catalogue::load(const fs::path& rules,
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
  Catalogue catalogue;
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
    catalogue.packs_.emplace(matter, *std::move(pack));
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return catalogue;
}

std::shared_ptr<const engine::Pack> Catalogue::find(std::string_view matter) const {
  const auto found = packs_.find(matter);
  return found == packs_.end() ? nullptr : found->second;
}

std::shared_ptr<const engine::Pack> Catalogue::find_pack(std::string_view digest) const {
  for (const auto& [matter, pack] : packs_) {
    if (pack->digest() == digest) return pack;
  }
  return nullptr;
}

// A catalogue that was loaded holds a pack at least.
const std::map<std::string, std::string>& Catalogue::common() const {
  return packs_.begin()->second->files().common;
}

}  // namespace zhipi::workflow
