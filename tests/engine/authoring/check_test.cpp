// The whole of check(): order, levels, packs that do not load, and what a matter must not say.
#include "engine/authoring/check.h"

#include <array>
#include <filesystem>

#include "tests/engine/authoring/checking.h"

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using testing::body_checked;
using testing::checked;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::matter_lua;
using ::testing::Not;
using ::testing::StartsWith;
using testing::told;
using testing::told_of;

const std::string kSound =
    "criterion \"a\" { title = \"甲\", basis = \"试行\", check = function(app)\n"
    "return app.card.number == \"1\" and app.lease.rent > 1 and app.proof.seal.present end,\n"
    "otherwise = deny \"不符合\" }";

TEST(Check, ASoundPackHasNothingToTellOf) {
  EXPECT_THAT(told(checked(kSound, matter_lua(), {{"cases/a.json", "[]"}})), IsEmpty());
}

TEST(Check, SortsByPlaceAndTellsNothingTwice) {
  const auto lines = told_of("criteria.lua", body_checked("local form = app.form\n"
                                                          "return form.b == 1 or form.a == 1\n"
                                                          "or form.c == 1 or form.c == 1"));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_THAT(lines[0], HasSubstr(":3:13:"));
  EXPECT_THAT(lines[1], HasSubstr(":3:28:"));
  EXPECT_THAT(lines[2], HasSubstr(":4:9:"));
  EXPECT_THAT(lines[3], HasSubstr(":4:24:"));
}

TEST(Check, TenComesAfterNine) {
  EXPECT_TRUE(stands_before({"", "", "a.lua:9:1"}, {"", "", "a.lua:10:1"}));
  EXPECT_TRUE(stands_before({"", "", "a.lua:9:9"}, {"", "", "a.lua:9:10"}));
  EXPECT_FALSE(stands_before({"", "", "b.lua:1:1"}, {"", "", "a.lua:9:1"}));
}

TEST(Check, EveryPlaceIsAFileALineAndAColumn) {
  PackFiles files =
      testing::pack_files(kSound, matter_lua(), {{"cases/a.json", "[{\"name\": 1}, 2]"}});
  for (const std::string missing : {"", "criteria.lua", "matter.lua"}) {
    files.files.erase(missing);
    const Findings found = check_files(files);
    EXPECT_FALSE(found.errors.empty());
    for (const Problems& problems : {found.errors, found.warnings}) {
      for (const Problem& one : problems) {
        EXPECT_THAT(one.where, ::testing::MatchesRegex("[^:#]+:[0-9]+:[0-9]+")) << one.message;
      }
    }
  }
}

TEST(Check, APackThatDoesNotLoadIsStillCheckedToItsEnd) {
  const auto lines =
      told(checked("criterion \"a\" { basis = \"x\", otherwise = deny \"{form.agee}\",\n"
                   "check = function(app) return app.form.ful_name == 3 end }"));
  EXPECT_THAT(lines, Contains(AllOf(StartsWith("undeclared_name"), HasSubstr("{form.agee}"))));
  EXPECT_THAT(lines, Contains(StartsWith("undeclared_name criteria.lua:2:39")));
}

TEST(Check, AMatterThatDoesNotLoadStillSaysItsNames) {
  const auto lines =
      told(checked(kSound + "\n" + testing::criterion("b", "return app.form.ful_name == 3"),
                   matter_lua("titel = \"x\",")));
  EXPECT_THAT(lines, Contains(AllOf(StartsWith("unknown_key"), HasSubstr("`titel`"))));
  EXPECT_THAT(lines, Contains(AllOf(StartsWith("undeclared_name criteria.lua:4:"),
                                    HasSubstr("`full_name`"))));
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const std::string& line) { return line.find("wrong_kind") == 0; }),
            0);
}

TEST(Check, AMatterThatIsNoLuaLeavesTheCriteriaToBeLinted) {
  const auto lines = told(checked("local x = 1\n" + kSound, "return matter {"));
  EXPECT_THAT(lines, Contains(StartsWith("bad_lua matter.lua:1:")));
  EXPECT_THAT(lines, Contains(StartsWith("unused criteria.lua:1:7")));
  EXPECT_THAT(lines, Not(Contains(StartsWith("undeclared_name"))));
}

