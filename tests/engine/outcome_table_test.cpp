// The table of outcomes (DESIGN section 4), row by row; in each test every later row holds too.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kPass = criterion("passes", "return true");
const std::string kNotAccept = criterion("not_ours", "return false", "not_accept \"不属本机关\"");
const std::string kSupplement = criterion("to_mend", "return false", "supplement \"请更正\"");
const std::string kDeny = criterion("denied", "return false", "deny \"不符合条件\"");
const std::string kEscalate = criterion("odd", "return false", "escalate \"请人工核对\"");
const std::string kUnknown = criterion("doubtful", "return app.lease.owner == \"试样丁\"");
const std::string kReadsProof = criterion("reads_proof", "return app.proof.address ~= \"\"");
const std::string kError = criterion("broken", "return 1");

const Json& without_proof() {
  static const Json kFacts = facts_with(R"({"materials": {"proof": null}})");
  return kFacts;
}
const Json& doubtful_lease() {
  static const Json kFacts =
      facts_with(R"({"materials": {"lease": {"owner": {"value": "试样丁", "confidence": 0.5}}}})");
  return kFacts;
}
Json doubtful_and_without_proof() {
  Json facts = doubtful_lease();
  facts.at("materials").get_object().erase("proof");
  return facts;
}

std::vector<std::string> supplemented(const Decision& decision) {
  std::vector<std::string> ids;
  for (const Supplement& one : decision.supplements) ids.push_back(one.kind + " " + one.id);
  return ids;
}
std::vector<std::string> reasons(const Decision& decision) {
  std::vector<std::string> codes;
  for (const Reason& one : decision.reasons) codes.push_back(one.code);
  return codes;
}

TEST(OutcomeTable, Row1AnErrorEscalatesWhateverElseHolds) {
  const Decision decision = judge(kError + kNotAccept + kDeny + kPass, without_proof());
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, std::nullopt);
  EXPECT_EQ(reasons(decision).front(), "script");
  EXPECT_FALSE(decision.automatic());
}

TEST(OutcomeTable, Row2NotAcceptComesBeforeWhatIsMissingDoubtfulOrDenied) {
  const Decision decision =
      judge(kNotAccept + kDeny + kSupplement + kUnknown, doubtful_and_without_proof());
  EXPECT_EQ(decision.outcome, Outcome::not_accept);
  EXPECT_TRUE(decision.automatic());
}

TEST(OutcomeTable, Row3WhatIsMissingIsSupplementedTogetherWithEveryFailThatSaysSo) {
  const Decision decision = judge(kReadsProof + kSupplement + kDeny + kEscalate, without_proof());
  EXPECT_EQ(decision.outcome, Outcome::supplement);
  EXPECT_THAT(supplemented(decision), ElementsAre("material proof", "criterion to_mend"));
  EXPECT_EQ(decision.supplements[0].title, "证明");
  EXPECT_THAT(decision.supplements[1].message, "请更正");
}

TEST(OutcomeTable, Row3AsksForEveryMissingFieldAndMaterialAtOnce) {
  const Decision decision = judge(
      kPass,
      facts_with(R"({"form": {"full_name": ""}, "materials": {"card": null, "proof": null}})"));
  EXPECT_EQ(decision.outcome, Outcome::supplement);
  EXPECT_THAT(supplemented(decision),
              ElementsAre("form full_name", "material card", "material proof"));
}

TEST(OutcomeTable, Row3EscalatesWithSupplementAsProposalWhileADoubtRemains) {
  const Decision decision = judge(kReadsProof + kUnknown + kDeny, doubtful_and_without_proof());
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::supplement);
  EXPECT_THAT(supplemented(decision), ElementsAre("material proof"));
  EXPECT_THAT(reasons(decision), ElementsAre("doubtful_fact"));
}

TEST(OutcomeTable, Row4ADoubtEscalatesAndNamesTheFactsToLookAt) {
  const Decision decision = judge(kUnknown + kDeny + kSupplement, doubtful_lease());
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, std::nullopt);
  ASSERT_THAT(reasons(decision), ElementsAre("doubtful_fact"));
  EXPECT_THAT(decision.reasons[0].facts, ElementsAre("lease.owner"));
}

