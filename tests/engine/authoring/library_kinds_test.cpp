// The functions that check knows are those that the engine has.
#include "engine/authoring/library_kinds.h"

#include <gmock/gmock.h>
#include <re2/re2.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace zhipi::engine {
namespace {

using ::testing::IsEmpty;

TEST(LibraryKinds, KnowsWhateverTheEngineRegisters) {
  static const RE2 kRegistered(R"re(\{"([a-z_]+)", &)re");
  std::vector<std::string> unknown;
  int known = 0;
  for (const char* const file : {"library_basic.cpp", "library_date.cpp", "library_review.cpp",
                                 "library_text.cpp", "loader.cpp"}) {
    std::ifstream source(std::filesystem::path(ZHIPI_SOURCE_DIR) / "engine" / file);
    std::ostringstream text;
    text << source.rdbuf();
    const std::string read = std::move(text).str();
    re2::StringPiece rest(read);
    for (std::string name; RE2::FindAndConsume(&rest, kRegistered, &name);) {
      const bool found = find_signature(name) != nullptr ||
                         find_signature("date:" + name) != nullptr ||
                         find_signature("string." + name) != nullptr;
      if (!found) unknown.push_back(std::string(file) + ": " + name);
      ++known;
    }
  }
  EXPECT_THAT(unknown, IsEmpty())
      << "teach engine/authoring/library_kinds.cpp what they take and give";
  EXPECT_GT(known, 20);
}

TEST(LibraryKinds, NothingIsBothThereAndAbsent) {
  for (const std::string& name : library_names("")) EXPECT_TRUE(absence(name).empty()) << name;
  for (const std::string library : {"string.", "table.", "math."}) {
    for (const std::string& name : library_names(library)) {
      EXPECT_TRUE(absence(library + name).empty()) << library << name;
    }
  }
}

}  // namespace
}  // namespace zhipi::engine
