#include "engine/pack_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <vector>

namespace zhipi::engine {
namespace {

namespace fs = std::filesystem;

// Adds every regular file below `folder` under its path from there, after `prefix`.
Expected<void> read_files(const fs::path& folder, const std::string& prefix,
                          std::map<std::string, std::string>& files) {
  std::size_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; at != end; at.increment(error)) {
    if (error) break;
    if (!at->is_regular_file()) continue;
    const std::string name = prefix + fs::relative(at->path(), folder).generic_string();
    std::ifstream file(at->path(), std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (!file) return problem("unreadable", "this file cannot be read", at->path().string());
    bytes += content.view().size();
    if (files.size() == kPackFiles || bytes > kPackBytes) {
      return problem("too_large", "a pack has at most 2000 files and 64 MiB", folder.string());
    }
    files.emplace(name, std::move(content).str());
  }
  if (error) return problem("unreadable", error.message(), folder.string());
  return {};
}

}  // namespace

Expected<PackFiles> read_pack_folder(const fs::path& folder,
                                     std::span<const fs::path> common_parents) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(folder, error);
  if (error || !fs::is_regular_file(whole / "matter.lua", error)) {
    return problem("no_pack", "no rule pack: a folder with a matter.lua was expected",
                   folder.string());
  }
  PackFiles pack;
  pack.matter = whole.filename().string();
  if (auto read = read_files(whole, "", pack.files); !read) return tl::unexpected(read.error());
  const auto parent = std::find_if(
      common_parents.begin(), common_parents.end(),
      [&](const fs::path& candidate) { return fs::is_directory(candidate / "common", error); });
  if (parent != common_parents.end()) {
    if (auto read = read_files(*parent / "common", "common/", pack.common); !read) {
      return tl::unexpected(read.error());
    }
  }
  return pack;
}

Digest pack_digest(const PackFiles& files, const std::set<std::string>& used_common) {
  std::vector<std::string> lines;
  const auto add = [&](const std::string& path, const std::string& bytes) {
    lines.push_back(std::string(Digest::of(bytes).hex()) + "  " + path + "\n");
  };
  for (const auto& [path, bytes] : files.files) add(path, bytes);
  for (const std::string& path : used_common) add(path, files.common.at(path));
  std::sort(lines.begin(), lines.end());
  std::string listing;
  for (const std::string& line : lines) listing += line;
  return Digest::of(listing);
}

}  // namespace zhipi::engine
