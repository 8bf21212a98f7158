// Attempts to lead whole numbers beyond 64 bits unseen, from which a wrong approval would follow.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

// 4503599627370496 * 4096 is 2^64, which 64 bits hold as 0.
const char* const kHuge = R"({"form": {"age": 4096, "fee": 4503599627370496}})";

// The verdict of a check with this body, behind these lines.
Verdict wrapped(const std::string& body, const std::string& before = {},
                const Json& facts = facts_with(kHuge)) {
  return judge(before + criterion("tried", body), facts).verdicts.front();
}

void expect_caught(const std::string& body, const std::string& before = {}) {
  const Verdict verdict = wrapped(body, before);
  EXPECT_NE(verdict.result, Result::pass) << before << body;
}

TEST(Wrapping, IsCaughtInHelperFunctions) {
  const std::string product = "local function product(a, b)\n  return a * b\nend\n";
  expect_caught("return product(app.form.fee, app.form.age) <= 1000", product);
  expect_caught(
      "return indirect(app.form) <= 1000",
      product + "local function indirect(form)\n  return product(form.fee, form.age)\nend\n");
  expect_caught("local p = product return p(app.form.fee, app.form.age) <= 1000", product);
}

TEST(Wrapping, IsCaughtInHelperFunctionsOfTables) {
  expect_caught("return help.product(app.form.fee, app.form.age) <= 1000",
                "local help = {}\nfunction help.product(a, b)\n  return a * b\nend\n");
  expect_caught("return help[1][1](app.form.fee, app.form.age) <= 1000",
                "local help = { {\n  function(a, b) return a * b end } }\n");
}

TEST(Wrapping, IsCaughtInChecksThatAFunctionMade) {
  const std::string made = R"(
    local function product(a, b)
      return a * b
    end
    local function make(with)
      return function(app) return with(app.form.fee, app.form.age) <= 1000 end
    end
    criterion "tried" { check = make(product), otherwise = deny "x" })";
  EXPECT_NE(judge(made, facts_with(kHuge)).verdicts.front().result, Result::pass);
}

TEST(Wrapping, IsCaughtInRecursion) {
  expect_caught("return grow(app.form.age, 52) == 0",
                "local function grow(a, times)\n  if times == 0 then return a end\n"
                "  return grow(a + a, times - 1)\nend\n");
  expect_caught(
      "local grow\ngrow = function(a, times)\n  if times == 0 then return a end\n"
      "  return grow(a + a, times - 1) end\nreturn grow(app.form.age, 52) == 0");
}

TEST(Wrapping, IsCaughtInEveryLoop) {
  expect_caught("local a = app.form.age for i = 1, 52 do a = a + a end return a == 0");
  expect_caught(
      "local a, n = app.form.age, 0 while n < 52 do a = a + a n = n + 1 end return a == 0");
  expect_caught(
      "local a, n = app.form.age, 0 repeat a = a + a n = n + 1 until n == 52 return a == 0");
  expect_caught(
      "local a, n = app.form.age, 0 ::again:: a = a + a n = n + 1 "
      "if n < 52 then goto again end return a == 0");
}

TEST(Wrapping, IsCaughtInInnerFunctionsThatAccumulate) {
  expect_caught(
      "local a = app.form.age\nlocal t = string.rep(\"x\", 52)\n"
      "local function twice() a = a + a return true end\n"
      "local function often(n) return n == 0 or twice() and often(n - 1) end\n"
      "return often(#t) and a == 0");
}

TEST(Wrapping, IsCaughtBesideLargeConstants) {
  expect_caught("return app.form.age + 9223372036854775807 < 0");
  expect_caught("return app.form.age + 0x7fffffffffffffff < 0");
  expect_caught("return app.form.age + math.maxinteger < 0");
  expect_caught("return math.mininteger - app.form.age > 0");
  expect_caught("return app.form.age + most < 0", "local most = 9223372036854775807\n");
  expect_caught("return least - app.form.age > 0", "local least = math.mininteger\n");
  expect_caught("return app.form.age + limits[1] < 0", "local limits = { 9223372036854775807 }\n");
  expect_caught("return app.form.age + limits.most < 0",
                "local limits = { most = math.maxinteger }\n");
  expect_caught("local most = 9223372036854775807 return app.form.age\n+ most < 0");
}

TEST(Wrapping, IsCaughtBesideLargeSums) {
  expect_caught("return sum({ 9007199254740991, app.form.age }) * 1024 < 0");
}

TEST(Wrapping, IsCaughtUnderAnEnvironmentOfThePacksOwn) {
  expect_caught(
      "return app.form.age + most < 0",
      "local _ENV = { most = 9223372036854775807, criterion = criterion, deny = deny }\n");
  expect_caught("return product(app.form.fee, app.form.age) <= 1000",
                "local _ENV = { criterion = criterion, deny = deny, product = function(a, b)\n"
                "  return a * b\nend }\n");
}