TEST(Check, ASyntaxErrorIsToldOnceWithItsColumn) {
  EXPECT_THAT(told_of("criteria.lua", checked("criterion \"a\" {\n  check = = 3\n}")),
              ElementsAre(StartsWith("bad_lua criteria.lua:2:11")));
}

TEST(Check, AGlobalThatStopsTheLoadIsToldOnce) {
  EXPECT_THAT(told_of("criteria.lua", checked("local now = os.time()\nlocal _ = now")),
              ElementsAre(StartsWith("absent_name criteria.lua:1:13")));
}

TEST(Check, CriteriaWithoutBasisOrOtherwiseAreWarnedOf) {
  EXPECT_THAT(told_of("criteria.lua", checked("\n  criterion \"a\" { check = function(app) return "
                                              "app.form.agreed end }")),
              ElementsAre(AllOf(StartsWith("no_basis criteria.lua:2:3"), HasSubstr("\"a\"")),
                          StartsWith("no_otherwise criteria.lua:2:3")));
  EXPECT_THAT(checked("criterion \"a\" { check = function() return true end }").errors, IsEmpty());
}

TEST(Check, APackWithoutCasesIsWarnedOf) {
  EXPECT_THAT(told(checked(kSound)), ElementsAre(StartsWith("no_cases cases:1:1")));
}

TEST(Check, VagueMaterialsAreWarnedOfWhereTheyStand) {
  for (const std::string title :
       {"其他材料", "法律法规规定的其他材料", "相关证明", "房产证、租赁合同等"}) {
    const std::string matter =
        "return matter { title = \"试\", version = \"1\", materials = {\n  more = material { "
        "title = \"" +
        title + "\" } } }";
    EXPECT_THAT(told(checked("", matter)), Contains(StartsWith("vague_material matter.lua:2:3")))
        << title;
  }
}

TEST(Check, AutomaticBesideASpecialStageIsAnErrorWhereItStands) {
  for (const std::string part :
       {"special_stages = { { kind = \"公示\", basis = \"x\", days = 5 } }", "collective = true",
        "secret = true"}) {
    const std::string matter =
        "return matter { title = \"试\", version = \"1\",\n automatic = { approve = true }, " +
        part + " }";
    const Findings found = checked("", matter);
    ASSERT_EQ(found.errors.size(), 1u) << part;
    EXPECT_EQ(found.errors[0].code, "special_stage");
    EXPECT_EQ(found.errors[0].where, "matter.lua:2:2");
    EXPECT_THAT(told(checked("local x = ", matter)), Contains(StartsWith("special_stage"))) << part;
    const std::string manual =
        "return matter { title = \"试\", version = \"1\", automatic = { approve = false }, " +
        part + " }";
    EXPECT_THAT(checked("", manual).errors, IsEmpty()) << part;
  }
}

TEST(Check, TheFieldsOfACommonMaterialAreKnownEvenIfThePackDoesNotLoad) {
  PackFiles files = testing::pack_files(
      "criterion \"a\" { basis = \"x\", otherwise = deny \"x\", check = function(app)\n"
      "return app.licence.nmber == 1 end }",
      "return matter { titel = \"x\", materials = { licence = use \"common/licence\" {} } }");
  files.common["common/licence.lua"] =
      "return material { title = \"照\", fields = { number = text {} } }";
  EXPECT_THAT(
      told(check_files(files)),
      Contains(AllOf(StartsWith("undeclared_name criteria.lua:2:20"), HasSubstr("`number`"))));
}

TEST(Check, TheRulesThatAreShippedHaveNothingToTellOf) {
  const std::filesystem::path rules = std::filesystem::path(ZHIPI_SOURCE_DIR) / "rules";
  const auto files = read_pack_folder(rules / "senior_allowance", std::array{rules});
  ASSERT_TRUE(files);
  EXPECT_THAT(told(check_files(*files)), IsEmpty());
}

}  // namespace
}  // namespace zhipi::engine
