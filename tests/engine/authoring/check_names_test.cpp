// Names that are not declared: found in every branch, with the nearest one.
#include "tests/engine/authoring/checking.h"

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using testing::body_checked;
using testing::checked;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::matter_lua;
using ::testing::Not;
using ::testing::StartsWith;
using testing::told;
using testing::told_of;
using testing::told_of_body;

// One problem, an error, with this code and place, whose message holds the words.
auto tells(const std::string& code, const std::string& place, const std::string& words) {
  return ElementsAre(AllOf(StartsWith(code + " criteria.lua:" + place + ":"), HasSubstr(words)));
}

TEST(CheckNames, NamesTheNearestFactForATypo) {
  EXPECT_THAT(told_of_body("return app.form.ful_name == \"x\""),
              tells("undeclared_name", "2:17", "did you mean `full_name`?"));
}

TEST(CheckNames, NamesTheNearestMaterialForATypo) {
  EXPECT_THAT(told_of_body("return app.crad.number == \"x\""),
              tells("undeclared_name", "2:12", "did you mean `card`?"));
}

TEST(CheckNames, IsAnErrorAndNotAWarning) {
  EXPECT_EQ(body_checked("return app.form.ful_name == \"x\"").errors.size(), 1u);
}

TEST(CheckNames, LooksIntoBranchesThatNoCaseReaches) {
  EXPECT_THAT(
      told_of_body("if app.form.age < 0 then\n  return app.card.brn == app.received_on\nend\n"
                   "return true"),
      tells("undeclared_name", "3:19", "did you mean `born`?"));
}

TEST(CheckNames, LooksIntoBothSidesOfAnd) {
  EXPECT_THAT(told_of_body("return false and app.form.agreeed"),
              tells("undeclared_name", "2:27", "`agreed`"));
}

TEST(CheckNames, FollowsLocals) {
  EXPECT_THAT(told_of_body("local form = app.form\nreturn form.agge > 1"),
              tells("undeclared_name", "3:13", "`age`"));
  EXPECT_THAT(told_of_body("local it = app\nlocal card = it.card\nreturn card.numbr == \"1\""),
              tells("undeclared_name", "4:13", "`number`"));
}

TEST(CheckNames, FollowsHelpersWithWhatTheyAreGiven) {
  EXPECT_THAT(
      told_of("criteria.lua",
              checked("local function old(form)\n  return form.agee >= 80\nend\n"
                      "criterion \"a\" { basis = \"x\", check = function(app) return old(app.form) "
                      "end, otherwise = deny \"x\" }")),
      tells("undeclared_name", "2:15", "`age`"));
}

TEST(CheckNames, KnowsWhatAHelperReturns) {
  EXPECT_THAT(told_of("criteria.lua",
                      checked("local function form_of(app) return app.form end\n"
                              "criterion \"a\" { basis = \"x\", check = function(app)\n"
                              "return form_of(app).agee > 1 end, otherwise = deny \"x\" }")),
              tells("undeclared_name", "3:21", "`age`"));
}

TEST(CheckNames, LooksIntoHelpersThatNothingCalls) {
  EXPECT_THAT(
      told_of("criteria.lua", checked("local function helper(app) return app.form.agee end")),
      Contains(StartsWith("undeclared_name criteria.lua:1:44")));
}

TEST(CheckNames, FollowsRowsOfLists) {
  for (const std::string body :
       {"return all(app.form.family, function(row)\nreturn row.agee > 3 end)",
        "return any(app.form.family, function(member)\nreturn member.agee > 3 end)",
        "return count(app.form.family, function(row)\nreturn row.agee > 3 end) > 1",
        "for _, row in ipairs(app.form.family) do\nif row.agee > 3 then return true end end return "
        "false",
        "local first = app.form.family[1]\nreturn first.agee > 3",
        "local family = app.form.family\nreturn all(family, function(it) return it.agee > 3 "
        "end)"}) {
    const auto found = told_of_body(body);
    ASSERT_EQ(found.size(), 1u) << body;
    EXPECT_THAT(found[0], AllOf(StartsWith("undeclared_name criteria.lua:3:"), HasSubstr("`age`")));
  }
}

TEST(CheckNames, KnowsTheColumnThatSumAddsUp) {
  EXPECT_THAT(told_of_body("return sum(app.form.family, \"agee\") > 3"),
              tells("undeclared_name", "2:29", "`age`"));
  EXPECT_THAT(told_of_body("return sum(app.form.family, \"age\") > 3"), IsEmpty());
}

TEST(CheckNames, KnowsThePartsOfASeal) {
  EXPECT_THAT(told_of_body("return app.proof.seal.presnt"),
              tells("undeclared_name", "2:23", "`present`"));
  EXPECT_THAT(
      told_of_body("local seal = app.proof.seal\nreturn seal.present and seal.text == \"x\""),
      IsEmpty());
}

TEST(CheckNames, KnowsTheMethodsOfDates) {
  EXPECT_THAT(told_of_body("return app.form.since:year_until(app.received_on) > 3"),
              tells("undeclared_name", "2:23", "`years_until`"));
}

TEST(CheckNames, LooksIntoWhatHasAsks) {
  EXPECT_THAT(told_of_body("return has(app.form, \"agreeed\")"),
              tells("undeclared_name", "2:22", "`agreed`"));
  EXPECT_THAT(told_of_body("return has(app, \"leese\")"),
              tells("undeclared_name", "2:17", "`lease`"));
  EXPECT_THAT(told_of_body("return has(app, \"lease\") and has(app.applicant, \"number\")"),
              IsEmpty());
}

