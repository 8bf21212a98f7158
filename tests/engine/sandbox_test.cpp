// Attacks on the closed Lua environment, each in a process of its own with hard limits.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <functional>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

double processor_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Runs in a child that may use 10 s and 1 GiB beyond what it starts with; what it returns is the
// text. A child that hangs or crashes returns the signal that ended it.
std::string in_child(const std::function<std::string()>& work) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    alarm(60);
#ifndef __SANITIZE_ADDRESS__
    const rlimit memory{1u << 30, 1u << 30};
    setrlimit(RLIMIT_AS, &memory);
#endif
    const rlimit time{10, 10};
    setrlimit(RLIMIT_CPU, &time);
    const std::string text = work();
    const bool written =
        write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size());
    _exit(written ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  char buffer[4096];
  for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(got));
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return "ended by signal " + std::to_string(WTERMSIG(status));
  return text;
}

std::string pack_of(const std::string& body, const std::string& before) {
  return before + R"(
    criterion "attack" {
      when = function(app) return app.form.agreed end,
      check = function(app) )" +
         body + R"( end,
      otherwise = deny "不符合",
    }
    criterion "sound" { check = function(app) return app.form.age == 40 end, otherwise = deny "x" }
  )";
}

// One line: "error budget: message" of the attack, or what else went wrong.
std::string attack(const std::string& body, const std::string& before = {}) {
  return in_child([&]() -> std::string {
    auto pack = Pack::load(pack_files(pack_of(body, before)));
    if (!pack) return "refused: " + to_line(pack.error().front());
    Judge judge(*pack, calendar_of_2026());
    Watchdog watchdog;
    const Facts harmless = bound(**pack, facts_with(R"({"form": {"agreed": false}})"));
    const std::string expected = bytes(judge.judge(harmless, watchdog));
    const double started = processor_milliseconds();
    const Decision attacked = judge.judge(bound(**pack, sound_facts()), watchdog);
    const double taken = processor_milliseconds() - started;
    if (taken > 500) return "took " + std::to_string(taken) + " ms";
    if (attacked.verdicts.at(1).result != Result::pass) return "the next criterion went wrong";
    if (bytes(judge.judge(harmless, watchdog)) != expected) return "the next judgement went wrong";
    const Verdict& verdict = attacked.verdicts.front();
    if (verdict.result != Result::error) return std::string(to_text(verdict.result));
    if (attacked.outcome != Outcome::escalate) return "did not escalate";
    return "error " + verdict.code + ": " + verdict.message;
  });
}

MATCHER(BreachesTheBudget, "") {
  *result_listener << "was " << arg;
  return arg.starts_with("error budget: ");
}

MATCHER_P(IsAnErrorThatSays, part, "") {
  *result_listener << "was " << arg;
  return arg.starts_with("error script: ") && arg.find(part) != std::string::npos;
}

TEST(Sandbox, StopsAnEndlessLoop) {
  EXPECT_THAT(attack("while true do end"), BreachesTheBudget());
  EXPECT_THAT(attack("repeat until false"), BreachesTheBudget());
  EXPECT_THAT(attack("::again:: goto again"), BreachesTheBudget());
  EXPECT_THAT(attack("local function f() return f() end return f()"), BreachesTheBudget());
}

