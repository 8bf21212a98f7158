// Mutation and coverage over small packs: what the cases notice, what they do not, and what tells
// a fault from the pack.
#include "engine/authoring/mutation.h"

#include <gmock/gmock.h>

#include "engine/authoring/pack_test.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string one_case(const std::string& name, const std::string& changes,
                     const std::string& expect) {
  return "{\"name\": \"" + name +
         "\", \"facts\": " + canonical_json(facts_with("{\"form\": " + changes + "}")) +
         ", \"expect\": " + expect + "}";
}

PackTest tested(const std::string& criteria, const std::vector<std::string>& cases,
                std::map<std::string, std::string> others = {},
                const PackTestOptions& options = {}) {
  std::string all;
  for (const std::string& one : cases) all += (all.empty() ? "" : ", ") + one;
  others["cases/a.json"] = "[" + all + "]";
  return test_pack(load(pack_files(criteria, matter_lua(), std::move(others))), calendar_of_2026(),
                   options)
      .value();
}

std::vector<std::string> survivors(const PackTest& test) {
  std::vector<std::string> all;
  for (const Survivor& one : test.mutation.value().survivors) {
    all.push_back(place_of(one.mutant) + " " + one.mutant.change);
  }
  return all;
}

const std::string kAdult = criterion("adult", "return app.form.age >= 18", "deny \"未成年\"");
const std::string kAt18 =
    one_case("18", R"({"age": 18})", R"({"outcome": "approve", "verdicts": {"adult": "pass"}})");
const std::string kAt17 =
    one_case("17", R"({"age": 17})", R"({"outcome": "deny", "verdicts": {"adult": "fail"}})");
const std::string kAt40 =
    one_case("40", R"({"age": 40})", R"({"outcome": "approve", "verdicts": {"adult": "pass"}})");
const std::string kAt5 =
    one_case("5", R"({"age": 5})", R"({"outcome": "deny", "verdicts": {"adult": "fail"}})");

TEST(Mutation, IsNoticedByCasesOnBothSidesOfALimit) {
  const PackTest test = tested(kAdult, {kAt18, kAt17});
  EXPECT_THAT(survivors(test), IsEmpty());
  EXPECT_GT(test.mutation->noticed, 4u);
  EXPECT_THAT(test.mutation->alike, IsEmpty());
}

TEST(Mutation, ListsTheLimitThatNoCaseTries) {
  EXPECT_THAT(survivors(tested(kAdult, {kAt40, kAt5})),
              ElementsAre("criteria.lua:1:63 `>=` → `>`", "criteria.lua:1:66 `18` → `17`",
                          "criteria.lua:1:66 `18` → `19`"));
}

TEST(Mutation, ShowsTheCaseThatWouldHaveNoticed) {
  const PackTest test = tested(kAdult, {kAt40, kAt5});
  ASSERT_FALSE(test.mutation->survivors.empty());
  const auto& witness = test.mutation->survivors.front().witness;
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->golden, "cases/a.json: 40");
  EXPECT_EQ(witness->change, "form.age = 18 (40)");
  EXPECT_EQ(witness->decided, "outcome approve → deny");
}

TEST(Mutation, SetsApartWhatMeansTheSame) {
  // Nobody is 17 where results are computed: `adult` denies.
  const PackTest test = tested(
      kAdult +
          "result \"grant\" { kind = money {}, value = function(app) return"
          " decision_table \"tables/t.csv\":row { age = app.form.age }.fee end }",
      {one_case("18", R"({"age": 18})", R"({"outcome": "approve", "results": {"grant": 500}})"),
       kAt17},
      {{"tables/t.csv", "age.min,fee:money\n18,5\n"}});
  EXPECT_THAT(survivors(test), IsEmpty());
  ASSERT_EQ(test.mutation->alike.size(), 1u);
  EXPECT_EQ(place_of(test.mutation->alike[0]), "tables/t.csv:2:1");
}

TEST(Mutation, FindsWhereTheRowsOfATableBegin) {
  const std::string criteria = criterion(
      "due", "return decision_table \"tables/t.csv\":row {}.fee <= app.form.fee", "deny \"少\"");
  const PackTest test = tested(criteria,
                               {one_case("a", "{\"fee\": 500}", R"({"outcome": "approve"})"),
                                one_case("b", "{\"fee\": 499}", R"({"outcome": "deny"})")},
                               {{"tables/t.csv", "effective_from,fee:money\n2026-01-01,5\n"}});
  EXPECT_THAT(survivors(test),
              ElementsAre("tables/t.csv:2:1 effective_from 2026-01-01 → 2025-12-31",
                          "tables/t.csv:2:1 effective_from 2026-01-01 → 2026-01-02"));
  EXPECT_THAT(test.mutation->survivors[0].witness->change,
              HasSubstr("received_on = \"2025-12-31\""));
}