TEST(CheckNames, KnowsTheColumnsOfADecisionTable) {
  const std::map<std::string, std::string> files{
      {"tables/t.csv", "age.min:integer,age.max:integer,amount:money\n0,9,1\n10,,2\n"}};
  EXPECT_THAT(told_of_body("return decision_table \"tables/t.csv\":row { agee = 3 }.amount > 1",
                           matter_lua(), files),
              tells("undeclared_column", "2:44", "`age`"));
  EXPECT_THAT(told_of_body("local row = decision_table(\"tables/t.csv\"):row { age = 3 }\n"
                           "return row.amont > 1",
                           matter_lua(), files),
              tells("undeclared_column", "3:12", "`amount`"));
  EXPECT_THAT(told_of_body("return decision_table \"tables/t.csv\":row { age = 3 }.amount > 1",
                           matter_lua(), files),
              IsEmpty());
}

TEST(CheckNames, FindsATableThatIsNotThere) {
  EXPECT_THAT(told_of_body("return decision_table \"tables/tt.csv\":row {}.x > 1", matter_lua(),
                           {{"tables/t.csv", "x\n1\n"}}),
              tells("no_file", "2:23", "`tables/t.csv`"));
}

TEST(CheckNames, FindsGlobalsThatNobodyKnows) {
  EXPECT_THAT(told_of_body("return same_nam(app.form.full_name, \"x\")"),
              tells("undeclared_name", "2:8", "`same_name`"));
  EXPECT_THAT(told_of_body("return string.lenn(\"x\") > 1"),
              tells("undeclared_name", "2:15", "`len`"));
  EXPECT_THAT(told_of_body("return math.flor(1.5) > 1"),
              tells("undeclared_name", "2:13", "`floor`"));
}

TEST(CheckNames, FindsGlobalsThatWouldBeWritten) {
  EXPECT_THAT(told_of_body("limit = 3\nreturn app.form.age > 3"),
              tells("global_write", "2:1", "local limit"));
}

TEST(CheckNames, SaysWhyANameIsAbsent) {
  for (const std::string name : {"os.time()",
                                 "io.open(\"x\")",
                                 "load(\"x\")",
                                 "loadstring(\"x\")",
                                 "dofile(\"x\")",
                                 "require(\"x\")",
                                 "debug.traceback()",
                                 "package.path",
                                 "collectgarbage()",
                                 "pcall(f)",
                                 "error(\"x\")",
                                 "next({})",
                                 "setmetatable({}, {})",
                                 "getmetatable(\"\")",
                                 "rawget({}, 1)",
                                 "_G.x",
                                 "coroutine.create(f)",
                                 "print(1)",
                                 "utf8.len(\"x\")",
                                 "math.random()",
                                 "string.gsub(\"a\", \"b\", \"c\")",
                                 "string.dump(f)",
                                 "(\"x\"):match(\"y\")"}) {
    const auto found = told_of_body("local f = function() return true end\nreturn f() or " + name);
    EXPECT_THAT(found, Contains(AllOf(StartsWith("absent_name criteria.lua:3:"),
                                      HasSubstr("absent on purpose: "))))
        << name;
  }
}

TEST(CheckNames, LooksIntoEveryFunctionOfACriterion) {
  EXPECT_THAT(told_of("criteria.lua", checked("criterion \"a\" { basis = \"x\",\n"
                                              "when = function(app) return app.form.agreeed end,\n"
                                              "check = function(app) return true end,\n"
                                              "otherwise = deny \"x\" }\n"
                                              "score \"s\" { basis = \"x\",\n"
                                              "points = function(it) return it.form.agee end }\n"
                                              "result \"r\" { kind = integer {},\n"
                                              "value = function(app) return app.form.agee end }")),
              ElementsAre(StartsWith("undeclared_name criteria.lua:2:"),
                          StartsWith("undeclared_name criteria.lua:6:"),
                          StartsWith("undeclared_name criteria.lua:8:")));
}

TEST(CheckNames, LooksIntoWhatIsRequired) {
  const std::string matter = R"(return matter { title = "试", version = "1",
    form = { name = text {},
      spouse = text { required = function(app) return has(app.form, "nme") end } },
    materials = { m = material { title = "证",
      required = function(app) return app.form.nam == "x" end } } })";
  EXPECT_THAT(told_of("matter.lua", checked("", matter)),
              ::testing::IsSupersetOf(
                  {AllOf(StartsWith("undeclared_name matter.lua:3:"), HasSubstr("`name`")),
                   AllOf(StartsWith("undeclared_name matter.lua:5:"), HasSubstr("`name`"))}));
}

TEST(CheckNames, WarnsOfNamesThatAreComputed) {
  EXPECT_THAT(told_of_body("local key = tostring(app.form.note)\nreturn app.form[key] == 1"),
              tells("dynamic_name", "3:17", "app.form"));
  EXPECT_THAT(told_of_body("local key = \"note\"\nreturn app.form[key] == \"1\""), IsEmpty());
}

TEST(CheckNames, AShadowedNameIsTheNearerOne) {
  EXPECT_THAT(told_of_body("local date = app.form\nreturn date.age > 3"), IsEmpty());
}

TEST(CheckNames, KnowsEveryFunctionOfTheEngine) {
  for (const std::string& name : library_names("")) {
    EXPECT_THAT(testing::problems_of(testing::pack_files("local it = " + name)), IsEmpty()) << name;
  }
  for (const std::string library : {"string", "table", "math"}) {
    for (const std::string& name : library_names(library + ".")) {
      const std::string probe = "local it = " + library + "." + name + " .. \"\"";
      EXPECT_THAT(testing::problems_of(testing::pack_files(probe)),
                  Not(Contains(::testing::Field(&Problem::message, HasSubstr("a nil value")))))
          << library << "." << name;
    }
  }
}

}  // namespace
}  // namespace zhipi::engine
