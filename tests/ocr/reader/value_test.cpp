#include <gtest/gtest.h>

#include "models/formats/id_number.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/text_layer.h"
#include "ocr/reader/value_text.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

TEST(ValueText, AStrayBarIsNeverADigit) {
  EXPECT_EQ(value_text(field_of("amount", FieldKind::money, {}), "|473.60|"), "473.60");
  EXPECT_EQ(value_text(field_of("name", FieldKind::person_name, {}), "|林秀英:"), "林秀英");
}

TEST(ValueText, APeriodIsCutAtItsDash) {
  const Material card = id_card_material();
  const Field& from = card.fields[7];
  const Field& to = card.fields[8];
  EXPECT_EQ(value_text(from, "2010.05.06-2030.05.06"), "2010.05.06");
  EXPECT_EQ(value_text(to, "2010.05.06-2030.05.06"), "2030.05.06");
  EXPECT_EQ(value_text(to, "2010.05.06一长期"), "长期");
  EXPECT_EQ(value_text(from, "2010-05-06-2030-05-06"), "2010-05-06");
  EXPECT_EQ(value_text(to, "2010.05.06"), "");
}

TEST(ValueText, ANumberThatRunsIntoOtherDigitsIsTheOneValidStretch) {
  EXPECT_EQ(value_text(field_of("n", FieldKind::id_number, {}), "3501021940050692232016"),
            "350102194005069223");
}

TEST(ValueText, AChoiceIsCutAtItsOption) {
  EXPECT_EQ(value_text(sex_field(), "男民族汉"), "男");
  EXPECT_EQ(value_text(sex_field(), "禺"), "禺");
}

TEST(Repair, OneUsualConfusionIsRepairedByTheCheckDigit) {
  const std::string right = "350102194005069223";
  ASSERT_TRUE(formats::valid_id_number(right));
  const std::string repaired = repaired_id_number({"350102194005069228"});
  EXPECT_TRUE(repaired.empty() || formats::valid_id_number(repaired));
  EXPECT_EQ(repaired_id_number({"123"}), "");
  EXPECT_EQ(repaired_id_number({}), "");
}

Evidence sure(FieldKind kind) {
  return {kind, 3, 3, 95, 99, true, false, false, true};
}

TEST(Confidence, WhatFailsItsFormatIsBelowOneHalf) {
  for (const FieldKind kind : {FieldKind::id_number, FieldKind::date, FieldKind::person_name}) {
    Evidence evidence = sure(kind);
    evidence.valid = false;
    EXPECT_LT(confidence(evidence), 0.5);
  }
}

TEST(Confidence, ACheckDigitIsWorthMoreThanAnyAgreement) {
  Evidence number = sure(FieldKind::id_number);
  number.check_digit = true;
  EXPECT_GE(confidence(number), 0.995);
  EXPECT_LT(confidence(sure(FieldKind::date)), 0.98);
}

TEST(Confidence, ANameReadByOneModelIsNeverTrustedAlone) {
  EXPECT_LT(confidence(sure(FieldKind::person_name)), 0.98);
  EXPECT_GE(confidence(sure(FieldKind::person_name)), 0.9);
}

TEST(Confidence, LessAgreementAndLessOfTesseractsOwnIsLess) {
  for (const FieldKind kind :
       {FieldKind::person_name, FieldKind::address, FieldKind::org_name, FieldKind::date}) {
    Evidence divided = sure(kind);
    divided.agreeing = 1;
    divided.page_agrees = false;
    EXPECT_LT(confidence(divided), confidence(sure(kind)));
  }
  Evidence faint = sure(FieldKind::person_name);
  faint.own = 60;
  EXPECT_LT(confidence(faint), 0.5);
}

TEST(Confidence, ARepairedNumberIsNotTrustedAlone) {
  Evidence evidence = sure(FieldKind::id_number);
  evidence.check_digit = evidence.repaired = true;
  EXPECT_LT(confidence(evidence), 0.98);
}

TEST(Confidence, TheSecondWitnessRaisesWhatItSharesAndLowersWhatItDoesNot) {
  for (const FieldKind kind :
       {FieldKind::person_name, FieldKind::address, FieldKind::date, FieldKind::money}) {
    Evidence faint = sure(kind);
    faint.own = 80;
    faint.agreeing = 1;
    faint.page_agrees = false;
    Evidence shared = faint;
    shared.second = Evidence::Second::agrees;
    EXPECT_GT(confidence(shared), confidence(faint));
    Evidence disputed = sure(kind);
    disputed.second = Evidence::Second::differs;
    disputed.second_probability = 0.9;
    EXPECT_LT(confidence(disputed), 0.7);
  }
}

TEST(Confidence, OneWitnessAloneStaysBelowTheThreshold) {
  for (const FieldKind kind : {FieldKind::person_name, FieldKind::money, FieldKind::id_number}) {
    Evidence alone;
    alone.kind = kind;
    alone.valid = true;
    alone.second = Evidence::Second::alone;
    alone.second_probability = 1;
    EXPECT_LT(confidence(alone), kDefaultThreshold);
    alone.check_digit = true;
    EXPECT_LT(confidence(alone), kDefaultThreshold);
    alone.valid = false;
    EXPECT_LT(confidence(alone), 0.5);
  }
}

TEST(Confidence, ACheckDigitOutweighsAWitnessThatReadSomethingElse) {
  Evidence evidence = sure(FieldKind::id_number);
  evidence.check_digit = true;
  evidence.second = Evidence::Second::differs;
  EXPECT_GT(confidence(evidence), 0.99);
  evidence.repaired = true;
  EXPECT_LT(confidence(evidence), 0.98);
}

Reading reading_of(const char* value, double confidence) {
  Reading reading;
  reading.value = json::string(value);
  reading.text = value;
  reading.confidence = confidence;
  reading.box = {100, 100, 200, 40};
  return reading;
}

TEST(TextLayer, ThatSaysWhatIsDrawnRaisesTheConfidence) {
  Reading reading = reading_of("林秀英", 0.9);
  compare_with_layer(field_of("n", FieldKind::person_name, {}), {{"林秀英", {102, 102, 190, 36}}},
                     reading);
  EXPECT_EQ(reading.source, Source::text_layer);
  EXPECT_GE(reading.confidence, 0.99);
}

TEST(TextLayer, ThatDiffersFromThePixelsIsADoubtBelowEveryThreshold) {
  Reading reading = reading_of("林秀英", 0.9);
  compare_with_layer(field_of("n", FieldKind::person_name, {}), {{"王大明", {102, 102, 190, 36}}},
                     reading);
  EXPECT_EQ(reading.source, Source::ocr);
  EXPECT_LT(reading.confidence, 0.5);
  EXPECT_EQ(reading.doubts.size(), 1U);
}

TEST(TextLayer, ElsewhereOnThePageChangesNothing) {
  Reading reading = reading_of("林秀英", 0.9);
  compare_with_layer(field_of("n", FieldKind::person_name, {}), {{"王大明", {900, 900, 190, 36}}},
                     reading);
  EXPECT_DOUBLE_EQ(reading.confidence, 0.9);
  EXPECT_TRUE(reading.doubts.empty());
}

TEST(TextLayer, OfALineSharedWithTheLabelIsCutWhereTheValueBegins) {
  Reading reading = reading_of("林秀英", 0.9);
  compare_with_layer(field_of("n", FieldKind::person_name, {}), {{"姓名林秀英", {0, 102, 300, 36}}},
                     reading);
  EXPECT_EQ(reading.source, Source::text_layer);
}

}  // namespace
}  // namespace zhipi::ocr
