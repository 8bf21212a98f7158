#include "models/normalise.h"

#include <gtest/gtest.h>

namespace zhipi {
namespace {

Field of_kind(FieldKind kind) {
  Field field;
  field.name = "field";
  field.kind = kind;
  return field;
}

Field housing() {
  Field field = of_kind(FieldKind::choice);
  field.options = {"自有", "租赁", "A（一）"};
  return field;
}

Field family() {
  Field name = of_kind(FieldKind::person_name);
  name.name = "full_name";
  Field age = of_kind(FieldKind::integer);
  age.name = "age";
  Field born = of_kind(FieldKind::date);
  born.name = "born";
  Field field = of_kind(FieldKind::list);
  field.of = {name, age, born};
  return field;
}

// The value as canonical JSON, or the problem's code.
std::string show(const Expected<Json>& result) {
  return result ? canonical_json(*result) : result.error().code;
}
std::string read(FieldKind kind, std::string_view text) {
  return show(normalise_value(of_kind(kind), text));
}
std::string form(const Field& field, std::string_view text) {
  const auto result = normalise_form_value(field, parse_json(text).value());
  return result ? canonical_json(*result) : result.error().code + " " + result.error().where;
}
std::string form(FieldKind kind, std::string_view text) {
  return form(of_kind(kind), text);
}
std::string check(const Field& field, std::string_view text) {
  std::string all;
  for (const Problem& found : check_type(field, parse_json(text).value())) {
    all += (all.empty() ? "" : "; ") + found.code + " " + found.where;
  }
  return all;
}
std::string check(FieldKind kind, std::string_view text) {
  return check(of_kind(kind), text);
}

TEST(NormaliseValue, ReadsTextOfEveryKind) {
  EXPECT_EQ(read(FieldKind::person_name, " 林　秀英"), "\"林秀英\"");
  EXPECT_EQ(read(FieldKind::org_name, "福建（某）公司"), "\"福建(某)公司\"");
  EXPECT_EQ(read(FieldKind::id_number, "110105 19491231 002x"), "\"11010519491231002X\"");
  EXPECT_EQ(read(FieldKind::credit_code, "91350100m000100y43"), "\"91350100M000100Y43\"");
  EXPECT_EQ(read(FieldKind::bank_account, "6222 0200 0000 0000 000"), "\"6222020000000000000\"");
  EXPECT_EQ(read(FieldKind::phone, "０５９１-8765 4321"), "\"0591-8765 4321\"");
  EXPECT_EQ(read(FieldKind::date, "1940年5月6日"), "\"1940-05-06\"");
  EXPECT_EQ(read(FieldKind::date, "长期"), "\"9999-12-31\"");
  EXPECT_EQ(read(FieldKind::integer, "1,234"), "1234");
  EXPECT_EQ(read(FieldKind::decimal, "-1,234.50"), "-1234.5");
  EXPECT_EQ(read(FieldKind::money, "¥1,409.50"), "140950");
  EXPECT_EQ(read(FieldKind::money, "壹仟肆佰零玖元伍角"), "140950");
  EXPECT_EQ(read(FieldKind::percent, "15 ％"), "15");
  EXPECT_EQ(read(FieldKind::percent, "0.5%"), "0.5");
  EXPECT_EQ(read(FieldKind::boolean, "是"), "true");
  EXPECT_EQ(read(FieldKind::checkbox, "√"), "true");
  EXPECT_EQ(read(FieldKind::checkbox, "□"), "false");
  EXPECT_EQ(read(FieldKind::boolean, "ＮＯ"), "false");
  EXPECT_EQ(show(normalise_value(housing(), "租 赁")), "\"租赁\"");
  EXPECT_EQ(show(normalise_value(housing(), "a(一)")), "\"A（一）\"");
}

TEST(NormaliseValue, MakesEmptyTextAbsent) {
  for (const FieldKind kind : {FieldKind::text, FieldKind::date, FieldKind::money,
                               FieldKind::choice, FieldKind::id_number}) {
    EXPECT_EQ(read(kind, " 　\u200B"), "null");
  }
}

TEST(NormaliseValue, NamesWhatIsWrong) {
  EXPECT_EQ(read(FieldKind::id_number, "1101051949123100"), "bad_length");
  EXPECT_EQ(read(FieldKind::id_number, "1101051949123100２O"), "bad_character");
  EXPECT_EQ(read(FieldKind::id_number, "110105194913310023"), "not_a_date");
  EXPECT_EQ(read(FieldKind::id_number, "110105194912310021"), "bad_check_digit");
  EXPECT_EQ(read(FieldKind::credit_code, "91350100M000100Y4"), "bad_length");
  EXPECT_EQ(read(FieldKind::credit_code, "91350100O000100Y43"), "bad_character");
  EXPECT_EQ(read(FieldKind::credit_code, "91500106MA2CE71F65"), "bad_check_digit");
  EXPECT_EQ(read(FieldKind::bank_account, "6222020000000000001"), "bad_check_digit");
  EXPECT_EQ(read(FieldKind::bank_account, "62220A"), "bad_character");
  EXPECT_EQ(read(FieldKind::bank_account, "123"), "bad_length");
  EXPECT_EQ(read(FieldKind::phone, "12"), "bad_length");
  EXPECT_EQ(read(FieldKind::phone, "见附件"), "bad_character");
  EXPECT_EQ(read(FieldKind::date, "至今"), "not_a_date");
  EXPECT_EQ(read(FieldKind::integer, "1.5"), "not_a_number");
  EXPECT_EQ(read(FieldKind::integer, "10000000000000000"), "out_of_range");
  EXPECT_EQ(read(FieldKind::money, "一些"), "not_an_amount");
  EXPECT_EQ(read(FieldKind::money, "92233720368547758"), "out_of_range");
  EXPECT_EQ(read(FieldKind::boolean, "×"), "not_a_boolean");
  EXPECT_EQ(show(normalise_value(housing(), "借用")), "not_an_option");
  EXPECT_EQ(read(FieldKind::list, "x"), "wrong_type");
  EXPECT_EQ(read(FieldKind::seal, "x"), "wrong_type");
}

TEST(NormaliseValue, RefusesFiguresThatAreNotPlainNumbers) {
  for (const char* text :
       {"1,23", "12,34", "1234,567", ",123", "1,234,", "1,234.5,6", "1.2.3", "1e5", "+1", ".5",
        "5.", "-", "--1", "-.5", "1-2", "0x10", "nan", "inf", "-,123"}) {
    EXPECT_EQ(read(FieldKind::decimal, text), "not_a_number") << text;
  }
}

TEST(NormaliseValue, LeavesAccountsThatAreNoCardsUnchecked) {
  EXPECT_EQ(read(FieldKind::bank_account, "35001234567890123"), "\"35001234567890123\"");
}

TEST(NormaliseFormValue, NormalisesTextWithoutJudgingIdentifiers) {
  EXPECT_EQ(form(FieldKind::person_name, R"(" 林　秀英")"), "\"林秀英\"");
  EXPECT_EQ(form(FieldKind::id_number, R"("11010519491231002 1x")"), "\"110105194912310021X\"");
  EXPECT_EQ(form(FieldKind::credit_code, R"("91500106ma2ce71f65")"), "\"91500106MA2CE71F65\"");
  EXPECT_EQ(form(FieldKind::bank_account, R"("6222 0200")"), "\"62220200\"");
  EXPECT_EQ(form(FieldKind::date, R"("２０２６-05-18")"), "\"2026-05-18\"");
  EXPECT_EQ(form(housing(), "\"a(一)\""), "not_an_option ");
  EXPECT_EQ(form(housing(), "\"A(一)\""), "\"A（一）\"");
}

TEST(NormaliseFormValue, MakesNothingOfNothing) {
  for (const FieldKind kind :
       {FieldKind::text, FieldKind::date, FieldKind::money, FieldKind::seal}) {
    EXPECT_EQ(form(kind, "null"), "null");
  }
  EXPECT_EQ(form(FieldKind::text, R"("  ")"), "null");
  EXPECT_EQ(form(FieldKind::date, R"("")"), "null");
  EXPECT_EQ(form(family(), "[]"), "null");
  EXPECT_EQ(form(family(), R"([{"full_name":" ","age":null}])"),
            R"([{"age":null,"full_name":null}])");
}

TEST(NormaliseFormValue, WantsTheRightTypeForTheKind) {
  EXPECT_EQ(form(FieldKind::text, "5"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::bank_account, "6222"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::date, "20260518"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::date, R"("2026年5月18日")"), "not_a_date ");
  EXPECT_EQ(form(FieldKind::date, R"("2026-02-30")"), "not_a_date ");
  EXPECT_EQ(form(FieldKind::money, "100.5"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::money, R"("100")"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::money, "100.0"), "100");
  EXPECT_EQ(form(FieldKind::integer, "9007199254740991"), "9007199254740991");
  EXPECT_EQ(form(FieldKind::integer, "9007199254740992"), "out_of_range ");
  EXPECT_EQ(form(FieldKind::integer, "18446744073709551615"), "out_of_range ");
  EXPECT_EQ(form(FieldKind::integer, "1e300"), "out_of_range ");
  EXPECT_EQ(form(FieldKind::decimal, "1.5"), "1.5");
  EXPECT_EQ(form(FieldKind::decimal, "true"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::boolean, "true"), "true");
  EXPECT_EQ(form(FieldKind::boolean, R"("是")"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::checkbox, "1"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::list, "{}"), "wrong_type ");
}

TEST(NormaliseFormValue, WalksRowsAndPointsIntoThem) {
  EXPECT_EQ(form(family(), R"([{"full_name":"陈 一","age":30.0}])"),
            R"([{"age":30,"full_name":"陈一"}])");
  EXPECT_EQ(form(family(), R"([{"age":30},{"age":"30"}])"), "wrong_type /1/age");
  EXPECT_EQ(form(family(), R"([{"born":"2026-13-01"}])"), "not_a_date /0/born");
  EXPECT_EQ(form(family(), R"([{"na/me~":1}])"), "unknown_name /0/na~1me~0");
  EXPECT_EQ(form(family(), "[5]"), "wrong_type /0");
}

TEST(NormaliseFormValue, NamesTheColumnThatWasMeant) {
  const auto wrong = normalise_form_value(family(), parse_json(R"([{"fullname":"陈一"}])").value());
  EXPECT_NE(wrong.error().message.find("did you mean full_name?"), std::string::npos);
}

TEST(NormaliseFormValue, WantsPresenceOfWhatIsSeen) {
  EXPECT_EQ(form(FieldKind::seal, R"({"present":true,"text":" 某 章"})"),
            R"({"present":true,"text":"某章"})");
  EXPECT_EQ(form(FieldKind::signature, R"({"present":false})"), R"({"present":false})");
  EXPECT_EQ(form(FieldKind::seal, R"({"text":"x"})"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::photo, R"({"present":1})"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::seal, "true"), "wrong_type ");
  EXPECT_EQ(form(FieldKind::seal, R"({"present":true,"color":3})"), "wrong_type /color");
}

TEST(CheckType, AcceptsFactsOfTheRightType) {
  EXPECT_EQ(check(FieldKind::id_number, R"("not a number")"), "");
  EXPECT_EQ(check(FieldKind::date, R"("1940-05-06")"), "");
  EXPECT_EQ(check(FieldKind::money, "10000"), "");
  EXPECT_EQ(check(FieldKind::text, "null"), "");
  EXPECT_EQ(check(FieldKind::date, R"("")"), "");
  EXPECT_EQ(check(family(), R"([{"full_name":"陈一","age":30,"born":null}])"), "");
  EXPECT_EQ(check(FieldKind::seal, R"({"present":true,"text":"x"})"), "");
  EXPECT_EQ(check(housing(), R"("租赁")"), "");
}

TEST(CheckType, TellsEveryProblemAndItsPlace) {
  EXPECT_EQ(check(family(), R"([{"age":"x","born":"1.1"},5,{"nick":1}])"),
            "wrong_type /0/age; not_a_date /0/born; wrong_type /1; unknown_name /2/nick");
}

TEST(CheckType, DoesNotNormalise) {
  EXPECT_EQ(check(FieldKind::date, R"(" 1940-05-06")"), "not_a_date ");
  EXPECT_EQ(check(housing(), R"("租 赁")"), "not_an_option ");
}

TEST(CheckType, FindsNothingWrongWithWhatTheFormsDoorLetThrough) {
  const auto through = normalise_form_value(
      family(),
      parse_json(R"([{"full_name":" 陈 一 ","age":3.0,"born":"2026-05-18"},{}])").value());
  ASSERT_TRUE(through);
  EXPECT_TRUE(check_type(family(), *through).empty());
}

}  // namespace
}  // namespace zhipi