TEST(OutcomeTable, Row4OneReasonNamesAllFactsOfOneKindOfDoubtOnce) {
  const Decision decision =
      judge(kUnknown + criterion("again", "return app.lease.owner == \"\"") +
                criterion("rent", "return app.lease.rent > 0"),
            facts_with(R"({"materials": {"lease": {"owner": {"value": "a", "confidence": 0.5},
                                                   "rent": {"value": 1, "confidence": 0.5}}}})"));
  ASSERT_THAT(reasons(decision), ElementsAre("doubtful_fact"));
  EXPECT_THAT(decision.reasons[0].facts, ElementsAre("lease.owner", "lease.rent"));
}

TEST(OutcomeTable, Row5DenyComesBeforeSupplementAndEscalate) {
  const Decision decision = judge(kEscalate + kSupplement + kDeny + kPass);
  EXPECT_EQ(decision.outcome, Outcome::deny);
}

TEST(OutcomeTable, Row6EveryFailThatSaysSupplementIsToldAtOnce) {
  const Decision decision =
      judge(kSupplement + criterion("second", "return false", "supplement \"另一处\"") + kEscalate);
  EXPECT_EQ(decision.outcome, Outcome::supplement);
  EXPECT_THAT(supplemented(decision), ElementsAre("criterion to_mend", "criterion second"));
}

TEST(OutcomeTable, Row7AFailThatSaysEscalate) {
  const Decision decision = judge(kEscalate + kPass);
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  ASSERT_THAT(reasons(decision), ElementsAre("criterion"));
  EXPECT_EQ(decision.reasons[0].message, "请人工核对");
}

TEST(OutcomeTable, Row7AFailThatSaysNothingGoesToAPerson) {
  EXPECT_EQ(judge("criterion \"silent\" { check = function() return false end }").outcome,
            Outcome::escalate);
}

