#include "engine/authoring/pack_source.h"

#include <gmock/gmock.h>

namespace zhipi::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PackSource source_of(const std::string& criteria, const std::string& matter = "return matter {}") {
  return PackSource::read({"trial", {{"matter.lua", matter}, {"criteria.lua", criteria}}, {}})
      .value();
}

TEST(PackSource, FindsTheFunctionsOfADeclaration) {
  const PackSource source = source_of(
      "criterion \"age\" { when = function(app) return true end,\n"
      "  check = function(app) return app.form.age > 1 end }\n"
      "result \"grant\" { value = function() return 1 end }");
  EXPECT_EQ(source.of("age", "when"), "function(app) return true end");
  EXPECT_EQ(source.of("age", "check"), "function(app) return app.form.age > 1 end");
  EXPECT_EQ(source.of("grant", "value"), "function() return 1 end");
  EXPECT_EQ(source.of("age", "points"), "");
  EXPECT_EQ(source.of("nothing", "check"), "");
}

TEST(PackSource, FindsADeclarationWithinALoop) {
  EXPECT_EQ(source_of("for _ = 1, 1 do criterion \"a\" { check = check_a } end").of("a", "check"),
            "check_a");
}

TEST(PackSource, MovesWhatIsIndentedToTheMargin) {
  EXPECT_EQ(source_of("criterion \"a\" {\n    check = function(app)\r\n      if x then\n"
                      "        y()\n\n      end\n    end,\n}")
                .of("a", "check"),
            "function(app)\n  if x then\n    y()\n\n  end\nend");
}

TEST(PackSource, FindsWhatTheMatterMakesDepend) {
  const PackSource source = source_of(
      "",
      "return matter { form = { agent = text { required = function(app) return true end } },\n"
      "  materials = { lease = material { required = needs_lease },\n"
      "    id_card = use \"common/id_card\" { required = true }, other = use \"common/lease\" } }");
  EXPECT_EQ(source.of("form.agent", "required"), "function(app) return true end");
  EXPECT_EQ(source.of("materials.lease", "required"), "needs_lease");
  EXPECT_EQ(source.common_of("id_card"), "common/id_card");
  EXPECT_EQ(source.common_of("other"), "common/lease");
  EXPECT_EQ(source.common_of("lease"), "");
}

TEST(PackSource, KeepsWhatDeclarationsShare) {
  const PackSource source = source_of(
      "local limit = 80\n"
      "local function old(app)\n  return app.form.age > limit\nend\n"
      "criteria_table \"tables/x.csv\"\n"
      "criterion \"a\" { check = old }");
  EXPECT_THAT(source.shared(),
              ElementsAre("local limit = 80",
                          "local function old(app)\n  return app.form.age > limit\nend"));
  EXPECT_THAT(source_of("", "local days = 3\nreturn matter {}").shared(),
              ElementsAre("local days = 3"));
  EXPECT_THAT(source_of("").shared(), IsEmpty());
}

TEST(PackSource, RefusesWhatIsNoLua) {
  const auto refused =
      PackSource::read({"trial", {{"matter.lua", "return matter {}"}, {"criteria.lua", "if"}}, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "bad_lua");
}

}  // namespace
}  // namespace zhipi::engine