TEST(Sandbox, StopsALoopInsideALibraryFunctionsCallback) {
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

TEST(Sandbox, StopsEachOfManySlowGrounds) {
  EXPECT_THAT(attack("local function slow() for i = 1, 1e9 do end return false end "
                     "return either(slow, slow, slow, slow, slow, slow, slow, slow)"),
              BreachesTheBudget());
}

TEST(Sandbox, StopsAComparatorThatIsNoOrder) {
  EXPECT_THAT(attack("local t = {} for i = 1, 200 do t[i] = i end "
                     "table.sort(t, function() return true end) return #t == 201"),
              ::testing::AnyOf("fail", IsAnErrorThatSays("")));
}

TEST(Sandbox, CapsMemoryOfTexts) {
  EXPECT_THAT(attack("return (\"x\"):rep(1e12 // 1 | 0):len() == 0"), BreachesTheBudget());
  EXPECT_THAT(attack("local s = \"x\" while true do s = s .. s end"), BreachesTheBudget());
  EXPECT_THAT(attack("local s = (\"x\"):rep(10000000) local all = {} "
                     "for i = 1, 300 do all[i] = s end "
                     "return string.format((\"%s\"):rep(300), table.unpack(all)) == s"),
              BreachesTheBudget());
  EXPECT_THAT(attack("local s = (\"x\"):rep(10000000) "
                     "return table.concat({ s, s, s, s, s, s, s, s }) == s"),
              BreachesTheBudget());
}

TEST(Sandbox, CapsMemoryOfTables) {
  EXPECT_THAT(attack("local t = {} for i = 1, 1e9 do t[i] = { i } end"), BreachesTheBudget());
  EXPECT_THAT(attack("local t = {} while true do t = { t, t } end"), BreachesTheBudget());
}

TEST(Sandbox, CapsMemoryInsideALibraryFunctionsCallback) {
  EXPECT_THAT(attack("return either(function() return (\"x\"):rep(1000000000) == \"\" end)"),
              BreachesTheBudget());
  EXPECT_THAT(
      attack("return any({ 1 }, function() local s = \"x\" while true do s = s .. s end end)"),
      BreachesTheBudget());
}

TEST(Sandbox, SurvivesDeepRecursion) {
  EXPECT_THAT(attack("local function f(n) return 1 + f(n + 1) end return f(1) == 0"),
              HasSubstr("error"));
  EXPECT_THAT(attack("local function f() return either(f) end return f()"),
              IsAnErrorThatSays("stack overflow"));
  EXPECT_THAT(attack("local function f(a, b) table.sort({ 1, 2 }, f) return true end return f()"),
              IsAnErrorThatSays("stack overflow"));
}

TEST(Sandbox, RefusesSourceNestedTooDeeply) {
  EXPECT_THAT(attack("return " + std::string(100'000, '(') + "1" + std::string(100'000, ')')),
              HasSubstr("refused: C stack overflow"));
  EXPECT_THAT(attack("return " + std::string(100'000, '{')),
              HasSubstr("refused: C stack overflow"));
}

// The border of a table with holes may be anything (Lua 5.4 manual, 3.4.7).
TEST(Sandbox, StopsLibraryLoopsOverAListThatIsAlmostAllHoles) {
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

TEST(Sandbox, SearchesLargeTextsInLinearTime) {
  EXPECT_THAT(attack("return (\"a\"):rep(8000000):find((\"a\"):rep(4000000) .. \"b\") == nil"),
              ::testing::AnyOf("pass", BreachesTheBudget()));
}

TEST(Sandbox, SortsTheKeysOfALargeTableWithinTheBudget) {
  EXPECT_THAT(attack("local t = {} for i = 1, 250000 do t[i * 7919 % 250007] = i end "
                     "for k, v in pairs(t) do return false end return false"),
              ::testing::AnyOf("fail", BreachesTheBudget()));
}

TEST(Sandbox, MatchesCatastrophicExpressionsInLinearTime) {
  EXPECT_THAT(attack("return matches((\"a\"):rep(40), \"^(a+)+$b\")"), "fail");
  EXPECT_THAT(attack("return matches((\"a\"):rep(1000), \"(a*)*(a*)*(a*)*c\")"), "fail");
  EXPECT_THAT(attack("return matches((\"ab\"):rep(500000), \"a.{900}[^ab].{90}x\")"),
              ::testing::AnyOf("fail", HasSubstr("error")));
  EXPECT_THAT(attack("return matches(\"a\", \"((a{100}){100}){100}\")"),
              IsAnErrorThatSays("no regular expression"));
  EXPECT_THAT(attack("return matches((\"a\"):rep(2000000), \"a\")"), IsAnErrorThatSays("too long"));
}

TEST(Sandbox, AnswersAMisspeltNameOfAnyLengthAtOnce) {
  EXPECT_THAT(attack("return app.form[(\"x\"):rep(5000000)]"), HasSubstr("error"));
  EXPECT_THAT(attack("return has(app, (\"x\"):rep(5000000))"), HasSubstr("error"));
}

TEST(Sandbox, KnowsNothingOfTheSystem) {
  for (const char* const name :
       {"os",       "io",      "load",         "loadstring",     "loadfile",  "dofile",
        "require",  "package", "debug",        "collectgarbage", "coroutine", "pcall",
        "xpcall",   "error",   "assert",       "next",           "rawget",    "rawset",
        "rawequal", "rawlen",  "getmetatable", "setmetatable",   "print",     "warn",
        "_G",       "utf8",    "bit32",        "_VERSION"}) {
    EXPECT_THAT(attack(std::string("return ") + name + " ~= nil"),
                IsAnErrorThatSays(std::string("`") + name + "` is not known here"))
        << name;
  }
}

TEST(Sandbox, KeepsOnlyHarmlessFunctionsOfTheLibraries) {
  for (const char* const name :
       {"string.dump", "string.gsub", "string.gmatch", "string.match", "string.char", "string.byte",
        "string.pack", "table.move", "math.random", "math.randomseed"}) {
    EXPECT_THAT(attack(std::string("return ") + name + " == nil"), "pass") << name;
  }
}

TEST(Sandbox, RefusesBytecode) {
  EXPECT_THAT(
      in_child([] { return to_line(problems_of(pack_files("\x1bLua\x54\x00\x19\x93")).at(0)); }),
      HasSubstr("binary chunk"));
  EXPECT_THAT(in_child([] { return to_line(problems_of(pack_files("", "\x1bLuaS")).at(0)); }),
              HasSubstr("binary chunk"));
}

TEST(Sandbox, RefusesGlobals) {
  EXPECT_THAT(attack("counter = 1 return true"), IsAnErrorThatSays("write `local counter"));
  EXPECT_THAT(attack("return coutner == nil"), IsAnErrorThatSays("`coutner` is not known here"));
  EXPECT_THAT(attack("_ENV.kept = 1 return true"), IsAnErrorThatSays("would be a global"));
  EXPECT_THAT(attack("_ENV[1] = 1 return true"), IsAnErrorThatSays("would be a global"));
  EXPECT_THAT(attack("table.insert(_ENV, 1) return true"), HasSubstr("error script"));
  EXPECT_THAT(attack("return true", "kept = 1"), HasSubstr("refused: criteria.lua:1"));
}

TEST(Sandbox, KeepsTheLibrariesUnchangeable) {
  for (const char* const change :
       {"string.len = function() return 0 end", "string.kept = 1", "math.pi = 3", "math.kept = {}",
        "table.kept = 1", "table.insert(string, 1)", "table.insert(math, 1)", "(\"\").len = nil",
        "table.sort(string)"}) {
    EXPECT_THAT(attack(std::string(change) + " return true"), HasSubstr("error script")) << change;
  }
}

TEST(Sandbox, KeepsWhatIsSharedUnchangeable) {
  const auto changes = [](const std::string& before, const std::string& body) {
    return attack(body + " return true", before);
  };
  EXPECT_THAT(changes("local n = 0", "n = n + 1"), IsAnErrorThatSays("`n`"));
  EXPECT_THAT(changes("local t = {}", "t.x = 1"), IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(changes("local t = { u = { v = {} } }", "t.u.v.w = 1"),
              IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(changes("local t = { 3, 1, 2 }", "table.sort(t)"), HasSubstr("error script"));
  EXPECT_THAT(changes("local t = { 1 }", "table.insert(t, 2)"),
              IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(changes("local t = { 1 }", "table.remove(t)"),
              IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(changes("local n = 0 local function bump() n = n + 1 end", "bump()"),
              IsAnErrorThatSays("`n`"));
  EXPECT_THAT(changes("local n = 0 local fs = { f = function() n = n + 1 end }", "fs.f()"),
              IsAnErrorThatSays("`n`"));
  EXPECT_THAT(changes("local f = function() return 1 end", "f = function() return 2 end"),
              IsAnErrorThatSays("`f`"));
}

TEST(Sandbox, KeepsWhatIteratorsHoldUnchangeable) {
  EXPECT_THAT(
      attack("local k, v = step(nil, nil) v.x = 1 return true", "local step = pairs({ a = {} })"),
      IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(
      attack("local t = select(2, ipairs(list)) t[1] = 2 return true", "local list = { 1 }"),
      IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(
      attack("for _, row in ipairs(list) do row.x = 1 end return true", "local list = { {} }"),
      IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(
      attack("for _, row in pairs(list) do row.x = 1 end return true", "local list = { {} }"),
      IsAnErrorThatSays("cannot be changed"));
}

TEST(Sandbox, LetsNoEnvironmentOfItsOwnKeepAnything) {
  EXPECT_THAT(
      attack("kept = 1 return true", "local criterion, deny = criterion, deny local _ENV = {}"),
      IsAnErrorThatSays("cannot be changed"));
  EXPECT_THAT(attack("local _ENV = {} kept = (kept or 0) + 1 return kept == 1"), "pass");
  EXPECT_THAT(attack("_ENV = { kept = 1 } return kept == 1"), HasSubstr("error script"));
}

// A change must not outlive the judgement that made it, however that ended.
TEST(Sandbox, UndoesAChangeThatEndedAsUnknownOrError) {
  EXPECT_THAT(attack("n = n + 1 return app.lease.owner == \"\"", "local n = 0"),
              IsAnErrorThatSays("`n`"));
  EXPECT_THAT(in_child([]() -> std::string {
                const auto pack =
                    load(pack_files("local n = 0\n" +
                                    criterion("changes", "n = n + 1 return app.form.note == \"\"") +
                                    criterion("fails", "n = n + 1 return {} < 1") +
                                    criterion("innocent", "return n == 0")));
                const Decision decision = judge(pack, facts_with(R"({"form": {"note": null}})"));
                std::string results;
                for (const Verdict& one : decision.verdicts) {
                  results += std::string(to_text(one.result)) + " ";
                }
                return results;
              }),
              "error error pass ");
}

TEST(Sandbox, LetsLocalsBeReadAndWorkedOnInside) {
  EXPECT_THAT(attack("local copy = {} for i, v in ipairs(list) do copy[i] = v end "
                     "table.sort(copy) return copy[1] == 1 and #list == 3 and limit == 5",
                     "local limit = 5 local list = { 3, 1, 2 } table.sort(list)"),
              "pass");
}

TEST(Sandbox, LocksTheMetatableOfTexts) {
  EXPECT_THAT(attack("return (\"\").__index == nil and (\"\").__metatable == nil"), "pass");
}

TEST(Sandbox, NeverPassesOnWhatIsNoNumber) {
  EXPECT_THAT(attack("return 0/0 >= 1"), Not("pass"));
  EXPECT_THAT(attack("local zero = app.form.age - 40 return not (zero / zero < 1)"),
              IsAnErrorThatSays("no number"));
  EXPECT_THAT(attack("local zero = app.form.age - 40 return 1 / zero > 5"),
              IsAnErrorThatSays("no number"));
  EXPECT_THAT(attack("local zero = app.form.age - 40 return 1 // zero > 5"), HasSubstr("error"));
  EXPECT_THAT(attack("return math.sqrt(app.form.age - 41) ~= 1"), IsAnErrorThatSays("no number"));
}

TEST(Sandbox, ChargesACalculationThatGaveNoNumberToItsOwnCriterionAlone) {
  EXPECT_THAT(in_child([]() -> std::string {
                const Decision decision =
                    judge(criterion("first",
                                    "local zero = app.form.age - 40 local x = 1 / zero "
                                    "return app.form.note == \"\"") +
                              criterion("second", "return app.form.area / 2 == 6.25"),
                          facts_with(R"({"form": {"note": null}})"));
                return std::string(to_text(decision.verdicts[0].result)) + " " +
                       std::string(to_text(decision.verdicts[1].result));
              }),
              "unknown pass");
}

TEST(Sandbox, ComparesOnlyWhatCanBeCompared) {
  EXPECT_THAT(attack("return app.form.age < \"80\""), IsAnErrorThatSays("compare"));
  EXPECT_THAT(attack("return app.form.since < 5"), IsAnErrorThatSays("a date was expected"));
  EXPECT_THAT(attack("return app.form.since < \"2026-01-01\""),
              IsAnErrorThatSays("a date was expected"));
  EXPECT_THAT(attack("return \"10\" + 5 == 15"), IsAnErrorThatSays("arithmetic"));
  EXPECT_THAT(attack("return app.form.note + 5 == 15"), IsAnErrorThatSays("arithmetic"));
  EXPECT_THAT(attack("return app.form.since + 1 == 15"), IsAnErrorThatSays("arithmetic"));
}

TEST(Sandbox, AcceptsNothingButTrueAndFalse) {
  EXPECT_THAT(attack("return nil"), IsAnErrorThatSays("not a nil"));
  EXPECT_THAT(attack("return"), IsAnErrorThatSays("not a nil"));
  EXPECT_THAT(attack("return 1"), IsAnErrorThatSays("not a number"));
  EXPECT_THAT(attack("return \"true\""), IsAnErrorThatSays("not a string"));
  EXPECT_THAT(attack("return app.form"), IsAnErrorThatSays("not a userdata"));
  EXPECT_THAT(attack("return either(function() end)"), IsAnErrorThatSays("true or false"));
  EXPECT_THAT(attack("return all({ 1 }, function() return 1 end)"),
              IsAnErrorThatSays("true or false"));
}

TEST(Sandbox, NeverShowsAnAddress) {
  for (const char* const value : {"{}", "app", "app.form", "app.form.family", "function() end",
                                  "app.proof.seal", "date", "string"}) {
    const std::string shown = attack(std::string("return tostring(") + value + ")");
    EXPECT_THAT(shown, HasSubstr("not a string"));
    EXPECT_THAT(attack(std::string("return matches(tostring(") + value + "), \"0x\")"), "fail")
        << value;
  }
  EXPECT_THAT(attack("return app.form < app.card"), Not(HasSubstr("0x")));
}

TEST(Sandbox, OrdersPairsAndPrintsNumbersAsPeopleExpect) {
  EXPECT_THAT(attack("local keys = {} for k in pairs({ b = 1, a = 1, [10] = 1, [2] = 1, [1.5] = 1, "
                     "[\"10\"] = 1 }) do table.insert(keys, tostring(k)) end "
                     "return table.concat(keys, \" \") == \"1.5 2 10 10 a b\""),
              "pass");
  EXPECT_THAT(attack("return tostring(10 / 2) == \"5\" and tostring(0.1) == \"0.1\" "
                     "and tostring(1e15) == \"1000000000000000\""),
              "pass");
  EXPECT_THAT(attack("return (\"中文\"):len() == 2 and (\"中文字\"):sub(2, 2) == \"文\""), "pass");
}

TEST(Sandbox, CannotDeclareFromInsideACriterion) {
  for (const char* const declared :
       {"criterion \"x\" { check = function() return true end }", "deny \"x\"", "text {}",
        "matter {}", "use \"common/id_card\"", "criteria_table \"x\""}) {
    EXPECT_THAT(attack(std::string("local made = ") + declared + " return true"),
                HasSubstr("error script"))
        << declared;
  }
  EXPECT_THAT(attack("make \"x\" return true", "local make = deny"), HasSubstr("error script"));
}

TEST(Sandbox, AsksFactsOnlyInsideACriterion) {
  EXPECT_THAT(attack("return true", "local early = has(1, \"form\")"), HasSubstr("refused"));
  EXPECT_THAT(attack("return true", "local early = add_workdays(date \"2026-01-01\", 1)"),
              HasSubstr("refused"));
}

TEST(Sandbox, StopsAPackThatNeverFinishesLoading) {
  EXPECT_THAT(in_child([] { return to_line(problems_of(pack_files("while true do end")).at(0)); }),
              HasSubstr("out of processor time"));
  EXPECT_THAT(
      in_child([] {
        return to_line(
            problems_of(pack_files("local t = {} for i = 1, 1e9 do t[i] = { i } end")).at(0));
      }),
      HasSubstr("not enough memory"));
}

TEST(Sandbox, StopsLoopsInRequiredFunctionsAndResults) {
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

TEST(Sandbox, KeepsOneThreadsBreachFromAnothersJudgement) {
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
