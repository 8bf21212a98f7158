#include "workflow/gather.h"

#include "engine/facts.h"
#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

using testing::ElementsAre;

// What there is to gather: a stored request, and readings that a test adds to it.
class GatherTest : public testing::Test {
 protected:
  GatherTest() : pack_(trial_pack()), gathered_(empty()) {}

  static Gathered empty() {
    return {.application = "A20261120-TEST",
            .received_on = *Date::of(2026, 11, 20),
            .request = parsed(R"({"mode": "normal", "automated": true,
              "applicant": {"kind": "person", "name": "试样甲"},
              "form": {}, "e_licences": {}, "lookups": {}})"),
            .calendar = Digest::of("calendar").text()};
  }

  void request(std::string_view changes) { merge(gathered_.request, parsed(changes)); }

  Reading& read(const std::string& material, const std::string& field, Json value,
                double confidence, Source source = Source::ocr) {
    Reading& reading = gathered_.readings[material].fields[field];
    reading.value = std::move(value);
    reading.confidence = confidence;
    reading.source = source;
    return reading;
  }

  Json facts() const { return gather(*pack_, gathered_); }
  Json fact(const std::string& material, const std::string& field) const {
    return facts().at("materials").at(material).at(field);
  }
  double confidence(const std::string& material, const std::string& field) const {
    return fact(material, field).at("confidence").to_number<double>();
  }
  std::string conflicts() const { return canonical_json(facts().at("context").at("conflicts")); }

  std::shared_ptr<const engine::Pack> pack_;
  Gathered gathered_;
};

TEST_F(GatherTest, ValuesOfTheFormStayBare) {
  request(R"({"form": {"full_name": "试样甲", "fee": 12345, "agreed": false}})");
  EXPECT_EQ(canonical_json(facts().at("form")),
            R"({"agreed":false,"fee":12345,"full_name":"试样甲"})");
}

TEST_F(GatherTest, LookUpsAndTheApplicantAreTakenAsTheyAre) {
  request(R"({"lookups": {"register": {"alive": true, "rent": 100}}})");
  EXPECT_EQ(facts().at("lookups"), parsed(R"({"register": {"alive": true, "rent": 100}})"));
  EXPECT_EQ(facts().at("applicant"), parsed(R"({"kind": "person", "name": "试样甲"})"));
}

TEST_F(GatherTest, AReadingKeepsItsValueSourcePageAndBox) {
  Reading& reading = read("card", "full_name", "试样甲", 0.96, Source::text_layer);
  reading.page = 2;
  reading.box = {10, 20, 30, 40};
  EXPECT_EQ(fact("card", "full_name"),
            parsed(R"({"value": "试样甲", "confidence": 0.96, "source": "text_layer", "page": 2,
                       "box": [10, 20, 30, 40]})"));
}

TEST_F(GatherTest, AReadingOnNoPageHasNeitherPageNorBox) {
  read("card", "full_name", "试样甲", 0.96);
  EXPECT_EQ(fact("card", "full_name"),
            parsed(R"({"value": "试样甲", "confidence": 0.96, "source": "ocr"})"));
}

// --- One OCR reading alone

TEST_F(GatherTest, ADateOfOneReadingAloneIsCapped) {
  read("proof", "issued_on", "2026-10-08", 0.999);
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.97);
}

TEST_F(GatherTest, AnAmountOfOneReadingAloneIsCapped) {
  read("proof", "rent", 120000, 0.999);
  EXPECT_DOUBLE_EQ(confidence("proof", "rent"), 0.97);
}

TEST_F(GatherTest, AnIdentifierWithAWrongCheckDigitIsCapped) {
  read("card", "id_number", "350102194005069013", 0.999);
  read("proof", "credit_code", "91350100MA000901XH", 0.999);
  EXPECT_DOUBLE_EQ(confidence("card", "id_number"), 0.97);
  EXPECT_DOUBLE_EQ(confidence("proof", "credit_code"), 0.97);
}

