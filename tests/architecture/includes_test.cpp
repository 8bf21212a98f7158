// Who may include whom (DESIGN section 3), read from the sources.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace zhipi {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

const fs::path kRoot = ZHIPI_SOURCE_DIR;
constexpr std::size_t kLongestFile = 400;

// A folder may include itself and what is named here; the longest name that fits a path counts.
const std::map<std::string, std::set<std::string>> kMayInclude{
    {"models", {}},
    {"engine", {"models"}},
    {"engine/authoring", {"models", "engine"}},
    {"store", {"models"}},
    {"ocr/protocol", {"models"}},
    {"ocr/client", {"models", "ocr/protocol"}},
    {"ocr/reader", {"models", "ocr/protocol"}},
    {"workflow", {"models", "engine", "engine/authoring", "ocr/client", "ocr/protocol", "store"}},
    {"api/http", {"models"}},
    {"api",
     {"models", "engine", "engine/authoring", "ocr/client", "ocr/protocol", "store", "workflow",
      "api/http"}},
    {"app",
     {"models", "engine", "engine/authoring", "ocr/client", "ocr/protocol", "store", "workflow",
      "api", "api/http"}},
};

// Headers of a foreign library, by how they begin, and the only folders that may see them.
const std::map<std::string, std::vector<std::string>> kOnlyIn{
    {"pistache/", {"api/http"}}, {"boost/beast", {"api/http"}},  {"boost/asio", {"api/http"}},
    {"lua", {"engine"}},         {"prometheus/", {"api"}},       {"simdjson", {"models", "engine"}},
    {"opencv", {"ocr/reader"}},  {"tesseract/", {"ocr/reader"}}, {"tiff", {"ocr/reader"}},
    {"seccomp", {"ocr/reader"}}, {"sqlite3", {"store"}},         {"libpq", {"store"}},
};

struct Source {
  std::string path;  // "engine/judge.cpp"
  std::string folder;
  std::vector<std::string> lines;
};

std::string folder_of(const std::string& path) {
  std::string found;
  for (const auto& [folder, allowed] : kMayInclude) {
    if (path.starts_with(folder + "/") && folder.size() > found.size()) found = folder;
  }
  return found;
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

const std::vector<Source>& sources() {
  static const std::vector<Source> kSources = [] {
    std::vector<Source> found;
    for (const char* const top :
         {"models", "engine", "ocr", "store", "workflow", "api", "app", "bench", "tests"}) {
      if (!fs::exists(kRoot / top)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(kRoot / top)) {
        const std::string kind = entry.path().extension();
        if (kind != ".cpp" && kind != ".h") continue;
        const std::string path = fs::relative(entry.path(), kRoot).generic_string();
        found.push_back({path, folder_of(path), lines_of(entry.path())});
      }
    }
    return found;
  }();
  return kSources;
}

// What stands between the quotes or brackets of an include; empty for any other line.
std::string included(const std::string& line, char open, char close) {
  const std::size_t at = line.find_first_not_of(' ');
  if (at == std::string::npos || line.compare(at, 8, "#include") != 0) return {};
  const std::size_t first = line.find(open, at);
  const std::size_t last = first == std::string::npos ? first : line.find(close, first + 1);
  return last == std::string::npos ? std::string() : line.substr(first + 1, last - first - 1);
}

template <class Judge>
std::vector<std::string> refused(char open, char close, const Judge& refuses) {
  std::vector<std::string> found;
  for (const Source& source : sources()) {
    for (std::size_t at = 0; at < source.lines.size(); ++at) {
      const std::string header = included(source.lines[at], open, close);
      if (!header.empty() && !source.folder.empty() && refuses(source, header)) {
        found.push_back(source.path + ":" + std::to_string(at + 1) + " includes " + header);
      }
    }
  }
  return found;
}

TEST(Includes, PointDownwardsOnly) {
  EXPECT_THAT(refused('"', '"',
                      [](const Source& source, const std::string& header) {
                        const std::string to = folder_of(header);
                        return !to.empty() && to != source.folder &&
                               !kMayInclude.at(source.folder).contains(to);
                      }),
              IsEmpty())
      << "app → api → workflow → {engine, ocr/client, store} → models";
}

TEST(Includes, NameOwnHeadersByTheirWholePath) {
  EXPECT_THAT(refused('"', '"',
                      [](const Source&, const std::string& header) {
                        return folder_of(header).empty() || !fs::exists(kRoot / header);
                      }),
              IsEmpty());
}

TEST(Includes, KeepEachForeignLibraryInItsFolder) {
  EXPECT_THAT(refused('<', '>',
                      [](const Source& source, const std::string& header) {
                        for (const auto& [prefix, folders] : kOnlyIn) {
                          if (!header.starts_with(prefix)) continue;
                          return std::none_of(
                              folders.begin(), folders.end(), [&](const std::string& folder) {
                                return (source.folder + "/").starts_with(folder + "/");
                              });
                        }
                        return false;
                      }),
              IsEmpty());
}

TEST(Includes, AreFoundAtAll) {
  EXPECT_GT(sources().size(), 100u);
  EXPECT_EQ(included("#include \"engine/judge.h\"", '"', '"'), "engine/judge.h");
  EXPECT_EQ(included("  #include <lua.hpp>  // why", '<', '>'), "lua.hpp");
  EXPECT_EQ(included("// #include \"x.h\"", '"', '"'), "");
  EXPECT_EQ(folder_of("api/http/edge.h"), "api/http");
  EXPECT_EQ(folder_of("api/routes.h"), "api");
  EXPECT_EQ(folder_of("tests/engine/x.h"), "");
}

TEST(Files, StayUnder400Lines) {
  std::vector<std::string> long_files;
  for (const Source& source : sources()) {
    if (source.lines.size() >= kLongestFile) {
      long_files.push_back(source.path + ": " + std::to_string(source.lines.size()) + " lines");
    }
  }
  EXPECT_THAT(long_files, IsEmpty());
}

}  // namespace
}  // namespace zhipi
