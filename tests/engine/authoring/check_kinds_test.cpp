// Kinds that cannot be compared or calculated with, and what sensible rules do with kinds.
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
using ::testing::StartsWith;
using testing::told_of;
using testing::told_of_body;

auto tells(const std::string& code, const std::string& first, const std::string& second = {}) {
  return ElementsAre(
      AllOf(StartsWith(code + " criteria.lua:2:8:"), HasSubstr(first), HasSubstr(second)));
}

TEST(CheckKinds, EqualityBetweenKindsIsAnErrorThatNamesBoth) {
  EXPECT_THAT(told_of_body("return app.form.full_name == app.form.age"),
              tells("wrong_kind", "`form.full_name` (person_name)", "`form.age` (integer)"));
  EXPECT_THAT(told_of_body("return app.form.age ~= \"18\""),
              tells("wrong_kind", "`form.age` (integer)", "the text \"18\""));
  EXPECT_THAT(told_of_body("return app.form.since == \"2026-01-01\""),
              tells("wrong_kind", "`form.since` (date)", "the text"));
  EXPECT_THAT(told_of_body("return app.form.agreed == \"true\""),
              tells("wrong_kind", "`form.agreed` (boolean)", "the text"));
  EXPECT_THAT(told_of_body("return app.form.fee == app.received_on"),
              tells("wrong_kind", "`form.fee` (money)", "a date"));
  EXPECT_EQ(body_checked("return app.form.age == \"18\"").errors.size(), 1u);
}

TEST(CheckKinds, OrderBetweenKindsIsAnErrorToo) {
  EXPECT_THAT(told_of_body("return app.form.age >= \"18\""), tells("wrong_kind", "form.age"));
  EXPECT_THAT(told_of_body("return app.received_on < 2026"), tells("wrong_kind", "a date"));
  EXPECT_THAT(told_of_body("return app.form.agreed > false"), tells("wrong_kind", "no order"));
}

TEST(CheckKinds, KindsOfOneClassCompare) {
  for (const std::string body :
       {"return app.form.full_name == app.card.number", "return app.form.age > app.form.area",
        "return app.form.fee > app.lease.rent", "return app.form.fee > 5000",
        "return app.form.share >= 15.5", "return app.form.since < app.card.born",
        "return app.form.agreed == true", "return app.form.note ~= \"\"",
        "return app.form.since == date \"2026-01-01\"", "return app.history.open_cases == 0",
        "return app.register.active == not app.form.agreed",
        "return app.form.since:years_until(app.received_on) >= 80"}) {
    EXPECT_THAT(told_of_body(body), IsEmpty()) << body;
  }
}

TEST(CheckKinds, FollowsKindsThroughLocalsAndHelpers) {
  EXPECT_THAT(told_of_body("local age = app.form.age\nlocal limit = \"18\"\nreturn age > limit"),
              ElementsAre(StartsWith("wrong_kind criteria.lua:4:8:")));
  EXPECT_THAT(
      told_of("criteria.lua", checked("local function limit() return \"18\" end\n"
                                      "criterion \"a\" { basis = \"x\", otherwise = deny \"x\",\n"
                                      "check = function(app) return app.form.age > limit() end }")),
      ElementsAre(StartsWith("wrong_kind criteria.lua:3:30:")));
}

TEST(CheckKinds, WhatIsSetTwiceToDifferentKindsIsUnknown) {
  EXPECT_THAT(
      told_of_body("local it = 1\nif app.form.agreed then it = \"x\" end\nreturn it == \"x\""),
      IsEmpty());
}

TEST(CheckKinds, ASealIsNoTruthButItsPresenceIs) {
  EXPECT_THAT(told_of_body("return app.proof.seal == true"),
              tells("wrong_kind", "`proof.seal` (seal)", "`.present`"));
}

TEST(CheckKinds, AListIsComparedByItsRows) {
  EXPECT_THAT(told_of_body("return app.form.family == app.form.family"),
              Contains(StartsWith("wrong_kind")));
  EXPECT_THAT(told_of_body("return app.form.family.age > 3"),
              ElementsAre(AllOf(StartsWith("wrong_kind criteria.lua:2:24"), HasSubstr("row.age"))));
}