TEST_F(GatherTest, ACheckDigitLiftsTheCapButRaisesNothing) {
  read("card", "id_number", kNumber, 0.991);
  read("proof", "credit_code", kCreditCode, 0.992);
  EXPECT_DOUBLE_EQ(confidence("card", "id_number"), 0.991);
  EXPECT_DOUBLE_EQ(confidence("proof", "credit_code"), 0.992);
}

TEST_F(GatherTest, AFieldThatMayStandAloneIsNotCapped) {
  read("card", "stated_on", "2026-10-08", 0.995);
  EXPECT_DOUBLE_EQ(confidence("card", "stated_on"), 0.995);
}

TEST_F(GatherTest, NamesAndTextAreNotCapped) {
  read("card", "full_name", "试样甲", 0.995);
  read("proof", "remark", "无", 0.996);
  EXPECT_DOUBLE_EQ(confidence("card", "full_name"), 0.995);
  EXPECT_DOUBLE_EQ(confidence("proof", "remark"), 0.996);
}

TEST_F(GatherTest, ATextLayerIsNoOcrReadingAndNotCapped) {
  read("proof", "issued_on", "2026-10-08", 0.995, Source::text_layer);
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.995);
}

TEST_F(GatherTest, TheCapNeverRaises) {
  read("proof", "issued_on", "2026-10-08", 0.8);
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.8);
}

TEST_F(GatherTest, ABirthDateInTheSameCardsValidNumberIsNotCapped) {
  read("card", "id_number", kNumber, 0.99);
  read("card", "birth_date", "1940-05-06", 0.995);
  EXPECT_DOUBLE_EQ(confidence("card", "birth_date"), 0.995);
}

TEST_F(GatherTest, ABirthDateOutsideTheNumberIsCapped) {
  read("card", "id_number", kNumber, 0.99);
  read("card", "birth_date", "1940-05-07", 0.995);
  EXPECT_DOUBLE_EQ(confidence("card", "birth_date"), 0.97);
}

TEST_F(GatherTest, ANumberWithAWrongCheckDigitCoversNoBirthDate) {
  read("card", "id_number", "350102194005069013", 0.99);
  read("card", "birth_date", "1940-05-06", 0.995);
  EXPECT_DOUBLE_EQ(confidence("card", "birth_date"), 0.97);
}

TEST_F(GatherTest, ANumberThatIsAGuessCoversNoBirthDate) {
  read("card", "id_number", kNumber, 0.49);
  read("card", "birth_date", "1940-05-06", 0.995);
  EXPECT_DOUBLE_EQ(confidence("card", "birth_date"), 0.97);
}

TEST_F(GatherTest, TheNumberOfAnotherMaterialCoversNoBirthDate) {
  read("card", "id_number", kNumber, 0.99);
  read("proof", "applied_on", "1940-05-06", 0.995);
  EXPECT_DOUBLE_EQ(confidence("proof", "applied_on"), 0.97);
}

// --- Corroboration: what is left of the doubt is a fiftieth.

TEST_F(GatherTest, AgreementWithTheFormRaises) {
  request(R"({"form": {"issued_on": "2026-10-08"}})");
  read("proof", "issued_on", "2026-10-08", 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.998);
}

TEST_F(GatherTest, AgreementWithAnotherMaterialRaises) {
  read("card", "full_name", "试样甲", 0.9);
  read("proof", "holder", "试样甲", 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "holder"), 0.998);
}

TEST_F(GatherTest, AgreementWithALookUpRaises) {
  request(R"({"lookups": {"register": {"rent": 120000}}})");
  read("proof", "rent", 120000, 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "rent"), 0.998);
}

TEST_F(GatherTest, AgreementWithAnELicenceRaises) {
  request(R"({"e_licences": {"card": {"valid_to": "2036-01-31"}}})");
  read("proof", "applied_on", "2036-01-31", 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "applied_on"), 0.998);
}

