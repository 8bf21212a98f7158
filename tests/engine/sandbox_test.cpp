// What a criterion can reach and keep: nothing of the system, of other criteria, of other cases.
#include "tests/engine/attack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

}  // namespace
}  // namespace zhipi::engine::testing
