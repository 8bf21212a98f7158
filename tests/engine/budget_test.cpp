// What a criterion can use: processor time and memory, whatever it calls.
#include "tests/engine/attack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;

TEST(Budget, StopsAnEndlessLoop) {
  EXPECT_THAT(attack("while true do end"), BreachesTheBudget());
  EXPECT_THAT(attack("repeat until false"), BreachesTheBudget());
  EXPECT_THAT(attack("::again:: goto again"), BreachesTheBudget());
  EXPECT_THAT(attack("local function f() return f() end return f()"), BreachesTheBudget());
}

TEST(Budget, StopsALoopInsideALibraryFunctionsCallback) {
  EXPECT_THAT(attack("return either(function() while true do end end)"), BreachesTheBudget());
  EXPECT_THAT(attack("return any({ 1 }, function() while true do end end)"), BreachesTheBudget());
  EXPECT_THAT(attack("return all(app.form.family, function() while true do end end)"),
              BreachesTheBudget());
  EXPECT_THAT(attack("return count({ 1 }, function() while true do end end) == 0"),
              BreachesTheBudget());
  EXPECT_THAT(attack("return sum({ 1 }, function() while true do end end) == 0"),
              BreachesTheBudget());
  EXPECT_THAT(attack("table.sort({ 1, 2 }, function() while true do end end) return true"),
              BreachesTheBudget());
  EXPECT_THAT(
      attack("return either(function() return either(function() while true do end end) end)"),
      BreachesTheBudget());
}

TEST(Budget, StopsEachOfManySlowGrounds) {
  EXPECT_THAT(attack("local function slow() for i = 1, 1e9 do end return false end "
                     "return either(slow, slow, slow, slow, slow, slow, slow, slow)"),
              BreachesTheBudget());
}

TEST(Budget, StopsAComparatorThatIsNoOrder) {
  EXPECT_THAT(attack("local t = {} for i = 1, 200 do t[i] = i end "
                     "table.sort(t, function() return true end) return #t == 201"),
              ::testing::AnyOf("fail", IsAnErrorThatSays("")));
}

TEST(Budget, CapsMemoryOfTexts) {
  EXPECT_THAT(attack("return (\"x\"):rep(1e12):len() == 0"), BreachesTheBudget());
  EXPECT_THAT(attack("local s = \"x\" while true do s = s .. s end"), BreachesTheBudget());
  EXPECT_THAT(attack("local s = (\"x\"):rep(10000000) local all = {} "
                     "for i = 1, 300 do all[i] = s end "
                     "return string.format((\"%s\"):rep(300), table.unpack(all)) == s"),
              BreachesTheBudget());
  EXPECT_THAT(attack("local s = (\"x\"):rep(10000000) "
                     "return table.concat({ s, s, s, s, s, s, s, s }) == s"),
              BreachesTheBudget());
}

TEST(Budget, CapsMemoryOfTables) {
  EXPECT_THAT(attack("local t = {} for i = 1, 1e9 do t[i] = { i } end"), BreachesTheBudget());
  EXPECT_THAT(attack("local t = {} while true do t = { t, t } end"), BreachesTheBudget());
}

TEST(Budget, CapsMemoryInsideALibraryFunctionsCallback) {
  EXPECT_THAT(attack("return either(function() return (\"x\"):rep(1000000000) == \"\" end)"),
              BreachesTheBudget());
  EXPECT_THAT(
      attack("return any({ 1 }, function() local s = \"x\" while true do s = s .. s end end)"),
      BreachesTheBudget());
}

TEST(Budget, SurvivesDeepRecursion) {
  EXPECT_THAT(attack("local function f(n) return 1 + f(n + 1) end return f(1) == 0"),
              HasSubstr("error"));
  EXPECT_THAT(attack("local function f() return either(f) end return f()"),
              IsAnErrorThatSays("stack overflow"));
  EXPECT_THAT(attack("local function f(a, b) table.sort({ 1, 2 }, f) return true end return f()"),
              IsAnErrorThatSays("stack overflow"));
}

