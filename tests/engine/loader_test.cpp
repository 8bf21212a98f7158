// What a pack may say, and how it is refused: every problem with its place.
#include <gmock/gmock.h>

#include "engine/authoring/check.h"
#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string minimal(const std::string& parts) {
  return "return matter { title = \"t\", version = \"1\",\n" + parts + "}";
}

// The messages, each with its place.
std::vector<std::string> refusals(const std::string& matter, const std::string& criteria = "") {
  std::vector<std::string> lines;
  for (const Problem& one : problems_of(pack_files(criteria, matter)))
    lines.push_back(to_line(one));
  return lines;
}

TEST(Loading, KeepsFieldsMaterialsAndLookupsInTheOrderWritten) {
  const auto pack = load(pack_files("", matter_lua()));
  std::vector<std::string> names;
  for (const FormField& field : pack->matter().form) names.push_back(field.name);
  EXPECT_THAT(names, ElementsAre("full_name", "age", "area", "fee", "share", "since", "agreed",
                                 "note", "colour", "family"));
  names.clear();
  for (const Material& material : pack->matter().materials) names.push_back(material.name);
  EXPECT_THAT(names, ElementsAre("card", "proof", "lease"));
  EXPECT_EQ(pack->matter().id, "trial");
  EXPECT_EQ(pack->matter().materials[1].tolerable, 10);
}

TEST(Loading, RefusesUnknownKeysAndNamesTheNearest) {
  EXPECT_THAT(refusals(minimal("athority = \"x\"")),
              Contains(HasSubstr("did you mean `authority`")));
  EXPECT_THAT(refusals(minimal("form = { a = text { titel = \"x\" } }")),
              ElementsAre("matter.lua:2:1: `titel` is no key of text; did you mean `title`?"));
  EXPECT_THAT(refusals(minimal("materials = { m = material { tolerabel = 1, fields = {} } }")),
              Contains(HasSubstr("`tolerable`")));
  EXPECT_THAT(refusals(minimal("limits = { promise = 1 }")), Contains(HasSubstr("`promised`")));
  EXPECT_THAT(refusals(minimal("automatic = { aprove = true }")), Contains(HasSubstr("`approve`")));
  EXPECT_THAT(refusals(minimal(""), "criterion \"c\" { chekc = 1, check = function() end }"),
              Contains(HasSubstr("`check`")));
  EXPECT_THAT(refusals(minimal(""),
                       "criterion \"c\" { check = function() end, otherwise = "
                       "tolerate { day = 1, \"x\" } }"),
              Contains(HasSubstr("`days`")));
}

TEST(Loading, RefusesNamesThatClash) {
  for (const char* const name : {"form", "applicant", "history", "received_on", "mode"}) {
    EXPECT_THAT(
        refusals(minimal(std::string("materials = { ") + name + " = material { fields = {} } }")),
        Contains(HasSubstr(std::string("cannot be called `") + name + "`")));
    EXPECT_THAT(
        refusals(minimal(std::string("lookups = { ") + name + " = lookup { fields = {} } }")),
        Contains(HasSubstr("cannot be called")));
  }
  EXPECT_THAT(
      refusals(minimal("materials = { x = material { fields = {} } }, lookups = { x = lookup "
                       "{ fields = {} } }")),
      Contains(HasSubstr("cannot be called `x`")));
  EXPECT_THAT(
      refusals(minimal(""), "for i = 1, 2 do criterion \"c\" { check = function() end } end"),
      Contains(HasSubstr("declared twice")));
}

TEST(Loading, RefusesValuesOfTheWrongType) {
  for (const char* const parts :
       {"basis = 1", "modes = { \"fast\" }", "limits = { statutory = -1 }", "check_days = 1.5",
        "automatic = true", "spot_check = \"x\"", "applicant = \"dog\"", "form = { a = 1 }",
        "form = { text {} }", "materials = { m = text {} }", "form = { a = text { required = 1 } }",
        "form = { a = choice {} }", "form = { a = list {} }",
        "form = { a = list { of = { b = seal {} } } }", "form = { a = text { confidence = 2 } }",
        "risk = { 1 }", "history = { h = 1 }"}) {
    EXPECT_FALSE(refusals(minimal(parts)).empty()) << parts;
  }
  EXPECT_FALSE(refusals("return matter { version = \"1\" }").empty());
  EXPECT_FALSE(refusals("return matter { title = \"t\" }").empty());
  EXPECT_FALSE(refusals("return 1").empty());
  EXPECT_FALSE(refusals("").empty());
}

