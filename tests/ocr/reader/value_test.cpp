#include <gtest/gtest.h>

#include "models/formats/id_number.h"
#include "models/normalise.h"
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

TEST(ValueText, AZeroBetweenLettersOfANameIsAnO) {
  EXPECT_EQ(value_text(field_of("firm", FieldKind::org_name, {}), "SEAF0OD 2000 SDN BHD"),
            "SEAFOOD2000SDNBHD");
  EXPECT_EQ(value_text(field_of("number", FieldKind::text, {}), "SEAF0OD"), "SEAF0OD");
  EXPECT_EQ(value_text(field_of("firm", FieldKind::org_name, {}), "福州A0B公司"), "福州A0B公司");
}

TEST(ValueText, OfADateThatSaysItsOrderIsTheOnlyOneInItsLine) {
  Field date = field_of("date", FieldKind::date, {"Date"});
  EXPECT_EQ(value_text(date, "25/12/2018 8:13 PM"), "25/12/20188:13PM");
  date.order = DateOrder::dmy;
  EXPECT_EQ(value_text(date, "25/12/2018 8:13:39 PM POS 1"), "25/12/2018");
  EXPECT_EQ(value_text(date, "25/12/2018 to 26/12/2018"), "25/12/2018to26/12/2018");
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

TEST(ValueText, TheYearOfAnOfficialNumberStandsInItsOwnBrackets) {
  const Field number = field_of("permit_number", FieldKind::text, {});
  for (const char* text : {"闽卫公证字[2021)第7号", "闽卫公证字(2021]第7号",
                           "闽卫公证字[2021]第7号", "闽卫公证字〔2021〕第7号"})
    EXPECT_EQ(value_text(number, text), "闽卫公证字〔2021〕第7号");
  EXPECT_EQ(value_text(number, "闽(2021)福州市第7号"), "闽(2021)福州市第7号");
}

TEST(ValueText, AChoiceIsCutAtItsOption) {
  EXPECT_EQ(value_text(sex_field(), "男民族汉"), "男");
  EXPECT_EQ(value_text(sex_field(), "禺"), "禺");
}

TEST(ValueText, AnAmountInWordsAndFiguresIsOneAmountWhereBothSayTheSame) {
  const Field rent = field_of("rent", FieldKind::money, {});
  for (const char* text :
       {"人民币壹万陆仟壹佰伍拾贰元整(¥16152.00),租金按月支付,",
        "¥16,152.00(大写:壹万陆仟壹佰伍拾贰元整)", "壹万陆仟壹佰伍拾贰元整（￥16152.00元）",
        "16152元", "每月16152.00元整"}) {
    const auto value = normalise_value(rent, value_text(rent, text));
    ASSERT_TRUE(value) << text;
    EXPECT_EQ(*value, Json(1615200)) << text;
  }
}

TEST(ValueText, AnAmountWhoseWordsAndFiguresDifferIsNone) {
  const Field rent = field_of("rent", FieldKind::money, {});
  EXPECT_FALSE(normalise_value(rent, value_text(rent, "壹万陆仟壹佰伍拾贰元整(¥16125.00)")));
  EXPECT_FALSE(normalise_value(rent, value_text(rent, "首付1000元,余2000元")));
}

TEST(ValueText, ANumberLosesItsUnitButNeverADigit) {
  const Field area = field_of("area", FieldKind::decimal, {});
  EXPECT_EQ(value_text(area, "49.30平方米"), "49.30");
  EXPECT_EQ(value_text(area, "122.17㎡"), "122.17");
  EXPECT_EQ(value_text(area, "122.17m2"), "122.17");
  EXPECT_EQ(value_text(field_of("days", FieldKind::integer, {}), "约30个工作日"), "30");
  EXPECT_EQ(value_text(area, "12平方米3"), "12平方米3");
}

TEST(ValueText, MarksAloneAreNoValue) {
  for (const FieldKind kind : {FieldKind::text, FieldKind::address, FieldKind::org_name}) {
    EXPECT_EQ(value_text(field_of("t", kind, {}), "("), "");
    EXPECT_EQ(value_text(field_of("t", kind, {}), "—/"), "");
    EXPECT_EQ(value_text(field_of("t", kind, {}), "(一)路"), "(一)路");
  }
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
  Evidence evidence;
  evidence.kind = kind;
  evidence.witnesses = Witnesses::agree;
  evidence.probability = 0.9999;
  evidence.tesseract = 0.95;
  evidence.looks = 1;
  evidence.first_agrees = true;
  evidence.valid = true;
  return evidence;
}

constexpr FieldKind kKinds[] = {
    FieldKind::person_name, FieldKind::org_name, FieldKind::address,
    FieldKind::text,        FieldKind::date,     FieldKind::money,
    FieldKind::choice,      FieldKind::phone,    FieldKind::bank_account};

TEST(Confidence, WhatFailsItsFormatIsBelowOneHalf) {
  for (const FieldKind kind : kKinds) {
    Evidence evidence = sure(kind);
    evidence.valid = false;
    EXPECT_LT(confidence(evidence), 0.5);
  }
}

TEST(Confidence, ReadersThatDifferOrWereNotBothAskedAreNeverTrusted) {
  for (const FieldKind kind : kKinds) {
    for (const Witnesses one :
         {Witnesses::differ, Witnesses::tesseract_only, Witnesses::not_asked}) {
      Evidence evidence = sure(kind);
      evidence.witnesses = one;
      EXPECT_LT(confidence(evidence), kDefaultThreshold);
      EXPECT_LT(confidence(evidence), confidence(sure(kind)));
    }
  }
}

TEST(Confidence, AnUncertainReaderIsLessThanACertainOne) {
  for (const FieldKind kind : kKinds) {
    Evidence evidence = sure(kind);
    evidence.probability = 0.3;
    evidence.first_agrees = false;
    EXPECT_LT(confidence(evidence), confidence(sure(kind)));
  }
}

TEST(Confidence, OfATextWithoutAFormReadersThatAreUnsureAgreeBelowTheThreshold) {
  const auto agreed = [](FieldKind kind) {
    Evidence evidence = sure(kind);
    evidence.witnesses = Witnesses::agree;
    evidence.check_digit = false;
    evidence.probability = 0.95;
    return confidence(evidence);
  };
  EXPECT_LT(agreed(FieldKind::address), kDefaultThreshold);
  EXPECT_GE(agreed(FieldKind::date), kDefaultThreshold);
}

TEST(Confidence, AValueCutInTwoWaysIsNotTrusted) {
  for (const FieldKind kind : kKinds) {
    Evidence evidence = sure(kind);
    evidence.first_agrees = false;
    EXPECT_LE(confidence(evidence), 0.5);
  }
}

TEST(Confidence, WhatTesseractLacksOneReaderAloneSays) {
  for (const FieldKind kind : kKinds) {
    Evidence evidence = sure(kind);
    evidence.witnesses = Witnesses::agree_on_known;
    evidence.least_unknown = 0.9999;
    const double known = confidence(evidence);
    EXPECT_LT(known, kDefaultThreshold);
    evidence.least_unknown = 0.98;
    EXPECT_LT(confidence(evidence), known);
  }
}

TEST(Confidence, CharactersWithTwinsAreNoAgreement) {
  Evidence evidence = sure(FieldKind::text);
  evidence.twins = true;
  EXPECT_LT(confidence(evidence), kDefaultThreshold);
}

TEST(Confidence, ACheckDigitOutweighsAReaderThatSaysSomethingElse) {
  Evidence number = sure(FieldKind::id_number);
  number.check_digit = true;
  EXPECT_GE(confidence(number), 0.999);
  number.witnesses = Witnesses::differ;
  EXPECT_GE(confidence(number), 0.99);
}

TEST(Confidence, ARepairedNumberIsNotTrustedAlone) {
  Evidence evidence = sure(FieldKind::id_number);
  evidence.check_digit = evidence.repaired = true;
  EXPECT_LT(confidence(evidence), kDefaultThreshold);
}

TEST(Confidence, WhatStandsWithoutItsLabelIsNotTrustedAlone) {
  Evidence evidence = sure(FieldKind::id_number);
  evidence.check_digit = true;
  evidence.labelled = false;
  EXPECT_LT(confidence(evidence), kDefaultThreshold);
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
