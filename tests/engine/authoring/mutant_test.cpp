// The faults that mutation puts into a pack, and where it says they stand.
#include "engine/authoring/mutant.h"

#include <gmock/gmock.h>

#include "engine/authoring/csv_places.h"
#include "engine/authoring/shift.h"
#include "engine/csv.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// What the file becomes by each mutant.
std::vector<std::string> texts(const std::vector<Mutant>& mutants, const std::string& source) {
  std::vector<std::string> all;
  for (const Mutant& mutant : mutants) {
    PackFiles files{"trial", {{mutant.file, source}}, {}};
    all.push_back(apply(files, mutant).files.at(mutant.file));
  }
  return all;
}

std::vector<std::string> of_lua(const std::string& source,
                                const std::string& file = "criteria.lua") {
  return texts(lua_mutants(parse_lua(source, file).value(), source, file), source);
}

std::vector<std::string> of_table(const std::string& source) {
  return texts(table_mutants(source, "tables/t.csv"), source);
}

TEST(Mutants, NegateComparisonsAndMoveTheirBoundary) {
  EXPECT_THAT(of_lua("return a < b"), ElementsAre("return a >= b", "return a <= b"));
  EXPECT_THAT(of_lua("return a >= b"), ElementsAre("return a < b", "return a > b"));
  EXPECT_THAT(of_lua("return a == b"), ElementsAre("return a ~= b"));
}

TEST(Mutants, MoveNumbersByAUnitOfTheirLastPlace) {
  EXPECT_THAT(of_lua("return 80"), ElementsAre("return 79", "return 81"));
  EXPECT_THAT(of_lua("return 0.25"), ElementsAre("return 0.24", "return 0.26"));
  EXPECT_THAT(of_lua("return 0x10"), ElementsAre("return (0x10 - 1)", "return (0x10 + 1)"));
}

TEST(Mutants, MoveDatesByADayAndLeaveOtherTextsAlone) {
  EXPECT_THAT(of_lua("return date \"2024-02-28\""),
              ElementsAre("return date \"2024-02-27\"", "return date \"2024-02-29\""));
  EXPECT_THAT(of_lua("return matches(a, '2024-02-28')"), ElementsAre());
}

TEST(Mutants, SwapAndLeaveOutTheOperandsOfAndAndOr) {
  EXPECT_THAT(of_lua("return a and b"),
              UnorderedElementsAre("return a or b", "return a", "return b"));
  EXPECT_THAT(of_lua("return a or b and c"),
              UnorderedElementsAre("return a and b and c", "return a", "return b and c",
                                   "return a or (b or c)", "return a or b", "return a or c"));
}

TEST(Mutants, DropNotAndExchangeTrueAndFalse) {
  EXPECT_THAT(of_lua("return not a"), ElementsAre("return a"));
  EXPECT_THAT(of_lua("return true, false"),
              ElementsAre("return false, false", "return true, true"));
}

TEST(Mutants, LeaveOutEachArgumentOfEither) {
  EXPECT_THAT(of_lua("return either(a, b)"), ElementsAre("return either(b)", "return either(a)"));
  EXPECT_THAT(of_lua("return either(a)"), ElementsAre());
}

TEST(Mutants, ChangeADeclarationKeyByKey) {
  EXPECT_THAT(of_lua("criterion \"a\" { title = \"第 3 条\", when = f, check = g,"
                     " otherwise = deny \"不\" }"),
              UnorderedElementsAre("",
                                   "criterion \"a\" { title = \"第 3 条\", when = nil, check = g,"
                                   " otherwise = deny \"不\" }",
                                   "criterion \"a\" { title = \"第 3 条\", when = f, check = g,"
                                   " otherwise = supplement \"不\" }"));
  EXPECT_THAT(
      of_lua("criterion \"a\" { otherwise = tolerate { days = 5, \"缺\" } }"),
      UnorderedElementsAre("", "criterion \"a\" { otherwise = supplement \"…\" }",
                           "criterion \"a\" { otherwise = tolerate { days = 4, \"缺\" } }",
                           "criterion \"a\" { otherwise = tolerate { days = 6, \"缺\" } }"));
}

TEST(Mutants, TouchOnlyTheFunctionsOfTheMatter) {
  EXPECT_THAT(
      of_lua("return matter { limits = { promised = 5 }, collective = false }", "matter.lua"),
      ElementsAre());
  EXPECT_THAT(
      of_lua("return matter { required = function(app) return true end, days = 5 }", "matter.lua"),
      ElementsAre("return matter { required = function(app) return false end, days = 5 }"));
}

TEST(Mutants, SayWhereTheyStandInCharacters) {
  const std::string source = "local a = '高龄'\nlocal b = '津贴', 7 < c";
  const auto mutants =
      lua_mutants(parse_lua(source, "criteria.lua").value(), source, "criteria.lua");
  ASSERT_FALSE(mutants.empty());
  EXPECT_EQ(place_of(mutants[0]), "criteria.lua:2:19");
  EXPECT_EQ(mutants[0].change, "`<` → `>=`");
}

TEST(Mutants, ThatAreMadeOfValidLuaAreValidLua) {
  const std::string source =
      "criterion \"a\" { check = function(app) local n = -1 + 2 * 3\n"
      " if not (app.x and app.y or n > 1) then return either(f, g, h) end\n"
      " for i = 1, 10 do if i ~= 3 and true then break end end return false end }";
  for (const std::string& text : of_lua(source)) {
    EXPECT_TRUE(parse_lua(text, "criteria.lua")) << text;
  }
}

