#include "engine/authoring/scaffold.h"

#include <algorithm>
#include <fstream>

namespace zhipi::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 64;

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// A matter's name stands in paths, JSON and Lua alike.
bool is_matter_name(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName && is_lower(name.front()) &&
         name.back() != '_' && name != "common" && name.find("__") == std::string::npos &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_'; });
}

Expected<void> write_file(const fs::path& path, std::string_view text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (error || !file) return problem("unwritable", "this file cannot be written", path.string());
  return {};
}

}  // namespace

Expected<void> create_starter(const fs::path& folder) {
  const std::string name = folder.filename().string();
  if (!is_matter_name(name)) {
    return problem("bad_name",
                   "a matter's name is lower-case letters, digits and single underscores, as in "
                   "`stall_permit`; `common` is taken",
                   folder.string());
  }
  const fs::path parent = folder.has_parent_path() ? folder.parent_path() : fs::path(".");
  if (!fs::is_directory(parent)) {
    return problem("no_folder", "there is no such folder; make it first", parent.string());
  }
  std::error_code error;
  if (!fs::create_directory(folder, error)) {
    if (error) return problem("unwritable", error.message(), folder.string());
    return problem("exists", "it is there already; choose another name", folder.string());
  }
  for (const StarterFile& file : starter_files()) {
    if (auto written = write_file(folder / file.path, file.text); !written) {
      fs::remove_all(folder, error);
      return written;
    }
  }
  return {};
}

}  // namespace zhipi::engine