TEST(OutcomeTable, Row7AConflictInTheContext) {
  const Decision decision = judge(
      kPass, facts_with(R"({"context": {"conflicts": [["form.full_name", "card.full_name"]]}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  ASSERT_THAT(reasons(decision), ElementsAre("conflict"));
  EXPECT_THAT(decision.reasons[0].facts, ElementsAre("form.full_name", "card.full_name"));
}

TEST(OutcomeTable, Row7ARiskLevelThatSaysEscalate) {
  const std::string matter =
      matter_lua("risk = { { 0, \"low\" }, { 3, \"high\", escalate = true } },");
  const std::string scores =
      "score \"one\" { points = function(app) return app.form.age > 50 and 2.5 or 1 end }\n"
      "score \"two\" { points = function(app) return 1 end }\n";
  const Decision low = judge(scores + kPass, sound_facts(), matter);
  EXPECT_EQ(low.outcome, Outcome::approve);
  EXPECT_EQ(low.risk_score, 2);
  EXPECT_EQ(low.risk_level, "low");
  const Decision high = judge(scores + kPass, facts_with(R"({"form": {"age": 51}})"), matter);
  EXPECT_EQ(high.outcome, Outcome::escalate);
  EXPECT_EQ(high.risk_score, 3.5);
  EXPECT_EQ(high.risk_level, "high");
  EXPECT_THAT(reasons(high), ElementsAre("risk"));
}

TEST(OutcomeTable, Row8WhatIsCoveredBecomesAnObligation) {
  Json facts = without_proof();
  facts.at("mode") = "tolerant";
  const Decision decision = judge(kReadsProof, facts);
  EXPECT_EQ(decision.outcome, Outcome::approve_conditionally);
  EXPECT_EQ(decision.obligations.size(), 1u);
}

TEST(OutcomeTable, Row9EveryVerdictPassesOrDoesNotApply) {
  const Decision decision =
      judge(kPass +
            "criterion \"other\" { when = function() return false end, check = function() "
            "return false end }");
  EXPECT_EQ(decision.outcome, Outcome::approve);
  EXPECT_EQ(decision.verdicts[1].result, Result::not_applicable);
  EXPECT_THAT(decision.reasons, IsEmpty());
  EXPECT_TRUE(decision.automatic());
}

TEST(OutcomeTable, Row10NothingThatPassesIsNoApproval) {
  EXPECT_EQ(judge("").outcome, Outcome::escalate);
  const Decision decision = judge(
      "criterion \"other\" { when = function() return false end, check = function() return true "
      "end }");
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_THAT(reasons(decision), ElementsAre("no_pass"));
  EXPECT_EQ(judge("score \"one\" { points = function() return 1 end }").outcome, Outcome::escalate);
}

TEST(OutcomeTable, EveryCriterionRunsWhateverTheFirstSays) {
  const Decision decision = judge(kError + kNotAccept + kUnknown + kPass, doubtful_lease());
  std::vector<Result> results;
  for (const Verdict& one : decision.verdicts) results.push_back(one.result);
  EXPECT_THAT(results, ElementsAre(Result::error, Result::fail, Result::unknown, Result::pass));
}

TEST(OutcomeTable, AnAbsentOptionalFactIsNotExplained) {
  const Decision decision = judge(kPass + criterion("reads", "return app.form.note == \"甲\""),
                                  facts_with(R"({"form": {"note": null}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, std::nullopt);
  EXPECT_THAT(reasons(decision), ElementsAre("missing_form_field"));
}

TEST(OutcomeTable, AnOptionalMaterialReadWithoutAskingIsNotExplained) {
  const Decision decision = judge(kUnknown, facts_with(R"({"materials": {"lease": null}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_THAT(reasons(decision), ElementsAre("missing_material"));
  EXPECT_THAT(decision.supplements, IsEmpty());
}

TEST(OutcomeTable, AMaterialThatYieldedNothingIsNotMissing) {
  const Decision decision = judge(
      kReadsProof, facts_with(R"({"materials": {"proof": {"address": null, "seal": null}}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_THAT(decision.supplements, IsEmpty());
  EXPECT_THAT(reasons(decision), ElementsAre("absent_fact"));
}

TEST(OutcomeTable, AnUnknownWithOneExplainedAndOneUnexplainedCauseIsUnexplained) {
  const std::string both =
      criterion("both",
                "return either(function() return app.proof.address == \"\" end, function() return "
                "app.lease.owner == \"\" end)");
  EXPECT_EQ(judge(both, without_proof()).outcome, Outcome::supplement);
  const Decision decision = judge(both, doubtful_and_without_proof());
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::supplement);
  EXPECT_THAT(reasons(decision), ElementsAre("doubtful_fact"));
}

TEST(OutcomeTable, AFailedLookupIsUnknownAndNeverASupplement) {
  const std::string reads = criterion("active", "return app.register.active", "supplement \"x\"");
  for (const char* const lookups : {R"({"lookups": null})", R"({"lookups": {"register": null}})"}) {
    const Decision decision = judge(reads, facts_with(lookups));
    EXPECT_EQ(decision.outcome, Outcome::escalate);
    EXPECT_THAT(decision.supplements, IsEmpty());
    EXPECT_THAT(reasons(decision), ElementsAre("lookup_failed"));
  }
}

TEST(OutcomeTable, AnInspectIsAQuestionToAPerson) {
  const Decision decision =
      judge(kPass + "inspect \"layout\" { title = \"平面布局\", text = \"看图\" }");
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_THAT(reasons(decision), ElementsAre("inspect"));
  EXPECT_EQ(decision.verdicts[1].result, Result::unknown);
  EXPECT_EQ(decision.verdicts[1].kind, "inspect");
  EXPECT_EQ(decision.verdicts[1].message, "看图");
}

TEST(OutcomeTable, AnInspectThatDoesNotApplyAsksNobody) {
  EXPECT_EQ(
      judge(kPass + "inspect \"layout\" { when = function(app) return app.form.age > 50 end }")
          .outcome,
      Outcome::approve);
}

TEST(OutcomeTable, TheStageSelectsTheNoticeNeverTheOutcome) {
  for (const char* const stage : {"accept", "review"}) {
    const Decision decision =
        judge(std::string("criterion \"c\" { stage = \"") + stage +
              "\", check = function() return false end, otherwise = deny \"不符合\" }");
    EXPECT_EQ(decision.outcome, Outcome::deny);
    EXPECT_EQ(decision.verdicts[0].stage, stage);
  }
}

TEST(OutcomeTable, AMessageShowsFactsAsPeopleWriteThem) {
  const Decision decision = judge(
      criterion("c", "return false",
                "deny \"{form.fee} 元 {{{form.since}}} {form.agreed} {form.age} {lease.owner} "
                "{received_on} {mode} {register.owner}\""),
      facts_with(R"({"materials": {"lease": null}})"));
  EXPECT_EQ(decision.verdicts[0].message,
            "123.45 元 {2020-02-29} 是 40 — 2026-11-20 normal 试样丁");
}

TEST(OutcomeTable, OnlyAFailHasTheMessageOfItsOtherwise) {
  EXPECT_EQ(judge(kPass).verdicts[0].message, "");
  EXPECT_EQ(judge(kDeny).verdicts[0].message, "不符合条件");
}

}  // namespace
}  // namespace zhipi::engine::testing