TEST(Loading, RefusesReferencesToWhatIsNotDeclared) {
  EXPECT_THAT(refusals(minimal("form = { full_name = text {} }, lookups = { l = lookup { by = { "
                               "\"form.ful_name\" }, fields = {} } }")),
              Contains(HasSubstr("did you mean `form.full_name`")));
  EXPECT_THAT(
      refusals(minimal("materials = { m = material { replaced_by = \"l\", fields = {} } }")),
      Contains(HasSubstr("no look-up")));
  EXPECT_THAT(
      refusals(minimal("materials = { m = material { fields = { a = text {} }, corroborates = "
                       "{ a = \"form.a\" } } }")),
      Contains(HasSubstr("`form.a`")));
  EXPECT_THAT(refusals(minimal("history = { n = count_applications { same = { \"form.x\" } } }")),
              Contains(HasSubstr("`form.x`")));
  EXPECT_THAT(refusals(minimal("history = { n = sum_applications { of = \"form.x\", same = { "
                               "\"form.x\" } } }, form = { x = text {}, y = money {} }")),
              Contains(HasSubstr("no number of the form; did you mean `form.y`")));
  EXPECT_THAT(refusals(minimal("form = { age = integer {} }"),
                       criterion("c", "return true", "deny \"{form.agee}\"")),
              Contains(HasSubstr("did you mean `form.age`")));
  EXPECT_THAT(refusals(minimal(""), "inspect \"i\" { covered_by = \"promise\" }"),
              Contains(HasSubstr("no mode")));
  EXPECT_THAT(refusals(minimal(""), "criteria_table \"tables/none.csv\""),
              Contains(HasSubstr("no file")));
}

std::string matter_with_sum(const std::string& keys) {
  return minimal(
      "form = { number = text {}, fee = money {} },\n"
      "history = { total = sum_applications { same = { \"form.number\" }, " +
      keys + " } }");
}

const std::string kMonths =
    "result \"months\" { kind = integer {}, value = function() return 3 end }";

TEST(Loading, KeepsHowAFieldWithoutALabelIsFound) {
  const auto pack =
      load(pack_files("", minimal("materials = { m = material { fields = {\n"
                                  "firm = org_name { at = \"top\", ends_with = { \"公司\" } },\n"
                                  "place = address { below = \"firm\", stops_at = { \"Tel\" } },\n"
                                  "day = date { at = \"anywhere\", order = \"dmy\" } } } }")));
  const auto& fields = pack->matter().materials.at(0).fields;
  EXPECT_EQ(fields[0].at, Position::top);
  EXPECT_THAT(fields[0].ends_with, ElementsAre("公司"));
  EXPECT_EQ(fields[1].below, "firm");
  EXPECT_THAT(fields[1].stops_at, ElementsAre("Tel"));
  EXPECT_EQ(fields[2].at, Position::anywhere);
  EXPECT_EQ(fields[2].order, DateOrder::dmy);
}

TEST(Loading, RefusesPlacesThatLeadNowhere) {
  const auto of_fields = [](const std::string& fields) {
    return refusals(minimal("materials = { m = material { fields = { " + fields + " } } }"));
  };
  EXPECT_THAT(of_fields("a = address { below = \"frm\" }, frm2 = text {}"),
              Contains(HasSubstr("`a` stands below `frm`")));
  EXPECT_THAT(of_fields("firm = text {}, a = address { below = \"frm\" }"),
              Contains(HasSubstr("did you mean `firm`")));
  EXPECT_THAT(of_fields("a = text { at = \"bottom\" }"), Contains(HasSubstr("`at` is \"top\"")));
  EXPECT_THAT(of_fields("a = date { at = \"top\" }"), Contains(HasSubstr("\"anywhere\"")));
  EXPECT_THAT(of_fields("a = date { order = \"ymd\" }"), Contains(HasSubstr("`order` is")));
  EXPECT_THAT(of_fields("a = money { order = \"dmy\" }"),
              Contains(HasSubstr("`order` is no key of money")));
  EXPECT_THAT(of_fields("a = text { ends_with = { \"x\" } }"),
              Contains(HasSubstr("need `at` or `below`")));
  EXPECT_THAT(of_fields("f = text {}, a = text { at = \"top\", below = \"f\" }"),
              Contains(HasSubstr("not both")));
  EXPECT_THAT(refusals(minimal("form = { a = text { at = \"top\" } }")),
              Contains(HasSubstr("for the fields of a material")));
}

TEST(Loading, ASumHasTheKindOfWhatItAddsUp) {
  const auto of_form = load(pack_files("", matter_with_sum("of = \"form.fee\"")));
  ASSERT_THAT(of_form->matter().history, SizeIs(1));
  EXPECT_EQ(of_form->matter().history[0].of, "form.fee");
  EXPECT_EQ(of_form->matter().history[0].kind, FieldKind::money);
  const auto of_results =
      load(pack_files(kMonths, matter_with_sum("of = \"results.months\", kind = integer {}")));
  EXPECT_EQ(of_results->matter().history[0].kind, FieldKind::integer);
}

