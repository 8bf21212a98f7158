#include "ocr/client/merge.h"

#include <gtest/gtest.h>

#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

Reading reading_of(const char* value, double confidence) {
  Reading reading;
  reading.value = json::string(value);
  reading.text = value;
  reading.confidence = confidence;
  reading.page = 1;
  return reading;
}

MaterialReading page_with(const std::string& name, const Reading& reading) {
  MaterialReading page;
  page.fields.emplace(name, reading);
  return page;
}

TEST(Merge, KeepsTheMoreConfidentOfTwoPagesThatAgree) {
  MaterialReading whole = page_with("full_name", reading_of("林秀英", 0.7));
  add_page(whole, page_with("full_name", reading_of("林秀英", 0.95)));
  EXPECT_DOUBLE_EQ(whole.fields.at("full_name").confidence, 0.95);
  EXPECT_TRUE(whole.fields.at("full_name").doubts.empty());
}

TEST(Merge, AContradictionBetweenPagesIsBelowEveryThresholdAndNamed) {
  MaterialReading whole = page_with("full_name", reading_of("林秀英", 0.99));
  add_page(whole, page_with("full_name", reading_of("林秀荣", 0.9)));
  EXPECT_LT(whole.fields.at("full_name").confidence, 0.5);
  ASSERT_EQ(whole.fields.at("full_name").doubts.size(), 1U);
  EXPECT_NE(whole.fields.at("full_name").doubts[0].find("林秀荣"), std::string::npos);
}

TEST(Merge, AMereGuessContradictsNothing) {
  MaterialReading whole = page_with("full_name", reading_of("林秀英", 0.99));
  add_page(whole, page_with("full_name", reading_of("休", 0.1)));
  EXPECT_DOUBLE_EQ(whole.fields.at("full_name").confidence, 0.99);
}

Reading list_of(const char* name, double confidence, int page) {
  Reading reading;
  reading.value = json::array{json::object{{"full_name", name}}};
  reading.text = name;
  reading.confidence = confidence;
  reading.page = page;
  return reading;
}

MaterialReading pages_with(int pages, std::initializer_list<const char*> codes) {
  MaterialReading reading;
  reading.pages = pages;
  for (const char* code : codes) reading.problems.push_back({code, "", "page 1"});
  return reading;
}

TEST(Merge, ABlankBackOfAPageIsNoProblem) {
  MaterialReading whole = pages_with(2, {"blank_page"});
  settle_pages(whole);
  EXPECT_TRUE(whole.problems.empty());
}

TEST(Merge, WhereNoPageIsTheMaterialItIsTheWrongOne) {
  MaterialReading whole = pages_with(2, {"wrong_material", "blank_page"});
  settle_pages(whole);
  EXPECT_EQ(whole.problems.size(), 2U);
}

TEST(Merge, APageThatCannotBeReadIsNotTheMaterial) {
  MaterialReading whole = pages_with(2, {"wrong_material", "unreadable"});
  settle_pages(whole);
  EXPECT_EQ(whole.problems.size(), 2U);
}

TEST(Merge, AListGoesOnOverSeveralPages) {
  MaterialReading whole = page_with("family", list_of("林秀英", 0.97, 1));
  add_page(whole, page_with("family", list_of("陈一", 0.9, 2)));
  const Reading& list = whole.fields.at("family");
  EXPECT_EQ(list.value, Json(json::array{{{"full_name", "林秀英"}}, {{"full_name", "陈一"}}}));
  EXPECT_DOUBLE_EQ(list.confidence, 0.9);
  EXPECT_EQ(list.page, 1);
  EXPECT_TRUE(list.doubts.empty());
}

TEST(Merge, AListWhoseEndMayBeMissingIsBelowEveryThreshold) {
  MaterialReading whole = page_with("family", list_of("林秀英", 0.99, 1));
  doubt_end(whole, "family", 2);
  doubt_end(whole, "another", 2);
  EXPECT_LT(whole.fields.at("family").confidence, 0.5);
  ASSERT_EQ(whole.fields.at("family").doubts.size(), 1U);
  EXPECT_EQ(whole.fields.size(), 1U);
}

