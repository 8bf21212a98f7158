#include "workflow/case_input.h"

#include "trial_matter.h"

namespace zhipi::workflow {
namespace {

CaseInput corrected() {
  CaseInput input;
  input.request = parsed(R"({"mode": "normal", "automated": true, "applicant": {},
    "form": {"note": "甲", "fee": 5}, "e_licences": {"card": {"full_name": "试样甲"}},
    "lookups": {"register": {"rent": 1}}})");
  input.corrections =
      parsed(R"({"form.note": {"value": "甲"}, "card.full_name": {"value": "试样甲"},
    "proof.rent": {"value": 7}, "register.rent": {"value": 1}})")
          .as_object();
  input.answers = parsed(R"({"layout": {"result": "pass"}})").as_object();
  input.reviewer_decides = true;
  return input;
}

std::vector<std::string> corrections_after(const Pieces& pieces) {
  std::vector<std::string> facts;
  for (const auto& [fact, value] : with_pieces(corrected(), pieces).corrections) {
    facts.emplace_back(fact);
  }
  std::sort(facts.begin(), facts.end());
  return facts;
}

json::object of(std::string_view text) {
  return parsed(text).as_object();
}

store::Application in_round(int round) {
  return {.request = R"({"form":{}})", .received_on = *Date::of(2026, 11, 20), .round = round};
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CaseInputTest, ACorrectionGoesWithWhatItCorrected) {
  EXPECT_THAT(corrections_after({.form = of(R"({"note": "乙"})")}),
              ElementsAre("card.full_name", "proof.rent", "register.rent"));
  EXPECT_THAT(corrections_after({.form = of(R"({"note": null})")}),
              ElementsAre("card.full_name", "proof.rent", "register.rent"));
  EXPECT_THAT(corrections_after({.files = {"proof"}}),
              ElementsAre("card.full_name", "form.note", "register.rent"));
  EXPECT_THAT(corrections_after({.e_licences = of(R"({"card": {}})")}),
              ElementsAre("form.note", "proof.rent", "register.rent"));
  EXPECT_THAT(corrections_after({.lookups = of(R"({"register": {}})")}),
              ElementsAre("card.full_name", "form.note", "proof.rent"));
}

TEST(CaseInputTest, AnswersAreNotCarriedOverToOtherPieces) {
  const CaseInput after = with_pieces(corrected(), {.form = of(R"({"fee": 6})")});
  EXPECT_THAT(after.answers, IsEmpty());
  EXPECT_FALSE(after.reviewer_decides);
  EXPECT_EQ(after.request.at("form"), parsed(R"({"note": "甲", "fee": 6})"));
}

TEST(CaseInputTest, FilesTakeTheirELicenceAway) {
  const CaseInput after = with_pieces(corrected(), {.files = {"card"}});
  EXPECT_EQ(after.request.at("e_licences"), json::object());
}

TEST(CaseInputTest, WhatIsPutRightStandsInTheRequestWithWhatStoodBefore) {
  const auto pack = trial_pack();
  const Json facts =
      parsed(R"({"form": {"fee": 5}, "materials": {"card": {"full_name": {"value": "甲"}}},
                                "lookups": {}})");
  const CaseInput after = with_put_right(
      corrected(),
      {.corrections = of(R"({"form.fee": 6, "card.full_name": "乙", "register.alive": true})"),
       .answers = of(R"({"layout": {"result": "fail"}})"),
       .decides = true,
       .reviewer = "anna"},
      pack->matter(), facts);
  EXPECT_EQ(after.request.at("form").at("fee"), Json(6));
  EXPECT_EQ(after.request.at("e_licences").at("card").at("full_name"), Json("乙"));
  EXPECT_EQ(after.request.at("lookups").at("register").at("alive"), Json(true));
  EXPECT_EQ(after.corrections.at("form.fee"),
            parsed(R"({"value": 6, "before": 5, "reviewer": "anna"})"));
  EXPECT_EQ(after.corrections.at("card.full_name").at("before"), parsed(R"({"value": "甲"})"));
  EXPECT_EQ(after.answers.at("layout"), parsed(R"({"result": "fail", "reviewer": "anna"})"));
  EXPECT_TRUE(after.reviewer_decides);
}

TEST(CaseInputTest, ARoundKeepsTheWhole) {
  CaseInput input = corrected();
  const store::Application application = in_round(3);
  const auto kept = case_input(
      application,
      {{.round = 2, .input = "{}"}, {.round = 3, .input = round_input(input, json::object())}});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->request, input.request);
  EXPECT_EQ(kept->corrections, input.corrections);
  EXPECT_EQ(kept->answers, input.answers);
  EXPECT_TRUE(kept->reviewer_decides);
}

TEST(CaseInputTest, TheFirstRoundHasTheRequestAlone) {
  const store::Application application = in_round(1);
  const auto kept = case_input(application, {});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->request, parsed(R"({"form": {}})"));
  EXPECT_THAT(kept->corrections, IsEmpty());
}

TEST(CaseInputTest, ARoundThatIsNotThereIsDamage) {
  const store::Application application = in_round(2);
  const auto kept = case_input(application, {});
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, "damaged");
}

TEST(CaseInputTest, AnotherApplicationsRequestIsTheOneOfItsPresentRound) {
  store::Precedent precedent{"A1", R"({"form":{"fee":1}})", "", ""};
  EXPECT_EQ(present_request(precedent).value(), parsed(R"({"form": {"fee": 1}})"));
  precedent.input = R"({"request":{"form":{"fee":2}}})";
  EXPECT_EQ(present_request(precedent).value(), parsed(R"({"form": {"fee": 2}})"));
}

}  // namespace
}  // namespace zhipi::workflow