TEST(TableMutants, MoveNumbersAndDaysAndLeaveCodesAlone) {
  EXPECT_THAT(of_table("code:text,age:integer,until:date,rate\n350100,80,2026-01-01,0.5\n"),
              ElementsAre("code:text,age:integer,until:date,rate\n350100,79,2026-01-01,0.5\n",
                          "code:text,age:integer,until:date,rate\n350100,81,2026-01-01,0.5\n",
                          "code:text,age:integer,until:date,rate\n350100,80,2025-12-31,0.5\n",
                          "code:text,age:integer,until:date,rate\n350100,80,2026-01-02,0.5\n",
                          "code:text,age:integer,until:date,rate\n350100,80,2026-01-01,0.4\n",
                          "code:text,age:integer,until:date,rate\n350100,80,2026-01-01,0.6\n"));
}

TEST(TableMutants, MoveTheRowsOfOneEffectiveDateTogetherAndExchangeTwo) {
  EXPECT_THAT(of_table("effective_from,k\n2020-01-01,a\n2020-01-01,b\n2021-01-01,a\n"),
              UnorderedElementsAre("effective_from,k\n2019-12-31,a\n2019-12-31,b\n2021-01-01,a\n",
                                   "effective_from,k\n2020-01-02,a\n2020-01-02,b\n2021-01-01,a\n",
                                   "effective_from,k\n2020-01-01,a\n2020-01-01,b\n2020-12-31,a\n",
                                   "effective_from,k\n2020-01-01,a\n2020-01-01,b\n2021-01-02,a\n",
                                   "effective_from,k\n2021-01-01,a\n2021-01-01,b\n2020-01-01,a\n"));
}

TEST(TableMutants, ChangeACriterionInEveryCellThatJudges) {
  const std::string head = "id,when,fact,op,value,otherwise\n";
  EXPECT_THAT(
      of_table(head + "a,form.x >= 1 and form.y == b,form.z,in,1|2,deny\n"),
      UnorderedElementsAre(head + "\n", head + "a,form.x >= 1 and form.y == b,form.z,in,0|2,deny\n",
                           head + "a,form.x >= 1 and form.y == b,form.z,in,2|2,deny\n",
                           head + "a,form.x >= 1 and form.y == b,form.z,in,2,deny\n",
                           head + "a,form.x >= 1 and form.y == b,form.z,in,1|1,deny\n",
                           head + "a,form.x >= 1 and form.y == b,form.z,in,1|3,deny\n",
                           head + "a,form.x >= 1 and form.y == b,form.z,in,1,deny\n",
                           head + "a,form.x >= 1 and form.y == b,form.z,in,1|2,supplement\n",
                           head + "a,,form.z,in,1|2,deny\n",
                           head + "a,form.x < 1 and form.y == b,form.z,in,1|2,deny\n",
                           head + "a,form.x > 1 and form.y == b,form.z,in,1|2,deny\n",
                           head + "a,form.x >= 0 and form.y == b,form.z,in,1|2,deny\n",
                           head + "a,form.x >= 2 and form.y == b,form.z,in,1|2,deny\n",
                           head + "a,form.y == b,form.z,in,1|2,deny\n",
                           head + "a,form.x >= 1 and form.y ~= b,form.z,in,1|2,deny\n",
                           head + "a,form.x >= 1,form.z,in,1|2,deny\n"));
}

TEST(CellPlaces, AgreeWithTheCellsThatAreRead) {
  const std::string text =
      "\xEF\xBB\xBF名称,值\r\n\"甲,\n乙\",1\r\n\r\n,\r\n丙,\"说 \"\"是\"\"\"\r\n丁,";
  const auto rows = parse_csv(text, "t.csv").value();
  const auto places = cell_places(text);
  ASSERT_EQ(places.size(), rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    ASSERT_EQ(places[row].size(), rows[row].cells.size()) << row;
    EXPECT_EQ(places[row][0].line, rows[row].line) << row;
  }
  EXPECT_EQ(text.substr(places[2][1].begin, places[2][1].end - places[2][1].begin),
            "\"说 \"\"是\"\"\"\r");
  EXPECT_EQ(places[2][1].column, 3);
  EXPECT_EQ(csv_cell("说 \"是\""), "\"说 \"\"是\"\"\"");
}

TEST(Shift, KeepsHowAValueIsWritten) {
  EXPECT_EQ(shifted_number("0.09", 1), "0.10");
  EXPECT_EQ(shifted_number("0.00", -1), "-0.01");
  EXPECT_EQ(shifted_number("1,000.5元", 1), "1000.6元");
  EXPECT_EQ(shifted_number("-1", 1), "0");
  EXPECT_EQ(shifted_number("甲1", 1), std::nullopt);
  EXPECT_EQ(shifted_number("1234567890123456", 1), std::nullopt);
  EXPECT_EQ(shifted_date("2025-12-31", 1), "2026-01-01");
  EXPECT_EQ(shifted_date("9999-12-31", 1), std::nullopt);
  EXPECT_EQ(shifted_date("2025-13-01", 1), std::nullopt);
}

}  // namespace
}  // namespace zhipi::engine::testing