TEST(Merge, ACopyOfAPageAddsNoRows) {
  MaterialReading whole = page_with("family", list_of("林秀英", 0.9, 1));
  add_page(whole, page_with("family", list_of("林秀英", 0.97, 2)));
  EXPECT_EQ(whole.fields.at("family").value.as_array().size(), 1U);
  EXPECT_DOUBLE_EQ(whole.fields.at("family").confidence, 0.97);
}

TEST(Merge, KeepsEveryPagesProblems) {
  MaterialReading whole;
  MaterialReading page;
  page.problems.push_back({"unreadable", "the picture is damaged", "page 2"});
  add_page(whole, page);
  ASSERT_EQ(whole.problems.size(), 1U);
  EXPECT_EQ(whole.problems[0].where, "page 2");
}

MaterialReading card(const char* number, double sure, const char* birth, const char* sex) {
  MaterialReading reading = page_with("id_number", reading_of(number, sure));
  reading.fields.emplace("birth_date", reading_of(birth, 0.8));
  reading.fields.emplace("sex", reading_of(sex, 0.8));
  return reading;
}

TEST(CrossCheck, ANumberWithItsCheckDigitConfirmsBirthDateAndSex) {
  MaterialReading reading = card("350102194005069223", 0.998, "1940-05-06", "女");
  cross_check(id_card_material(), reading);
  EXPECT_GE(reading.fields.at("birth_date").confidence, 0.99);
  EXPECT_GE(reading.fields.at("sex").confidence, 0.99);
}

TEST(CrossCheck, ABirthDateThatTheNumberContradictsIsDoubted) {
  MaterialReading reading = card("350102194005069223", 0.998, "1946-05-06", "女");
  cross_check(id_card_material(), reading);
  EXPECT_LT(reading.fields.at("birth_date").confidence, 0.5);
  EXPECT_FALSE(reading.fields.at("birth_date").doubts.empty());
  EXPECT_DOUBLE_EQ(reading.fields.at("id_number").confidence, 0.998);
}

TEST(CrossCheck, AnUnsureNumberConfirmsNothingAndSharesTheDoubt) {
  MaterialReading reading = card("350102194005069223", 0.95, "1946-05-06", "女");
  cross_check(id_card_material(), reading);
  EXPECT_LT(reading.fields.at("id_number").confidence, 0.5);
  EXPECT_DOUBLE_EQ(reading.fields.at("sex").confidence, 0.8);
}

TEST(CrossCheck, WithTwoNumbersOnAMaterialNothingIsInferred) {
  Material form = id_card_material();
  form.fields.push_back(field_of("agent_id_number", FieldKind::id_number, {"代办人公民身份号码"}));
  MaterialReading reading = card("350102194005069223", 0.998, "1946-05-06", "女");
  cross_check(form, reading);
  EXPECT_DOUBLE_EQ(reading.fields.at("birth_date").confidence, 0.8);
}

Reading amount_of(std::int64_t fen, double confidence) {
  Reading reading;
  reading.value = fen;
  reading.confidence = confidence;
  reading.doubts = {"two readers differ"};
  return reading;
}

// What becomes of an amount in words of 829,000 fen beside these figures.
MaterialReading amounts(std::int64_t figures, double confidence) {
  Material form;
  form.fields = {field_of("amount", FieldKind::money, {"金额"}),
                 field_of("amount_words", FieldKind::money, {"大写"})};
  MaterialReading reading = page_with("amount", amount_of(figures, confidence));
  reading.fields.emplace("amount_words", amount_of(829000, 0.97));
  cross_check(form, reading);
  return reading;
}

TEST(CrossCheck, AnAmountInWordsAndTheSameInFiguresBearEachOtherOut) {
  const MaterialReading reading = amounts(829000, 0.97);
  for (const char* name : {"amount", "amount_words"}) {
    EXPECT_GE(reading.fields.at(name).confidence, 0.99);
    EXPECT_TRUE(reading.fields.at(name).doubts.empty());
  }
}

TEST(CrossCheck, AnAmountInWordsBesideAnotherInFiguresMakesBothDoubtful) {
  const MaterialReading reading = amounts(329000, 0.995);
  for (const char* name : {"amount", "amount_words"})
    EXPECT_LT(reading.fields.at(name).confidence, 0.5);
}

TEST(CrossCheck, AGuessBearsNothingOut) {
  EXPECT_LT(amounts(829000, 0.5).fields.at("amount_words").confidence, 0.98);
}

}  // namespace
}  // namespace zhipi::ocr