TEST(Mutation, NoticesAnEndlessLoop) {
  const std::string body = "local n = 0 while n < app.form.age do n = n + 1 end return n >= 18";
  const PackTest test = tested(criterion("adult", body), {kAt18, kAt17});
  for (const std::string& survivor : survivors(test)) EXPECT_THAT(survivor, HasSubstr("`<`"));
  EXPECT_EQ(test.mutation->untried, 0u);
}

TEST(Mutation, StopsWhenTheTimeIsOverAndSaysSo) {
  PackTestOptions options;
  options.limits.time = std::chrono::milliseconds(0);
  const PackTest test = tested(kAdult, {kAt18, kAt17}, {}, options);
  EXPECT_EQ(test.mutation->untried, test.mutation->mutants);
  EXPECT_THAT(to_text(test, "p"), HasSubstr("untried for lack of time"));
}

TEST(Mutation, IgnoresCasesThatFailAnyway) {
  const PackTest test =
      tested(kAdult, {one_case("5", R"({"age": 5})", R"({"outcome": "approve"})")});
  EXPECT_FALSE(test.passed());
  EXPECT_EQ(test.mutation->untried, test.mutation->mutants);
}

TEST(Coverage, NamesWhatACriterionNeverWas) {
  const PackTest test = tested(kAdult, {kAt18, kAt17});
  ASSERT_EQ(test.coverage.size(), 1u);
  EXPECT_THAT(test.coverage[0].missing, ElementsAre(Result::unknown));
  EXPECT_EQ(test.coverage[0].counts.at(Result::pass), 1);
  EXPECT_THAT(to_text(test, "p"), HasSubstr("adult  缺 has no 待定 unknown"));
}

TEST(Coverage, AsksOnlyForWhatACriterionCanBe) {
  const std::string criteria =
      "criterion \"day\" { check = function(app) return app.received_on > date \"2020-01-01\" end,"
      " otherwise = deny \"早\" }\n"
      "inspect \"site\" { text = \"看现场\" }\n"
      "score \"size\" { points = function(app) return 1 end }\n"
      "criterion \"some\" { when = function(app) return app.form.age > 1 end,"
      " check = function(app) return true end, otherwise = deny \"否\" }\n";
  const PackTest test = tested(criteria, {one_case("a", R"({"age": 18})", "{}")});
  EXPECT_THAT(test.coverage[0].missing, ElementsAre(Result::fail));
  EXPECT_THAT(test.coverage[1].missing, IsEmpty());
  EXPECT_THAT(test.coverage[2].missing, IsEmpty());
  EXPECT_THAT(test.coverage[3].missing,
              UnorderedElementsAre(Result::fail, Result::unknown, Result::not_applicable));
}

TEST(Coverage, NamesTheLinesThatNoCaseRuns) {
  const std::string criteria =
      "local function limit(app)\n"
      "  if app.form.colour == \"green\" then\n"
      "    return 21\n"
      "  end\n"
      "  return 18\n"
      "end\n" +
      criterion("adult", "return app.form.age >= limit(app)", "deny \"未成年\"");
  const PackTest test = tested(criteria, {kAt18, kAt17});
  const LineCoverage& lines = test.mutation.value().lines.at(0);
  EXPECT_EQ(lines.file, "criteria.lua");
  EXPECT_THAT(lines.lines, ElementsAre(2, 3, 5, 7));
  EXPECT_THAT(lines.not_run, ElementsAre(3));
  EXPECT_THAT(to_text(test, "p"), HasSubstr("lines that no case runs: p/criteria.lua:3\n"));
}

TEST(PackTest, TellsMachinesTheSame) {
  const Json report = to_json(tested(kAdult, {kAt40, kAt5}));
  EXPECT_EQ(report.at("passed").as_uint64(), 2u);
  EXPECT_EQ(report.at("failed").as_uint64(), 0u);
  EXPECT_EQ(report.at("coverage").at(0).at("fail").as_int64(), 1);
  const Json& survivor = report.at("mutation").at("survivors").at(0);
  EXPECT_EQ(survivor.at("where"), "criteria.lua:1:63");
  EXPECT_EQ(survivor.at("witness").at("change"), "form.age = 18 (40)");
}

}  // namespace
}  // namespace zhipi::engine::testing