TEST(CheckKinds, NilChecksSayWhatToAskInstead) {
  EXPECT_THAT(told_of_body("return app.form.note ~= nil"), tells("nil_check", "form.note", "has("));
  EXPECT_THAT(told_of_body("return nil == app.card"), tells("nil_check", "`app.card`"));
  EXPECT_THAT(told_of_body("local n = tonumber(app.form.note)\nreturn n ~= nil and n > 3"),
              IsEmpty());
}

TEST(CheckKinds, ANegationBindsTighterThanAComparison) {
  EXPECT_THAT(told_of_body("return not app.form.agreed == app.register.active"),
              tells("negation", "(not a) == b"));
  EXPECT_THAT(told_of_body("return (not app.form.agreed) == app.register.active"), IsEmpty());
  EXPECT_THAT(told_of_body("return not (app.form.age == 3)"), IsEmpty());
}

TEST(CheckKinds, AFactThatIsAlwaysTrueIsNoQuestion) {
  EXPECT_THAT(told_of_body("if app.form.note then return true end return false"),
              ElementsAre(AllOf(StartsWith("always_true criteria.lua:2:4"), HasSubstr("has("))));
  EXPECT_THAT(told_of_body("return not app.form.note"), Contains(StartsWith("always_true")));
  EXPECT_THAT(told_of_body("return app.form.note and true"), Contains(StartsWith("always_true")));
  EXPECT_THAT(told_of_body("local it = app.form.agreed and app.form.note or app.card.number\n"
                           "return it == \"x\""),
              IsEmpty());
}

TEST(CheckKinds, ArithmeticOnTextsAndDatesIsAnError) {
  EXPECT_THAT(told_of_body("return app.form.note + 1 > 3"),
              tells("wrong_kind", "`form.note`", "(+)"));
  EXPECT_THAT(told_of_body("return app.received_on - app.form.since > 3"),
              tells("wrong_kind", "a date", ":days_until"));
  EXPECT_THAT(told_of_body("return -app.form.note == 3"), Contains(StartsWith("wrong_kind")));
  EXPECT_THAT(told_of_body("return #app.form.age > 3"), tells("wrong_kind", "no length"));
  EXPECT_THAT(told_of_body("return \"x\" .. app.form.agreed == \"x\""),
              tells("wrong_kind", "form.agreed"));
}

TEST(CheckKinds, TheLibraryTakesWhatItTakes) {
  EXPECT_THAT(told_of_body("return same_name(app.form.full_name, app.form.age)"),
              ElementsAre(AllOf(StartsWith("wrong_kind criteria.lua:2:38"), HasSubstr("a text"))));
  EXPECT_THAT(told_of_body("return same_name(app.form.full_name)"),
              tells("wrong_kind", "2 values"));
  EXPECT_THAT(told_of_body("return app.form.since:years_until(\"2026-01-01\") > 3"),
              ElementsAre(AllOf(StartsWith("wrong_kind"), HasSubstr("a date"))));
  EXPECT_THAT(told_of_body("return workdays_between(app.form.since, app.form.age) > 3"),
              ElementsAre(StartsWith("wrong_kind")));
  EXPECT_THAT(told_of_body("return all(app.form.age, function(row) return row ~= 1 end)"),
              ElementsAre(AllOf(StartsWith("wrong_kind"), HasSubstr("a list"))));
  EXPECT_THAT(told_of_body("return app.received_on.year > 2020"),
              ElementsAre(AllOf(StartsWith("wrong_kind"), HasSubstr("a function"))));
}