TEST(Budget, RefusesSourceNestedTooDeeply) {
  EXPECT_THAT(attack("return " + std::string(100'000, '(') + "1" + std::string(100'000, ')')),
              HasSubstr("refused: C stack overflow"));
  EXPECT_THAT(attack("return " + std::string(100'000, '{')),
              HasSubstr("refused: C stack overflow"));
}

// The border of a table with holes may be anything (Lua 5.4 manual, 3.4.7).
TEST(Budget, StopsLibraryLoopsOverAListThatIsAlmostAllHoles) {
  std::string holes = "local t = { ";
  for (int power = 0; power < 63; ++power) {
    holes += "[" + std::to_string(std::int64_t{1} << power) + "] = 1, ";
  }
  holes += "} ";
  for (const char* const use : {"table.insert(t, 1, 2)", "table.remove(t, 1)", "table.sort(t)",
                                "one_of(5, t)", "any(t, one_of)", "all(t, has)", "count(t, one_of)",
                                "sum(t)", "table.unpack(t)", "table.concat(t)"}) {
    EXPECT_THAT(attack(holes + use + " return true"), HasSubstr("error")) << use;
  }
}

TEST(Budget, SearchesLargeTextsInLinearTime) {
  EXPECT_THAT(attack("return (\"a\"):rep(8000000):find((\"a\"):rep(4000000) .. \"b\") == nil"),
              ::testing::AnyOf("pass", BreachesTheBudget()));
}

TEST(Budget, SortsTheKeysOfALargeTableWithinTheBudget) {
  EXPECT_THAT(attack("local t = {} for i = 1, 250000 do t[i * 7919 % 250007] = i end "
                     "for k, v in pairs(t) do return false end return false"),
              ::testing::AnyOf("fail", BreachesTheBudget()));
}

TEST(Budget, MatchesCatastrophicExpressionsInLinearTime) {
  EXPECT_THAT(attack("return matches((\"a\"):rep(40), \"^(a+)+$b\")"), "fail");
  EXPECT_THAT(attack("return matches((\"a\"):rep(1000), \"(a*)*(a*)*(a*)*c\")"), "fail");
  EXPECT_THAT(attack("return matches((\"ab\"):rep(500000), \"a.{900}[^ab].{90}x\")"),
              ::testing::AnyOf("fail", HasSubstr("error")));
  EXPECT_THAT(attack("return matches(\"a\", \"((a{100}){100}){100}\")"),
              IsAnErrorThatSays("no regular expression"));
  // Made of long pieces: of single characters the making alone is a good part of the budget.
  EXPECT_THAT(attack("return matches((\"a\"):rep(1024):rep(1025), \"a\")"),
              IsAnErrorThatSays("too long"));
}

TEST(Budget, AnswersAMisspeltNameOfAnyLengthAtOnce) {
  EXPECT_THAT(attack("return app.form[(\"x\"):rep(5000000)]"), HasSubstr("error"));
  EXPECT_THAT(attack("return has(app, (\"x\"):rep(5000000))"), HasSubstr("error"));
}

TEST(Budget, StopsAPackThatNeverFinishesLoading) {
  EXPECT_THAT(in_child([] { return to_line(problems_of(pack_files("while true do end")).at(0)); }),
              HasSubstr("out of processor time"));
  EXPECT_THAT(
      in_child([] {
        return to_line(
            problems_of(
                pack_files("local t, s = {}, ('x'):rep(1e5) for i = 1, 1e9 do t[i] = s .. i end"))
                .at(0));
      }),
      HasSubstr("not enough memory"));
}

TEST(Budget, StopsLoopsInRequiredFunctionsAndResults) {
  EXPECT_THAT(in_child([]() -> std::string {
                const std::string matter = matter_lua().insert(
                    matter_lua().find("note = text {}"),
                    "extra = text { required = function(app) while true do end end }, ");
                const Decision decision =
                    judge(criterion("fine", "return true"), sound_facts(), matter);
                return std::string(to_text(decision.outcome)) + " " + decision.reasons.at(0).code;
              }),
              "escalate budget");
  EXPECT_THAT(in_child([]() -> std::string {
                const Decision decision =
                    judge(criterion("fine", "return true") +
                          "result \"sum\" { kind = integer {}, value = function(app) while true do "
                          "end end }");
                return std::string(to_text(decision.outcome)) + " " +
                       std::string(to_text(decision.proposal.value())) + " " +
                       decision.reasons.at(0).code;
              }),
              "escalate approve result");
}

TEST(Budget, KeepsOneThreadsBreachFromAnothersJudgement) {
  EXPECT_THAT(in_child([]() -> std::string {
                const auto slow = load(pack_files(criterion("slow", "while true do end")));
                const auto quick = load(pack_files(criterion("quick", "return true")));
                std::string results;
                Judge first(slow, calendar_of_2026());
                Judge second(quick, calendar_of_2026());
                Watchdog watchdog;
                for (int round = 0; round < 3; ++round) {
                  results += to_text(first.judge(bound(*slow, sound_facts()), watchdog).outcome);
                  results += to_text(second.judge(bound(*quick, sound_facts()), watchdog).outcome);
                }
                return results;
              }),
              "escalateapproveescalateapproveescalateapprove");
}

}  // namespace
}  // namespace zhipi::engine::testing