TEST_F(GatherTest, NamesAgreeWhateverTheirDotIs) {
  request(R"({"form": {"full_name": "阿依·试样"}})");
  read("card", "full_name", "阿依•试样", 0.9);
  EXPECT_DOUBLE_EQ(confidence("card", "full_name"), 0.998);
  EXPECT_EQ(conflicts(), "[]");
}

TEST_F(GatherTest, EqualNumbersAgreeHoweverTheyAreWritten) {
  request(R"({"form": {"share": 15}})");
  read("proof", "share", 15.0, 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "share"), 0.998);
  EXPECT_EQ(conflicts(), "[]");
}

// --- Contradiction

TEST_F(GatherTest, AContradictionLeavesBothValuesAndIsAConflict) {
  request(R"({"form": {"issued_on": "2026-10-09"}})");
  read("proof", "issued_on", "2026-10-08", 0.9);
  EXPECT_EQ(fact("proof", "issued_on").at("value"), Json("2026-10-08"));
  EXPECT_EQ(facts().at("form").at("issued_on"), Json("2026-10-09"));
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.9);
  EXPECT_EQ(conflicts(), R"([["form.issued_on","proof.issued_on"]])");
}

TEST_F(GatherTest, AContradictedDateStaysCapped) {
  request(R"({"form": {"issued_on": "2026-10-09"}})");
  read("proof", "issued_on", "2026-10-08", 0.999);
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.97);
}

TEST_F(GatherTest, MaterialsAndLookUpsThatContradictAreConflicts) {
  request(R"({"lookups": {"register": {"rent": 130000}}})");
  read("card", "full_name", "试样乙", 0.9);
  read("proof", "holder", "试样甲", 0.9);
  read("proof", "rent", 120000, 0.9);
  EXPECT_EQ(conflicts(), R"([["card.full_name","proof.holder"],["register.rent","proof.rent"]])");
}

TEST_F(GatherTest, ANameThatOnlyNormalisationMakesEqualIsAConflict) {
  // U+2F2D KANGXI RADICAL MOUNTAIN looks like 山 and is folded into it.
  request(R"({"form": {"full_name": "试山"}})");
  read("card", "full_name", "试\u2F2D", 0.9);
  EXPECT_EQ(conflicts(), R"([["form.full_name","card.full_name"]])");
}

TEST_F(GatherTest, AnELicenceThatContradictsTheFormIsAConflict) {
  request(R"({"form": {"full_name": "试样甲"}, "e_licences": {"card": {"full_name": "试样乙"}}})");
  EXPECT_EQ(conflicts(), R"([["form.full_name","card.full_name"]])");
}

TEST_F(GatherTest, AnELicenceThatAgreesIsNoConflict) {
  request(R"({"form": {"full_name": "试样甲"}, "e_licences": {"card": {"full_name": "试样甲"}}})");
  EXPECT_EQ(conflicts(), "[]");
}

TEST_F(GatherTest, AReadingBelowAHalfIsNotRaisedByAgreement) {
  request(R"({"form": {"issued_on": "2026-10-08"}})");
  read("proof", "issued_on", "2026-10-08", 0.49);
  EXPECT_DOUBLE_EQ(confidence("proof", "issued_on"), 0.49);
}

TEST_F(GatherTest, AReadingBelowAHalfContradictsNothing) {
  request(R"({"form": {"issued_on": "2026-10-09"}})");
  read("proof", "issued_on", "2026-10-08", 0.49);
  EXPECT_EQ(conflicts(), "[]");
}

TEST_F(GatherTest, AReadingBelowAHalfConfirmsAndContradictsNoOtherMaterial) {
  read("card", "full_name", "试样甲", 0.49);
  read("card", "valid_to", "2036-01-31", 0.49);
  read("proof", "holder", "试样甲", 0.9);
  read("proof", "applied_on", "2026-01-31", 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "holder"), 0.9);
  EXPECT_EQ(conflicts(), "[]");
}