TEST(CheckKinds, AChoiceIsOneOfItsOptions) {
  EXPECT_THAT(
      told_of_body("return app.form.colour == \"gren\""),
      ElementsAre(AllOf(StartsWith("unknown_option criteria.lua:2:27"), HasSubstr("`green`"))));
  EXPECT_THAT(told_of_body("return one_of(app.form.colour, \"red\", \"blu\")"),
              ElementsAre(StartsWith("unknown_option criteria.lua:2:39")));
  EXPECT_THAT(told_of_body("return one_of(app.form.colour, { \"red\", \"blu\" })"),
              ElementsAre(StartsWith("unknown_option criteria.lua:2:41")));
  EXPECT_THAT(told_of_body("return app.mode == \"promis\""),
              ElementsAre(AllOf(StartsWith("unknown_option"), HasSubstr("`promise`"))));
  EXPECT_THAT(
      told_of_body("return app.form.colour == \"red\" and app.applicant.kind == \"person\""),
      IsEmpty());
  EXPECT_EQ(body_checked("return app.form.colour == \"gren\"").errors.size(), 1u);
}

TEST(CheckKinds, MoneyIsWholeFen) {
  EXPECT_THAT(
      told_of_body("return app.form.fee > 12.5"),
      ElementsAre(AllOf(StartsWith("money_fraction criteria.lua:2:23"), HasSubstr("12.5"))));
  EXPECT_THAT(told_of_body("return app.form.fee / 3 > 100"), tells("money_fraction", "form.fee"));
  EXPECT_THAT(told_of_body("return app.form.fee * 0.3 > 100"), tells("money_fraction", "form.fee"));
  EXPECT_EQ(body_checked("return app.form.fee > 12.5").errors.size(), 0u);
  for (const std::string body :
       {"return app.form.fee // 3 > 100", "return math.floor(app.form.fee * 0.3) > 100",
        "return app.form.fee / app.lease.rent > 0.5", "return app.form.fee * 12 > 100"}) {
    EXPECT_THAT(told_of_body(body), IsEmpty()) << body;
  }
}

TEST(CheckKinds, ChecksReturnTrueOrFalse) {
  EXPECT_THAT(
      told_of_body("return app.form.age"),
      ElementsAre(AllOf(StartsWith("wrong_return criteria.lua:2:8"), HasSubstr("form.age"))));
  EXPECT_THAT(told_of_body("local it = app.form.age > 3"), Contains(StartsWith("wrong_return")));
  EXPECT_THAT(
      told_of("criteria.lua", checked("score \"s\" { basis = \"x\",\n"
                                      "points = function(app) return app.form.agreed end }\n"
                                      "result \"r\" { kind = money {},\n"
                                      "value = function(app) return app.form.note end }")),
      ElementsAre(StartsWith("wrong_return criteria.lua:2:31"),
                  StartsWith("wrong_return criteria.lua:4:30")));
}

TEST(CheckKinds, LiteralsThatCannotBeReadAreToldOf) {
  EXPECT_THAT(told_of_body("return app.form.since == date \"2026-02-30\""),
              ElementsAre(StartsWith("bad_date criteria.lua:2:31")));
  EXPECT_THAT(told_of_body("return matches(app.form.note, \"[\")"),
              ElementsAre(StartsWith("bad_pattern criteria.lua:2:31")));
}

TEST(CheckKinds, FactsAreNotWrittenTo) {
  EXPECT_THAT(told_of_body("app.form.age = 3 return true"),
              Contains(StartsWith("write_to_facts criteria.lua:2:1:")));
}

TEST(CheckKinds, ATableIsAskedWithItsOwnKinds) {
  const std::map<std::string, std::string> files{
      {"tables/t.csv",
       "age.min:integer,age.max:integer,amount:money,until:date\n0,,1,2026-01-01\n"}};
  EXPECT_THAT(
      told_of_body("local row = decision_table \"tables/t.csv\":row { age = app.form.note }\n"
                   "return row.amount > 1 and row[\"until\"] > app.received_on",
                   matter_lua(), files),
      ElementsAre(AllOf(StartsWith("wrong_kind criteria.lua:2:55"), HasSubstr("form.note"))));
  EXPECT_THAT(
      told_of_body("local row = decision_table \"tables/t.csv\":row { age = app.form.age }\n"
                   "return row.amount == app.received_on or row[\"until\"] == 3",
                   matter_lua(), files),
      ElementsAre(StartsWith("wrong_kind criteria.lua:3:8"),
                  StartsWith("wrong_kind criteria.lua:3:41")));
}

}  // namespace
}  // namespace zhipi::engine
