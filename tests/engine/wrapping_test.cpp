// Attempts to lead whole numbers beyond 64 bits unseen, from which a wrong approval would follow.
#include <gmock/gmock.h>

#include "engine/script.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;

// 4503599627370496 * 4096 is 2^64, which 64 bits hold as 0.
const char* const kHuge = R"({"form": {"age": 4096, "fee": 4503599627370496}})";

// The verdict of a check with this body, behind these lines.
Verdict wrapped(const std::string& body, const std::string& before = {},
                const Json& facts = facts_with(kHuge)) {
  return judge(before + criterion("tried", body), facts).verdicts.front();
}

void expect_caught(const std::string& body, const std::string& before = {}) {
  const Verdict verdict = wrapped(body, before);
  EXPECT_EQ(verdict.result, Result::error) << before << body;
  EXPECT_THAT(verdict.message, HasSubstr("64")) << before << body;
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
  EXPECT_EQ(judge(made, facts_with(kHuge)).verdicts.front().result, Result::error);
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
    EXPECT_EQ(wrapped("return tonumber(app.form.note) + 1 < 0", {}, facts).result, Result::fail);
    EXPECT_EQ(wrapped("return tonumber(app.form.note) * 2 < 0", {}, facts).result, Result::fail);
  }
  EXPECT_EQ(wrapped("return (app.form.note | 0) + 1 < 0").result, Result::error);
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
  EXPECT_EQ(judge(pack, facts_with(kHuge)).verdicts.front().result, Result::error);
}

TEST(Wrapping, IsCaughtInPointsAndTexts) {
  EXPECT_EQ(
      judge("score \"tried\" { points = function(app) return app.form.fee * app.form.age end }",
            facts_with(kHuge))
          .verdicts.front()
          .result,
      Result::error);
  expect_caught("return (app.form.fee * app.form.age) .. \"\" == \"0\"");
}

// Whether each check is asked a second time, with facts as numbers with a fraction.
bool asked_twice(const std::string& body, const std::string& before = {}) {
  const PackFiles files = pack_files(before + criterion("tried", body));
  const auto script = Script::load(files);
  if (!script) throw std::runtime_error(to_line(script.error().front()));
  return (*script)->may_wrap((*script)->functions().criteria.front().check);
}

TEST(Wrapping, IsNotLookedForWhereNothingIsCalculated) {
  EXPECT_FALSE(asked_twice("return app.form.age >= 18"));
  EXPECT_FALSE(asked_twice("return app.form.age >= least", "local least = 18\n"));
  EXPECT_FALSE(asked_twice("return app.form.full_name == \"甲\" or not app.form.agreed"));
  EXPECT_FALSE(asked_twice("return app.card.born:years_until(app.received_on) >= 80"));
  EXPECT_FALSE(asked_twice("return app.form.fee + app.lease.rent - 100 <= 5000"));
  EXPECT_FALSE(
      asked_twice("return app.form.fee + 1 > 0", "local function other(a) return a * a end\n"));
}

TEST(Wrapping, IsLookedForWhereFactsAreMultipliedOrHandedOn) {
  EXPECT_TRUE(asked_twice("return app.form.fee * 2 > 0"));
  EXPECT_TRUE(
      asked_twice("return other(app.form.fee) > 0", "local function other(a) return a end\n"));
  EXPECT_TRUE(asked_twice("return app.form.fee + 1 > other[1]", "local other = { 1 }\n"));
}

}  // namespace
}  // namespace zhipi::engine::testing
