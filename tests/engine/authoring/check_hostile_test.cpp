// Drafts from the network that mean harm (ABUSE rows 23 to 26): check answers, in time.
#include <chrono>

#include "engine/authoring/syntax.h"
#include "tests/engine/authoring/checking.h"
#include "tests/engine/authoring/random_programs.h"

namespace zhipi::engine {
namespace {

using testing::checked;
using ::testing::Contains;
using ::testing::HasSubstr;
using testing::matter_lua;
using ::testing::StartsWith;
using testing::told;

constexpr auto kPatience = std::chrono::seconds(60);  // many times what it takes, sanitizers too

Findings in_time(const std::string& criteria, const std::string& matter = matter_lua(),
                 std::map<std::string, std::string> others = {}) {
  const auto before = std::chrono::steady_clock::now();
  Findings found = checked(criteria, matter, std::move(others));
  EXPECT_LT(std::chrono::steady_clock::now() - before, kPatience);
  return found;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int at = 0; at < times; ++at) all += text;
  return all;
}

TEST(CheckHostile, AnEndlessLoopIsStopped) {
  EXPECT_THAT(told(in_time("while true do end")), Contains(HasSubstr("out of processor time")));
  EXPECT_THAT(told(in_time("", "while true do end")), Contains(HasSubstr("out of processor time")));
}

TEST(CheckHostile, AMemoryBlowUpIsStopped) {
  const Findings found = in_time("local s = \"x\"\nwhile true do s = s .. s end");
  EXPECT_FALSE(found.errors.empty());
}

TEST(CheckHostile, DepthHasAPlace) {
  for (const auto& [open, close] : std::map<std::string, std::string>{
           {"(", ")"}, {"{", "}"}, {"not ", ""}, {"f(", ")"}, {"function() return ", " end"}}) {
    const Findings found =
        in_time("local a = 1\nlocal b = " + repeated(open, 10'000) + "a" + repeated(close, 10'000));
    EXPECT_THAT(told(found), Contains(StartsWith("too_deep criteria.lua:2:"))) << open;
  }
}

TEST(CheckHostile, AsDeepAsLuaAllowsIsFollowedToTheEnd) {
  in_time("local f = string.len\nlocal b = " + repeated("f(", 150) + "\"a\"" + repeated(")", 150));
  in_time("local b = 1" + repeated(" + 1", 290));
  in_time(repeated("do ", 150) + repeated("end ", 150));
}

TEST(CheckHostile, HelpersThatCallEachOtherTwiceDoNotGrowWithoutEnd) {
  std::string criteria = "local function f0(app) return app.form.age > 1 end\n";
  for (int at = 1; at < 150; ++at) {
    const std::string before = "f" + std::to_string(at - 1);
    criteria += "local function f" + std::to_string(at) + "(app, x) return " + before +
                "(app, x) and " + before + "(app, " + std::to_string(at) + ") end\n";
  }
  in_time(criteria + "criterion \"a\" { check = function(app) return f149(app, 1) end }");
}

TEST(CheckHostile, AFunctionThatCallsItselfEnds) {
  in_time(
      "local function f(app, x) return f(app, { x }) end\n"
      "criterion \"a\" { check = function(app) return f(app, 1) end }");
  in_time("local function f(g) return g(g) end\nlocal x = f(f)");
}

TEST(CheckHostile, AHugeFileIsRefused) {
  EXPECT_THAT(told(in_time(std::string(kLuaSourceBytes + 1, '\n'))),
              Contains(StartsWith("too_large criteria.lua:1:1")));
}

TEST(CheckHostile, ALongFileIsAnswered) {
  in_time("local t = {\n" +
          repeated("  { 1, \"x\", function(app) return app.form.agee end },\n", 6000) + "}");
  in_time(repeated("x = y + zz\n", 20'000));
}

TEST(CheckHostile, BytecodeIsNoLua) {
  EXPECT_THAT(told(in_time(std::string("\x1bLua\x54\0\x19\x93", 8))),
              Contains(StartsWith("bad_lua criteria.lua:1:1")));
}

TEST(CheckHostile, ACommonFileThatUsesItselfEnds) {
  PackFiles files = testing::pack_files(
      "",
      "return matter { title = \"x\", version = \"1\", materials = { a = use \"common/a\" {} } }");
  files.common["common/a.lua"] = "return use \"common/a\" {}";
  EXPECT_FALSE(check_files(files).errors.empty());
}

TEST(CheckHostile, ALongTableIsAnswered) {
  std::string rows = "age.min:integer,age.max:integer,effective_from,amount:money\n";
  for (int at = 0; at < 20'000; ++at) {
    rows += std::to_string(at) + "," + std::to_string(at + 1) + ",20" +
            std::to_string(10 + at % 80) + "-01-0" + std::to_string(1 + at % 9) + ",1\n";
  }
  in_time(
      "criterion \"a\" { check = function(app)\n"
      "return decision_table \"tables/t.csv\":row { age = app.form.age }.amount > 1 end }",
      matter_lua(), {{"tables/t.csv", rows}});
}

TEST(CheckHostile, WhatRandomProgramsSayIsSaidWithoutHarm) {
  for (unsigned seed = 100; seed < 140; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    in_time(testing::RandomPrograms(seed).next(), testing::RandomPrograms(seed + 1000).next());
  }
}

}  // namespace
}  // namespace zhipi::engine
