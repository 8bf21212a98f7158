// What lua-check's lint tells, and what it must not.
#include "engine/authoring/lint.h"

#include <gmock/gmock.h>

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> told(std::string_view source) {
  std::vector<std::string> lines;
  for (const Problem& one : lint(source, "criteria.lua"))
    lines.push_back(one.code + " " + to_line(one));
  return lines;
}

TEST(Lint, SoundLuaHasNothingToTell) {
  EXPECT_THAT(told("local limit = 3\nreturn function(app) return app.form.age > limit end"),
              IsEmpty());
}

TEST(Lint, CountsColumnsInCharacters) {
  EXPECT_THAT(told("local it = '高龄' local never = it"),
              ElementsAre(StartsWith("unused criteria.lua:1:23")));
}

TEST(Lint, TellsOfWhatIsUnused) {
  EXPECT_THAT(told("local it = 1"), ElementsAre(HasSubstr("`it`")));
  EXPECT_THAT(told("return function(row) return true end"), ElementsAre(StartsWith("unused ")));
  EXPECT_THAT(told("for at, row in ipairs({}) do local _ = row end"),
              ElementsAre(AllOf(StartsWith("unused "), HasSubstr("`at`"))));
  EXPECT_THAT(told("local it = 1\nit = 2\nreturn it"),
              ElementsAre(StartsWith("unused_value criteria.lua:1:7")));
}

TEST(Lint, AnUnusedAppIsUsual) {
  EXPECT_THAT(told("return function(app) return true end"), IsEmpty());
  EXPECT_THAT(told("for _, row in ipairs({}) do local _ = row end"), IsEmpty());
}

TEST(Lint, TellsOfWhatIsHidden) {
  EXPECT_THAT(told("local it = 1\ndo local it = 2 return it end return it"),
              Contains(AllOf(StartsWith("shadowed criteria.lua:2:10"), HasSubstr("line 1"))));
}

TEST(Lint, TellsOfWhatIsNeverReached) {
  EXPECT_THAT(told("do return 1 end\nlocal _ = 2"),
              Contains(StartsWith("unreachable criteria.lua:2:1")));
}

TEST(Lint, TellsOfEmptyBlocksAndUnbalancedAssignments) {
  EXPECT_THAT(told("if it then end"), Contains(StartsWith("empty_block")));
  EXPECT_THAT(told("local a, b = 1, 2, 3 return a + b"), ElementsAre(StartsWith("unbalanced")));
}

TEST(Lint, TellsOfAKeyThatStandsTwice) {
  EXPECT_THAT(
      told("return { age = 1,\n age = 2 }"),
      ElementsAre(AllOf(StartsWith("duplicate_key criteria.lua:1:10"), HasSubstr("line 2"))));
}

TEST(Lint, CommentsDoNotQuietenIt) {
  EXPECT_THAT(told("-- luacheck: ignore\nlocal it = 1"), ElementsAre(HasSubstr("`it`")));
}

TEST(Lint, LongLinesAndSpacesAreTasteAndNoProblem) {
  EXPECT_THAT(told("return 1 --" + std::string(300, 'x') + "  \n\t \n"), IsEmpty());
}

TEST(Lint, NoLuaIsForOthersToTell) {
  EXPECT_THAT(told("local ="), IsEmpty());
}

}  // namespace
}  // namespace zhipi::engine
