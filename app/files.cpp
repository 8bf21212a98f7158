#include "app/files.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace zhipi::app {

namespace fs = std::filesystem;

Expected<std::string> read_file(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.is_open() || file.bad()) return problem("unreadable", "this file cannot be read", path);
  return text;
}

fs::path installed_rules() {
  const fs::path beside = fs::canonical("/proc/self/exe").parent_path();
  for (const fs::path& candidate :
       {beside / "../share/zhipi/rules", fs::path(ZHIPI_SOURCE_RULES)}) {
    std::error_code error;
    if (fs::is_directory(candidate, error)) return fs::canonical(candidate);
  }
  return {};
}

std::map<std::string, std::string, std::less<>> swagger_ui() {
  const fs::path beside = fs::canonical("/proc/self/exe").parent_path();
  std::map<std::string, std::string, std::less<>> files;
  for (const char* const name : {"swagger-ui-bundle.js", "swagger-ui.css"}) {
    for (const fs::path& folder :
         {beside / "../share/zhipi/swagger-ui", beside / "share/swagger-ui"}) {
      if (auto text = read_file((folder / name).string())) files[name] = *std::move(text);
    }
  }
  return files;
}

fs::path reader_program() {
  return fs::canonical("/proc/self/exe").parent_path() / "zhipi-reader";
}

std::vector<fs::path> common_parents(const std::string& rules, const std::string& pack_folder) {
  std::vector<fs::path> parents;
  if (!rules.empty()) parents.emplace_back(rules);
  if (!pack_folder.empty()) parents.push_back(fs::weakly_canonical(pack_folder).parent_path());
  if (const fs::path installed = installed_rules(); !installed.empty())
    parents.push_back(installed);
  return parents;
}

Expected<std::shared_ptr<const engine::Pack>, Problems> load_pack(const std::string& folder,
                                                                  const std::string& rules) {
  return engine::Pack::load_folder(folder, common_parents(rules, folder));
}

formats::WorkingDays load_calendar(const std::string& pack_folder, const std::string& rules) {
  const std::vector<fs::path> parents = common_parents(rules, pack_folder);
  const auto parent = std::find_if(parents.begin(), parents.end(), [](const fs::path& candidate) {
    return fs::is_directory(candidate / "common" / "calendar");
  });
  if (parent == parents.end()) return {};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(*parent / "common" / "calendar")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Json> years;
  for (const fs::path& file : files) {
    const auto text = read_file(file.string());
    auto year = text ? parse_json(*text) : Expected<Json>(tl::unexpected(text.error()));
    if (!year) throw std::runtime_error(file.string() + ":" + to_line(year.error()));
    years.push_back(*std::move(year));
  }
  auto calendar = formats::WorkingDays::from(years);
  if (!calendar)
    throw std::runtime_error((*parent / "common/calendar").string() + to_line(calendar.error()));
  return *std::move(calendar);
}

}  // namespace zhipi::app
