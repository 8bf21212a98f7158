// 容缺受理 and 告知承诺: what a mode covers, and the obligations that remain.
#include <gmock/gmock.h>

#include "tests/engine/small_pack.h"

namespace zhipi::engine::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kPass = criterion("passes", "return true");
const std::string kReadsProof =
    criterion("reads_proof", "return app.proof.address ~= \"\" and app.proof.seal.present");
const std::string kTolerable =
    criterion("late", "return false", "tolerate { days = 5, \"稍后补\" }");
const std::string kPromised = criterion("word", "return false", "promise \"承诺\"");

Json without_proof(const std::string& mode, const std::string& received = "2026-11-20") {
  return facts_with(R"({"materials": {"proof": null}, "mode": ")" + mode +
                    R"(", "received_on": ")" + received + "\"}");
}
Json in_mode(const std::string& mode) {
  return facts_with(R"({"mode": ")" + mode + "\"}");
}

TEST(Covered, ATolerableMaterialMayFollowInTolerantMode) {
  const Decision decision = judge(kPass + kReadsProof, without_proof("tolerant"));
  EXPECT_EQ(decision.outcome, Outcome::approve_conditionally);
  EXPECT_THAT(decision.supplements, IsEmpty());
  const Verdict& reads = verdict(decision, "reads_proof");
  EXPECT_EQ(reads.result, Result::unknown);
  EXPECT_TRUE(reads.covered);
  EXPECT_FALSE(verdict(decision, "passes").covered);
  ASSERT_THAT(decision.obligations, SizeIs(1));
  const Obligation& due = decision.obligations[0];
  EXPECT_EQ(due.id, "proof");
  EXPECT_EQ(due.kind, "tolerate");
  EXPECT_EQ(due.title, "证明");
  EXPECT_EQ(due.working_days, 10);
  // Ten working days after Friday 20 November, the 25th a holiday of the test's calendar.
  EXPECT_EQ(due.due, "2026-12-07");
  EXPECT_NE(due.consequence, "");
}

TEST(Covered, APromisableMaterialIsCheckedAfterCheckDaysInPromiseMode) {
  const Decision decision = judge(kReadsProof, without_proof("promise", "2026-03-02"));
  EXPECT_EQ(decision.outcome, Outcome::approve_conditionally);
  ASSERT_THAT(decision.obligations, SizeIs(1));
  EXPECT_EQ(decision.obligations[0].kind, "promise");
  EXPECT_EQ(decision.obligations[0].working_days, 60);
  EXPECT_EQ(decision.obligations[0].due, "2026-05-25");
}

TEST(Covered, DueIsOpenUntilTheCalendarIsPublishedAndTheOutcomeIsTheSame) {
  const Decision decision = judge(kReadsProof, without_proof("promise"));
  EXPECT_EQ(decision.outcome, Outcome::approve_conditionally);
  ASSERT_THAT(decision.obligations, SizeIs(1));
  EXPECT_EQ(decision.obligations[0].due, "");
  EXPECT_EQ(to_json(decision).at("obligations").at(0).at("due"), Json(nullptr));
  EXPECT_EQ(decision.obligations[0].working_days, 60);
}

TEST(Covered, NormalModeCoversNothing) {
  const Decision decision = judge(kReadsProof, without_proof("normal"));
  EXPECT_EQ(decision.outcome, Outcome::supplement);
  EXPECT_THAT(decision.obligations, IsEmpty());
  EXPECT_FALSE(decision.verdicts[0].covered);
}

TEST(Covered, AMaterialThatIsNeitherTolerableNorPromisableIsSupplemented) {
  for (const char* const mode : {"tolerant", "promise"}) {
    const Decision decision =
        judge(kPass,
              facts_with(std::string(R"({"materials": {"card": null}, "mode": ")") + mode + "\"}"));
    EXPECT_EQ(decision.outcome, Outcome::supplement);
    ASSERT_THAT(decision.supplements, SizeIs(1));
    EXPECT_EQ(decision.supplements[0].id, "card");
  }
}

