// `app.form.age` is read by one call of ours, and must mean what it means in Lua.
#include <gmock/gmock.h>

#include "engine/dialect.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::HasSubstr;

std::string translated(const std::string& source) {
  const auto text = translate(source, "chunk");
  return text ? text->text : "refused: " + to_line(text.error());
}

TEST(NamedFact, IsReadAtOnce) {
  EXPECT_EQ(translated("return app.form.age >= 1.5"), "return __fact(app, \"form.age\") >= 1.5");
  EXPECT_EQ(translated("return f(app.a.b, app.c.d)"),
            "return f(__fact(app, \"a.b\"), __fact(app, \"c.d\"))");
  EXPECT_EQ(translated("x = app.a.b:c() + app.a.b.c"),
            "x = __fact(app, \"a.b\"):c() + __fact(app, \"a.b\").c");
}

TEST(NamedFact, IsNotWhatMayBeSetOrHasOtherParts) {
  for (const char* const source :
       {"app.a.b = x", "x, app.a.b = y, z", "x, app.a.b, y = z", "function app.a.b() end",
        "return x.app.a.b", "return app.a", "return app.a[b]", "return app.a:b()",
        "return app.a --\n.b", "return app.\na.b", "return mapp.a.b", "return \"app.a.b\""}) {
    EXPECT_EQ(translated(source), source);
  }
}

TEST(NamedFact, MeansTheSameWhereAppIsSomethingElse) {
  const std::string body = R"(
    local function part(app) return app.a.b end
    return part({ a = { b = 7 } }) == 7 and app.form.age == 61)";
  const Decision decision = judge(criterion("tried", body), facts_with(R"({"form": {"age": 61}})"));
  EXPECT_EQ(decision.verdicts.front().result, Result::pass);
}

TEST(NamedFact, FailsInLuasWordsWhereAppIsSomethingElse) {
  const Decision decision = judge(
      criterion("tried", "local function part(app) return app.a.b end return part({}) == nil"),
      facts_with("{}"));
  EXPECT_THAT(decision.verdicts.front().message, HasSubstr("attempt to index a nil value"));
}

TEST(NamedFact, LeavesAllOfLuasLocalsToTheAuthor) {
  std::string locals;
  for (int at = 0; at < 200; ++at) locals += "local l" + std::to_string(at) + " = has\n";
  EXPECT_EQ(judge(locals + criterion("tried", "return app.form.age == 61"),
                  facts_with(R"({"form": {"age": 61}})"))
                .verdicts.front()
                .result,
            Result::pass);
}

}  // namespace
}  // namespace zhipi::engine::testing
