// Drafts of packs as requests bring them.
#include "workflow/drafts.h"

#include <gmock/gmock.h>

#include <array>
#include <filesystem>

namespace zhipi::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Drafts : public ::testing::Test {
 protected:
  static const Catalogue& catalogue() {
    static const Catalogue kCatalogue = [] {
      const std::filesystem::path rules = std::filesystem::path(ZHIPI_SOURCE_DIR) / "rules";
      return Catalogue::load(rules, std::array{rules}).value();
    }();
    return kCatalogue;
  }

  // "code pointer" of each problem.
  static std::vector<std::string> refusals(std::string_view body) {
    const auto draft = draft_files(catalogue(), parse_json(body).value());
    std::vector<std::string> told;
    if (draft) return told;
    for (const Problem& one : draft.error()) told.push_back(one.code + " " + one.where);
    return told;
  }
};

TEST_F(Drafts, HaveTheFilesThatCameAndTheCommonOnesOfTheService) {
  const auto draft = draft_files(catalogue(), parse_json(R"({"matter": "noodle_shop",
    "files": {"matter.lua": "return 1", "tables/等级.csv": "a"}})")
                                                  .value());
  ASSERT_TRUE(draft);
  EXPECT_EQ(draft->matter, "noodle_shop");
  EXPECT_EQ(draft->files.at("tables/等级.csv"), "a");
  EXPECT_TRUE(draft->common.contains("common/id_card.lua"));
}

TEST_F(Drafts, NameNoFileOutsideThemselves) {
  for (const std::string path :
       {"../x.lua", "/etc/passwd", "tables/../../x", "common/id_card.lua", "a\\\\b", "", "a//b",
        "./a", "tables/", ".hidden", "a\\u0000b", "tables/..", "C:/x", "a b.lua\\n"}) {
    EXPECT_THAT(refusals(R"({"matter": "m", "files": {")" + path + R"(": "x"}})"),
                ElementsAre(::testing::StartsWith("bad_path /files/")))
        << path;
  }
}

TEST_F(Drafts, AreRefusedWithEveryReasonAtOnce) {
  EXPECT_THAT(
      refusals(R"({"matter": "../x", "files": {"a.lua": 1}, "more": 2})"),
      ElementsAre("undeclared_name /more", "wrong_type /matter", "wrong_type /files/a.lua"));
  EXPECT_THAT(refusals("[]"), ElementsAre("not_an_object "));
  EXPECT_THAT(refusals("{}"), ElementsAre("missing_name /matter", "missing_name /files"));
  EXPECT_THAT(refusals(R"({"matter": "m", "files": []})"), ElementsAre("not_an_object /files"));
}

TEST_F(Drafts, HaveSoManyFilesAndNoMore) {
  json::object files;
  for (int at = 0; at <= 2000; ++at) files["f" + std::to_string(at)] = "";
  const auto draft =
      draft_files(catalogue(), json::object{{"matter", "m"}, {"files", std::move(files)}});
  ASSERT_FALSE(draft);
  EXPECT_EQ(draft.error()[0].code, "too_many_files");
}

}  // namespace
}  // namespace zhipi::workflow