TEST_F(GatherTest, AnAbsentOtherSourceIsNoContradiction) {
  read("proof", "issued_on", "2026-10-08", 0.9);
  EXPECT_EQ(conflicts(), "[]");
}

// --- Pages that could not be read whole

TEST_F(GatherTest, WhatStandsBesideAnUnreadPageIsForAPerson) {
  request(R"({"form": {"full_name": "试样甲"}})");
  read("card", "full_name", "试样甲", 0.999);
  read("card", "valid_to", "2036-01-31", 0.3);
  gathered_.readings["card"].problems = {{"dropped_content", "not all was drawn", "page 2"}};
  EXPECT_DOUBLE_EQ(confidence("card", "full_name"), 0.49);
  EXPECT_DOUBLE_EQ(confidence("card", "valid_to"), 0.3);
}

TEST_F(GatherTest, AMaterialWithAnUnreadPageConfirmsNoOther) {
  read("card", "full_name", "试样甲", 0.999);
  gathered_.readings["card"].problems = {{"unreadable", "no page", "page 2"}};
  read("proof", "holder", "试样甲", 0.9);
  EXPECT_DOUBLE_EQ(confidence("proof", "holder"), 0.9);
}

TEST_F(GatherTest, AnUnreadPageOfOneMaterialLeavesAnotherAsItWas) {
  gathered_.readings["card"].problems = {{"unreadable", "no page", "page 1"}};
  read("proof", "remark", "无", 0.996);
  EXPECT_DOUBLE_EQ(confidence("proof", "remark"), 0.996);
}

// --- Materials

TEST_F(GatherTest, AnELicenceIsCertainAndNamesItsSource) {
  request(R"({"e_licences": {"card": {"full_name": "试样甲"}}})");
  EXPECT_EQ(fact("card", "full_name"),
            parsed(R"({"value": "试样甲", "confidence": 1, "source": "e_licence"})"));
}

TEST_F(GatherTest, ASubmittedMaterialThatYieldedNothingIsEmpty) {
  gathered_.readings["card"] = {};
  EXPECT_EQ(canonical_json(facts().at("materials")), R"({"card":{}})");
}

TEST_F(GatherTest, AReadingWithoutAValueIsNotThere) {
  read("card", "full_name", nullptr, 0.9);
  EXPECT_EQ(canonical_json(facts().at("materials")), R"({"card":{}})");
}

TEST_F(GatherTest, AMaterialThatWasNotSubmittedIsNotThere) {
  EXPECT_EQ(canonical_json(facts().at("materials")), "{}");
}

// --- The document as a whole

TEST_F(GatherTest, TheContextNamesEverythingThatTheDecisionRestsOn) {
  request(R"({"automated": false})");
  const Json context = facts().at("context");
  EXPECT_EQ(context.at("automated"), Json(false));
  EXPECT_EQ(context.at("conflicts"), Json(json::array{}));
  EXPECT_EQ(context.at("calendar"), Json(Digest::of("calendar").text()));
  EXPECT_EQ(context.at("pack"), Json(pack_->digest()));
}

TEST_F(GatherTest, TheResultBindsWithItsConflictsAndCounts) {
  request(R"({"form": {"full_name": "试样甲", "issued_on": "2026-10-09"},
              "lookups": {"register": {"alive": true}}})");
  gathered_.history = {{"open_cases", 2}};
  read("card", "id_number", "读不出", 0.2);
  read("proof", "issued_on", "2026-10-08", 0.9);
  const auto bound = engine::bind_facts(pack_->matter(), facts());
  ASSERT_TRUE(bound) << lines_of(bound.error());
  EXPECT_EQ(bound->application, "A20261120-TEST");
  EXPECT_EQ(bound->received_on, *Date::of(2026, 11, 20));
  EXPECT_EQ(bound->facts[*pack_->layout().find("history.open_cases")].whole, 2);
  EXPECT_THAT(bound->context.conflicts,
              ElementsAre(ElementsAre("form.issued_on", "proof.issued_on")));
}

}  // namespace
}  // namespace zhipi::workflow