TEST(Wrapping, IsCaughtBehindEveryLineBreakThatLuaKnows) {
  expect_caught("--\r return app.form.fee * app.form.age <= 1000\n");
  expect_caught("local s = \"\\\r\n\" return app.form.fee * app.form.age <= 1000 --\"\n");
  expect_caught("return app.form.fee * app.form.age <= 1000", "local a = 1\r\r\r\r\r\r\r\r\r");
}

TEST(Wrapping, CannotComeFromTheDigitsOfAText) {
  for (const char* const note : {"9223372036854775807", "0x7fffffffffffffff"}) {
    const Json facts = facts_with(R"({"form": {"note": ")" + std::string(note) + "\"}}");
    EXPECT_NE(wrapped("return tonumber(app.form.note) + 1 < 0", {}, facts).result, Result::pass);
    EXPECT_NE(wrapped("return tonumber(app.form.note) * 2 < 0", {}, facts).result, Result::pass);
  }
  EXPECT_EQ(wrapped("return app.form.note + 1 < 0").result, Result::error);
}

TEST(Wrapping, LeavesTheNumbersOfATextWhole) {
  EXPECT_EQ(wrapped("local n = tonumber(\"12\") return n == 12 and n .. \"\" == \"12\" and "
                    "({ [12] = true })[n] and math.type(n) == \"integer\" and (\"x\"):rep(n) == "
                    "(\"x\"):rep(12) and tonumber(\"1x\") == nil and tonumber(n) == 12")
                .result,
            Result::pass);
  const Decision decision = judge(
      criterion("sound", "return true") +
      "result \"floors\" { kind = integer {}, value = function() return tonumber(\"12\") end }");
  EXPECT_EQ(decision.outcome, Outcome::approve);
  EXPECT_EQ(canonical_json(decision.results.at("floors").value), "12");
}

TEST(Wrapping, IsCaughtInCellsOfDecisionTables) {
  const auto pack = load(pack_files(
      criterion(
          "tried",
          "return decision_table \"tables/t.csv\":row { k = 1 }.factor * app.form.fee < 1000"),
      matter_lua(), {{"tables/t.csv", "k,factor\n1,4096\n"}}));
  EXPECT_NE(judge(pack, facts_with(kHuge)).verdicts.front().result, Result::pass);
}

TEST(Wrapping, IsCaughtInPointsAndTexts) {
  const Decision decision =
      judge("score \"tried\" { points = function(app) return app.form.fee * app.form.age end }",
            facts_with(kHuge));
  EXPECT_GT(decision.risk_score, 1e19);
  expect_caught("return (app.form.fee * app.form.age) .. \"\" == \"0\"");
}

TEST(Wrapping, HasNoWholeNumbersOfLuasToStartFrom) {
  for (const char* const number : {"app.form.fee",
                                   "5",
                                   "0xff",
                                   "#app.form.note",
                                   "#app.form.family",
                                   "math.floor(2.5)",
                                   "math.ceil(app.form.area)",
                                   "math.tointeger(8.0)",
                                   "tonumber(\"12\")",
                                   "(\"abc\"):len()",
                                   "count(app.form.family)",
                                   "sum(app.form.family, \"age\")",
                                   "select(\"#\", 1, 2)",
                                   "app.card.born:year()",
                                   "app.card.born:days_until(app.received_on)",
                                   "7 // 2",
                                   "7 % 4",
                                   "math.abs(-3)",
                                   "math.max(3, 4)",
                                   "app.history.open_cases + 1"}) {
    // A whole number of Lua's would wrap around to a negative one, or to 0, on the way.
    EXPECT_EQ(wrapped("local n = " + std::string(number) +
                      " + 2 for _ = 1, 60 do n = n * 4 end return n > 2 ^ 100")
                  .result,
              Result::pass)
        << number;
  }
  EXPECT_EQ(wrapped("for at, key in pairs({ 5 }) do local n = at + key for _ = 1, 60 do n = n * 4 "
                    "end return n > 2 ^ 100 end")
                .result,
            Result::pass);
  EXPECT_EQ(wrapped("for at in ipairs({ 5 }) do local n = at for _ = 1, 60 do n = n * 4 end "
                    "return n > 2 ^ 100 end")
                .result,
            Result::pass);
}

TEST(Wrapping, HasNoOperatorsOnBits) {
  for (const char* const body : {"return 1 << 62 == 0", "return 8 >> 1 == 4", "return 5 & 4 == 4",
                                 "return 5 | 0 == 5", "return ~5 == -6"}) {
    EXPECT_THAT(problems_of(pack_files(criterion("tried", body))), ::testing::SizeIs(1)) << body;
  }
  EXPECT_EQ(wrapped("return math.maxinteger == nil and math.ult == nil").result, Result::pass);
}

}  // namespace
}  // namespace zhipi::engine::testing
