// What a pack's files make at load is shared by all cases: criteria may read it and keep nothing.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;

// A pack judged twice by one judge: what the first case leaves, the second would see.
void expect_kept_out(const std::string& before, const std::string& body, const std::string& name) {
  const auto pack = load(pack_files(before + criterion("tried", body)));
  Judge judge(pack, calendar_of_2026());
  Watchdog watchdog;
  const Facts facts = bound(*pack, sound_facts());
  const Decision first = judge.judge(facts, watchdog);
  EXPECT_EQ(first.verdicts.front().result, Result::error) << before << body;
  EXPECT_THAT(first.verdicts.front().message, HasSubstr("`" + name + "`")) << before << body;
  EXPECT_EQ(bytes(judge.judge(facts, watchdog)), bytes(first)) << before << body;
}

TEST(Purity, NoticesAnAssignmentToACapturedLocal) {
  expect_kept_out("local kept = 0\n", "kept = kept + 1 return kept == 1", "kept");
  expect_kept_out("local kept\n", "kept = app.form.full_name return true", "kept");
  expect_kept_out("local a, kept, b = 1, 2, 3\n", "kept = a + b return true", "kept");
}

TEST(Purity, NoticesAssignmentsToSeveralNamesAtOnce) {
  expect_kept_out("local a, b = 1, 2\n", "a, b = b, a return a == 2", "b");
  expect_kept_out("local a, t = 1, nil\n", "local u = {} u.x, a = 1, 2 return true", "a");
  expect_kept_out("local a = 1\n", "local u = {} a, u[1] = 2, 3 return true", "a");
}

TEST(Purity, NoticesAnAssignmentInEveryKindOfBlock) {
  for (const char* const body :
       {"for i = 1, 3 do kept = i end return true",
        "while kept < 3 do kept = kept + 1 end return true",
        "repeat kept = kept + 1 until kept > 2 return true", "do kept = 1 end return true",
        "if app.form.agreed then kept = 1 end return true",
        "for _, row in ipairs(app.form.family) do kept = row.age end return true",
        "return all(app.form.family, function(row) kept = row.age return true end)",
        "return either(function() kept = 1 return true end)",
        "local function set() kept = 1 end set() return true"}) {
    expect_kept_out("local kept = 0\n", body, "kept");
  }
}

TEST(Purity, NoticesAFunctionStatementThatReplacesACapturedOne) {
  expect_kept_out("local function limit() return 1 end\n",
                  "function limit() return 2 end return limit() == 2", "limit");
}

TEST(Purity, NoticesAssignmentsInsideHelperFunctions) {
  expect_kept_out("local kept = 0\nlocal function keep(value) kept = value end\n",
                  "keep(7) return true", "kept");
  expect_kept_out(
      "local bump\ndo\n  local n = 0\n  bump = function() n = n + 1 return n end\nend\n",
      "return bump() == 1", "n");
  expect_kept_out("local kept = 0\nlocal help = { keep = function(value) kept = value end }\n",
                  "help.keep(7) return true", "kept");
}

TEST(Purity, NoticesAnAssignmentBehindACommentOrAStrangeLineBreak) {
  expect_kept_out("local kept = 0\n", "kept --[[ here ]]\n = --\n 1 return true", "kept");
  expect_kept_out("local kept = 0\n", "--\r kept = 1 return true", "kept");
  expect_kept_out("local kept = 0\n", "local s = \"\\\r\n\" kept = 1 return true --\"\n", "kept");
}

TEST(Purity, NoticesWhatOneCriterionWouldLeaveForTheNext) {
  const std::string criteria = "local kept = 0\n" + criterion("first", "kept = 1 return true") +
                               criterion("second", "return kept == 0");
  const Decision decision = judge(criteria);
  EXPECT_EQ(verdict(decision, "first").result, Result::error);
  EXPECT_EQ(verdict(decision, "second").result, Result::pass);
}

TEST(Purity, NoticesAnAssignmentBeforeACriterionEndsAsUnknownOrError) {
  const std::string criteria =
      "local kept = 0\n" + criterion("first", "kept = 1 return app.form.note == \"\"") +
      criterion("second", "kept = 1 return nil + 1") + criterion("third", "return kept == 0");
  const Decision decision = judge(criteria, facts_with(R"({"form": {"note": null}})"));
  EXPECT_NE(verdict(decision, "first").result, Result::pass);
  EXPECT_EQ(verdict(decision, "second").result, Result::error);
  EXPECT_EQ(verdict(decision, "third").result, Result::pass);
}

TEST(Purity, NoticesAssignmentsInWhenResultsAndRequired) {
  EXPECT_EQ(
      judge("local kept = 0\ncriterion \"tried\" { when = function(app) kept = 1 return true end, "
            "check = function(app) return true end, otherwise = deny \"x\" }")
          .verdicts.front()
          .result,
      Result::error);
  const Decision decision =
      judge("local kept = 0\n" + criterion("sound", "return true") +
            "result \"tried\" { kind = integer {}, value = function(app) kept = 1 return 1 end }");
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve);
}

TEST(Purity, LetsCriteriaReadWhatTheyCapture) {
  const std::string before =
      "local limit <const>, names = 40, { \"a\", \"b\", deep = { n = 1 } }\nlocal least = 18\n"
      "local function same(a, b)\n  local c = a\n  c = c or b\n  return c == b\nend\n";
  EXPECT_EQ(judge(before + criterion("tried",
                                     "local sum = least sum = sum + limit return sum == 58 and "
                                     "#names == 2 and names.deep.n == 1 and same(1, 1) and "
                                     "app.form.age == limit"))
                .verdicts.front()
                .result,
            Result::pass);
}

TEST(Purity, LetsLocalsOfACriterionBearTheNamesOfCapturedOnes) {
  EXPECT_EQ(judge("local kept = 5\n" + criterion("reads", "return kept == 5") +
                  criterion("shadows", "local kept = 1 kept = 2 return kept == 2"))
                .outcome,
            Outcome::approve);
}

TEST(Purity, RefusesChangesInsideCapturedTables) {
  for (const char* const body :
       {"shared.x = 1 return true", "shared[1] = 2 return true",
        "table.insert(shared, 1) return true", "shared.deep.x = 1 return true",
        "table.sort(shared) return true", "local alias = shared alias.x = 1 return true",
        "table.remove(shared) return true", "function shared.f() end return true"}) {
    const Verdict verdict =
        judge("local shared = { 1, 2, deep = {} }\n" + criterion("tried", body)).verdicts.front();
    EXPECT_EQ(verdict.result, Result::error) << body;
  }
}

TEST(Purity, LeavesNothingOfOneCaseToTheNext) {
  const auto pack = load(pack_files(
      "local kept = { names = {} }\nlocal last\n" +
      criterion("remembers", "last = app.form.full_name return true") +
      criterion("asks", "return last == nil and #kept.names == 0 and app.form.age == 40")));
  Judge judge(pack, calendar_of_2026());
  Watchdog watchdog;
  for (int round = 0; round < 300; ++round) {
    const Json facts = facts_with(R"({"form": {"age": )" + std::to_string(40 + round % 2) + "}}");
    const Facts given = bound(*pack, facts);
    const Decision decision = judge.judge(given, watchdog);
    ASSERT_EQ(verdict(decision, "asks").result, round % 2 == 0 ? Result::pass : Result::fail);
    Judge fresh(pack, calendar_of_2026());
    ASSERT_EQ(bytes(decision), bytes(fresh.judge(given, watchdog)));
  }
}

}  // namespace
}  // namespace zhipi::engine::testing
