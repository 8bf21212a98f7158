// What may be read, and what should be.
#include "engine/authoring/authority.h"
#include "tests/engine/authoring/checking.h"

namespace zhipi::engine {
namespace {

using ::testing::AllOf;
using testing::checked;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::pack_files;
using ::testing::StartsWith;
using testing::told;
using testing::told_of;

// A matter whose card holds an ethnicity, declared as the words say.
std::string matter_with(const std::string& field, const std::string& form = "") {
  return "return matter { title = \"试\", version = \"1\", form = { name = text {}, " + form +
         " },\nmaterials = { card = material { title = \"证\", fields = { number = text {}, " +
         field + " } } } }";
}

std::string reading(const std::string& expression) {
  return "criterion \"a\" { basis = \"x\", otherwise = deny \"x\", check = function(app)\nreturn " +
         expression + " end }";
}

TEST(CheckFacts, AForbiddenAttributeThatIsReadIsAnErrorWithItsBasis) {
  const Findings found =
      checked(reading("app.card.ethnicity == \"汉\""), matter_with("ethnicity = text {}"));
  ASSERT_EQ(found.errors.size(), 1u);
  EXPECT_EQ(found.errors[0].code, "forbidden_attribute");
  EXPECT_EQ(found.errors[0].where, "criteria.lua:2:17");
  EXPECT_THAT(found.errors[0].message, AllOf(HasSubstr("`card.ethnicity`"),
                                             HasSubstr("criterion \"a\""), HasSubstr("宪法")));
}

TEST(CheckFacts, DeclaringItIsNone) {
  EXPECT_THAT(
      checked(reading("app.card.number == \"1\""), matter_with("ethnicity = text {}")).errors,
      IsEmpty());
}

TEST(CheckFacts, ItIsKnownByTitleAndLabelToo) {
  for (const std::string field :
       {"kind = text { title = \"民族\" }", "kind = text { title = \"配偶民族（必填）\" }",
        "kind = text { labels = { \"民族\" } }", "spouse_ethnicity = text {}",
        "ethnicity_code = text {}", "religion = text {}", "kind = text { title = \"宗教信仰\" }"}) {
    const std::string name = field.substr(0, field.find(' '));
    EXPECT_THAT(told(checked(reading("app.card." + name + " == \"1\""), matter_with(field))),
                Contains(StartsWith("forbidden_attribute criteria.lua:2:")))
        << field;
  }
}

TEST(CheckFacts, WhatOnlySoundsLikeItIsNone) {
  for (const std::string field : {"school = text { title = \"民族中学名称\" }", "trace = text {}",
                                  "good_faith = boolean {}", "race_date = date {}"}) {
    const std::string name = field.substr(0, field.find(' '));
    EXPECT_THAT(told(checked(reading("has(app.card, \"" + name + "\")"), matter_with(field))),
                Not(Contains(StartsWith("forbidden_attribute"))))
        << field;
  }
}

TEST(CheckFacts, EveryWayToReadItIsFound) {
  const std::string ethnicity = "ethnicity = text {}";
  for (const std::string& criteria :
       {reading("has(app.card, \"ethnicity\")"), reading("app.card[\"ethnicity\"] == \"x\""),
        "local function of(card) return card.ethnicity == \"x\" end\n" + reading("of(app.card)"),
        std::string("score \"s\" { basis = \"x\", points = function(app)\n"
                    "return app.card.ethnicity == \"x\" and 1 or 0 end }"),
        std::string("result \"r\" { kind = text {}, value = function(app)\n"
                    "return app.card.ethnicity end }"),
        std::string("inspect \"i\" { basis = \"x\", text = \"x\", when = function(app)\n"
                    "return app.card.ethnicity == \"x\" end }")}) {
    EXPECT_THAT(told(checked(criteria, matter_with(ethnicity))),
                Contains(StartsWith("forbidden_attribute")))
        << criteria;
  }
  EXPECT_THAT(told(checked("", matter_with(ethnicity,
                                           "spouse = text { required = function(app)\n"
                                           "return app.card.ethnicity == \"x\" end }"))),
              Contains(StartsWith("forbidden_attribute matter.lua:2:")));
  EXPECT_THAT(told(checked("criteria_table \"tables/c.csv\"", matter_with(ethnicity),
                           {{"tables/c.csv",
                             "id,basis,fact,op,value,otherwise,message\n"
                             "a,x,card.ethnicity,==,汉,deny,x\n"}})),
              Contains(StartsWith("forbidden_attribute tables/c.csv:2:1")));
}

TEST(CheckFacts, ACountByItIsAWayToReadIt) {
  const std::string matter =
      "return matter { title = \"试\", version = \"1\", form = { religion = text {} },\n"
      "history = { seen = count_applications { same = { \"form.religion\" } } } }";
  EXPECT_THAT(told(checked(reading("app.history.seen == 0"), matter)),
              Contains(AllOf(StartsWith("forbidden_attribute"), HasSubstr("`form.religion`"))));
}

TEST(CheckFacts, AnAuthoritySaysItselfWhatIsForbidden) {
  PackFiles files = pack_files(reading("app.card.number == \"1\" and app.card.ethnicity == \"x\""),
                               matter_with("ethnicity = text {}"));
  files.common["common/authority.json"] =
      R"({"forbidden_attributes": [{"names": ["number"], "basis": "本局规定"}]})";
  const Findings found = check_files(files);
  ASSERT_EQ(found.errors.size(), 1u);
  EXPECT_THAT(found.errors[0].message, AllOf(HasSubstr("`card.number`"), HasSubstr("本局规定")));
}

TEST(CheckFacts, SettingsThatCannotBeReadAreAnError) {
  PackFiles files = pack_files("");
  for (const std::string settings : {"{", "[]", R"({"forbidden_attributes": 1})",
                                     R"({"forbidden_attributes": [{"names": [1]}]})",
                                     R"({"forbidden_attributes": ["ethnicity"]})"}) {
    files.common["common/authority.json"] = settings;
    EXPECT_THAT(told(check_files(files)), Contains(HasSubstr(" common/authority.json:1:")))
        << settings;
  }
}

TEST(CheckFacts, TheShippedSettingsNameABasisForEach) {
  const auto forbidden = forbidden_attributes(pack_files(""));
  ASSERT_TRUE(forbidden);
  EXPECT_GE(forbidden->size(), 2u);
  for (const ForbiddenAttribute& one : *forbidden) EXPECT_FALSE(one.basis.empty());
}

TEST(CheckFacts, AMaterialThatNoRuleReadsIsWarnedOf) {
  const std::string matter = matter_with("name = text {}");
  EXPECT_THAT(told_of("matter.lua", checked(reading("app.form.name == \"x\""), matter)),
              ElementsAre(AllOf(StartsWith("never_read matter.lua:2:15"), HasSubstr("`card`"))));
  EXPECT_THAT(told_of("matter.lua", checked(reading("app.card.name == \"x\""), matter)), IsEmpty());
  EXPECT_THAT(told_of("matter.lua", checked(reading("has(app, \"card\")"), matter)), IsEmpty());
}

TEST(CheckFacts, AMaterialThatAPersonLooksAtIsRead) {
  EXPECT_THAT(told_of("matter.lua", checked("inspect \"card\" { basis = \"x\", text = \"看\" }",
                                            matter_with("name = text {}"))),
              IsEmpty());
}

TEST(CheckFacts, AMaterialThatConfirmsWhatARuleReadsIsRead) {
  const std::string matter =
      "return matter { title = \"试\", version = \"1\", form = { name = text {} }, materials = {\n"
      "card = material { title = \"证\", fields = { name = text {} }, corroborates = { name = "
      "\"form.name\" } } } }";
  EXPECT_THAT(told_of("matter.lua", checked(reading("app.form.name == \"x\""), matter)), IsEmpty());
  EXPECT_THAT(told_of("matter.lua", checked(reading("app.mode == \"normal\""), matter)),
              ElementsAre(StartsWith("never_read")));
}

TEST(CheckFacts, WhatIsReadForARequirementAloneIsNotReadByARule) {
  const std::string matter =
      "return matter { title = \"试\", version = \"1\", form = { name = text {} }, materials = {\n"
      "card = material { title = \"证\", fields = { name = text {} } },\n"
      "other = material { title = \"他\", fields = { name = text {} },\n"
      "required = function(app) return app.card.name == \"x\" end } } }";
  EXPECT_THAT(told_of("matter.lua", checked(reading("app.other.name == \"x\""), matter)),
              ElementsAre(StartsWith("never_read matter.lua:2:")));
}

}  // namespace
}  // namespace zhipi::engine