TEST(Loading, RefusesASumOfWhatIsNoNumber) {
  const auto refused = [](const std::string& keys, const std::string& criteria = kMonths) {
    return refusals(matter_with_sum(keys), criteria);
  };
  EXPECT_THAT(refused("state = \"decided\""), Contains(HasSubstr("needs what it adds up")));
  EXPECT_THAT(refused("of = \"form.number\""), Contains(HasSubstr("no number of the form")));
  EXPECT_THAT(refused("of = \"card.fee\""), Contains(HasSubstr("numbers of the form and of the")));
  EXPECT_THAT(refused("of = \"form.fee\", kind = integer {}"), Contains(HasSubstr("is a money")));
  EXPECT_THAT(refused("of = \"results.months\""), Contains(HasSubstr("the result's kind")));
  EXPECT_THAT(refused("of = \"results.months\", kind = text {}"),
              Contains(HasSubstr("adds up numbers, not text")));
  EXPECT_THAT(refused("of = \"results.months\", kind = money {}"),
              Contains(HasSubstr("but it is a integer")));
  EXPECT_THAT(refused("of = \"results.month\", kind = integer {}"),
              Contains(HasSubstr("did you mean `results.months`")));
  EXPECT_THAT(refused("off = \"form.fee\""), Contains(HasSubstr("did you mean `of`")));
}

TEST(Loading, RefusesMessagesWhoseBracesDoNotMatch) {
  for (const char* const message : {"{", "a } b", "{}", "{form.full_name"}) {
    EXPECT_FALSE(refusals(matter_lua(),
                          criterion("c", "return true", std::string("deny \"") + message + "\""))
                     .empty())
        << message;
  }
}

TEST(Loading, NamesTheLineOfASyntaxError) {
  const Problems problems = problems_of(pack_files("local x = 1\ncriterion \"c\" {{\n"));
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].where, HasSubstr("criteria.lua:"));
}

TEST(Loading, ReportsAllProblemsAtOnce) {
  EXPECT_THAT(refusals(minimal("athority = \"x\", form = { a = text { titel = 1 } }")), SizeIs(2));
}

TEST(Loading, NeedsBothFiles) {
  EXPECT_THAT(problems_of(PackFiles{"m", {{"matter.lua", minimal("")}}, {}}),
              ElementsAre(Field(&Problem::code, "no_file")));
}

TEST(Use, TakesACommonMaterialWithThePacksOwnSettings) {
  PackFiles files = pack_files(
      "",
      minimal(
          "materials = { id = use \"common/card\" { required = true, title = \"证件\", fields = { "
          "name = person_name { confidence = 0.5 }, extra = text {} } } }"));
  files.common["common/card.lua"] =
      "return material { title = \"卡\", fields = { name = person_name { title = \"姓名\", labels "
      "= { "
      "\"姓名\" } }, born = date {} } }";
  const Material material = load(files)->matter().materials.at(0);
  EXPECT_EQ(material.name, "id");
  EXPECT_EQ(material.title, "证件");
  EXPECT_EQ(material.required, Required::yes);
  ASSERT_THAT(material.fields, SizeIs(3));
  EXPECT_EQ(material.fields[0].title, "姓名");
  EXPECT_THAT(material.fields[0].labels, ElementsAre("姓名"));
  EXPECT_EQ(material.fields[0].confidence, 0.5);
}

TEST(Use, OfAnUnknownFileNamesTheNearest) {
  PackFiles files = pack_files("", minimal("materials = { id = use \"common/crad\" {} }"));
  files.common["common/card.lua"] = "return material { fields = {} }";
  EXPECT_THAT(problems_of(files), Contains(Field(&Problem::message, HasSubstr("`common/card`"))));
}

TEST(Check, WarnsOfWhatAPersonShouldLookAt) {
  const Findings findings = check(*load(
      pack_files("criterion \"c\" { check = function() return true end }",
                 minimal("materials = { m = material { title = \"其他材料\", fields = {} } }"))));
  std::vector<std::string> codes;
  for (const Problem& warning : findings.warnings) codes.push_back(warning.code);
  EXPECT_THAT(codes,
              ElementsAre("no_cases", "no_basis", "no_otherwise", "vague_material", "never_read"));
  EXPECT_THAT(findings.errors, IsEmpty());
}

}  // namespace
}  // namespace zhipi::engine::testing