TEST(Covered, AFailThatSaysTolerateIsCoveredInTolerantModeAlone) {
  const Decision tolerant = judge(kTolerable, in_mode("tolerant"));
  EXPECT_EQ(tolerant.outcome, Outcome::approve_conditionally);
  EXPECT_EQ(tolerant.verdicts[0].result, Result::fail);
  EXPECT_TRUE(tolerant.verdicts[0].covered);
  ASSERT_THAT(tolerant.obligations, SizeIs(1));
  EXPECT_EQ(tolerant.obligations[0].working_days, 5);
  EXPECT_EQ(tolerant.obligations[0].due, "2026-11-30");
  for (const char* const mode : {"normal", "promise"}) {
    const Decision other = judge(kTolerable, in_mode(mode));
    EXPECT_EQ(other.outcome, Outcome::supplement) << mode;
    EXPECT_FALSE(other.verdicts[0].covered);
    EXPECT_THAT(other.supplements, SizeIs(1));
  }
}

TEST(Covered, AFailThatSaysPromiseIsCoveredInPromiseModeAlone) {
  EXPECT_EQ(judge(kPromised, in_mode("promise")).outcome, Outcome::approve_conditionally);
  EXPECT_EQ(judge(kPromised, in_mode("tolerant")).outcome, Outcome::supplement);
  EXPECT_EQ(judge(kPromised, in_mode("normal")).outcome, Outcome::supplement);
}

TEST(Covered, AnInspectIsCoveredByItsMode) {
  const std::string layout =
      "inspect \"layout\" { title = \"布局\", text = \"看图\", covered_by = \"promise\" }";
  const Decision decision = judge(kPass + layout, in_mode("promise"));
  EXPECT_EQ(decision.outcome, Outcome::approve_conditionally);
  EXPECT_EQ(decision.verdicts[1].result, Result::unknown);
  EXPECT_TRUE(decision.verdicts[1].covered);
  ASSERT_THAT(decision.obligations, SizeIs(1));
  EXPECT_EQ(decision.obligations[0].id, "layout");
  EXPECT_EQ(decision.obligations[0].working_days, 60);
  EXPECT_EQ(judge(kPass + layout, in_mode("tolerant")).outcome, Outcome::escalate);
}

TEST(Covered, AnInspectWhoseConditionIsDoubtfulIsNotCovered) {
  EXPECT_EQ(judge(kPass + "inspect \"layout\" { covered_by = \"promise\", when = function(app) "
                          "return app.form.note == \"甲\" end }",
                  facts_with(R"({"mode": "promise", "form": {"note": null}})"))
                .outcome,
            Outcome::escalate);
}

TEST(Covered, WhatRules4To7SayOfOthersStillCounts) {
  const auto in_tolerant = [&](const std::string& more) {
    return judge(kTolerable + kReadsProof + more, without_proof("tolerant")).outcome;
  };
  EXPECT_EQ(in_tolerant(""), Outcome::approve_conditionally);
  EXPECT_EQ(in_tolerant(criterion("denied", "return false")), Outcome::deny);
  EXPECT_EQ(in_tolerant(criterion("mend", "return false", "supplement \"x\"")),
            Outcome::supplement);
  EXPECT_EQ(in_tolerant(criterion("odd", "return false", "escalate \"x\"")), Outcome::escalate);
  EXPECT_EQ(in_tolerant(criterion("doubt",
                                  "return app.lease.owner == app.form[\"note\"] and false "
                                  "or has(app.card, \"number\") and false")),
            Outcome::deny);
}

TEST(Covered, EachCoveredPointIsItsOwnObligation) {
  const Decision decision = judge(
      kReadsProof + kTolerable + criterion("later", "return false", "tolerate { days = 1, \"x\" }"),
      without_proof("tolerant"));
  std::vector<std::string> ids;
  for (const Obligation& one : decision.obligations) ids.push_back(one.id);
  EXPECT_THAT(ids, ElementsAre("proof", "late", "later"));
}

TEST(Covered, ADoubtfulReadingIsNotCoveredByTheMode) {
  const Decision decision = judge(
      kReadsProof,
      facts_with(
          R"({"mode": "tolerant", "materials": {"proof": {"address": {"value": "a", "confidence": 0.4}}}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_THAT(decision.obligations, IsEmpty());
}

TEST(Covered, ObligationsAreOfConditionalApprovalsOnly) {
  EXPECT_THAT(
      judge(kTolerable + criterion("denied", "return false"), in_mode("tolerant")).obligations,
      IsEmpty());
}

TEST(Covered, AConditionalApprovalHeldBackKeepsItsObligationsForThePerson) {
  const Decision decision =
      judge(kTolerable, facts_with(R"({"mode": "tolerant", "context": {"automated": false}})"));
  EXPECT_EQ(decision.outcome, Outcome::escalate);
  EXPECT_EQ(decision.proposal, Outcome::approve_conditionally);
}

}  // namespace
}  // namespace zhipi::engine::testing
