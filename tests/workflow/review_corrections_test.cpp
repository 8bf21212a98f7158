// What reviewers do with more than a decision: corrected, answered, confirmed by a second, revoked.
#include <latch>
#include <thread>

#include "engine/judge.h"
#include "review_fixture.h"

namespace zhipi::workflow {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// --- Corrections and answers

TEST_F(ReviewTest, ACorrectionIsAFactOfTheReviewersAndJudgedAnew) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  EXPECT_EQ(decision_of(id).at("proposal"), Json("deny"));
  const Answer answer = reviewed(id, R"({"corrections": {"form.fee": 50}})");
  EXPECT_EQ(parsed(answer.body).at("round"), Json(2));
  EXPECT_EQ(facts_of(id).at("form").at("fee"),
            parsed(R"({"value": 50, "confidence": 1, "source": "reviewer"})"));
  EXPECT_EQ(parsed(answer.body).at("decision").at("proposal"), Json("approve"));
  EXPECT_EQ(state_of(id), "escalated");  // the applicant wants a person
  const Json kept = parsed(store_->rounds_of(id)->front().input);
  EXPECT_EQ(kept.at("corrections").at("form.fee").at("before"), Json(500));
  EXPECT_EQ(kept.at("corrections").at("form.fee").at("reviewer"), Json("anna"));
}

TEST_F(ReviewTest, WhatMayBeAutomaticIsThenDecidedByTheEngine) {
  const std::string id = conflicting();
  const Answer answer =
      reviewed(id, R"({"corrections": {"register.rent": 100, "register.alive": true}})");
  EXPECT_EQ(parsed(answer.body).at("state"), Json("decided"));
  EXPECT_EQ(decision_of(id).at("outcome"), Json("approve"));
  EXPECT_EQ(decision_of(id).at("automatic"), Json(true));
  EXPECT_EQ(facts_of(id).at("lookups").at("register").at("rent").at("source"), Json("reviewer"));
}

TEST_F(ReviewTest, ALookUpThatFailedIsEnteredWhole) {
  const std::string id = conflicting();
  const auto refused = review(id, R"({"corrections": {"register.rent": 100}})");
  ASSERT_THAT(codes_of(refused), ElementsAre("missing_name"));
  EXPECT_EQ(refused.error().front().where, "/corrections/register.alive");
}

TEST_F(ReviewTest, AConflictThatACorrectionSettlesGoesAndOthersStay) {
  const std::string id = escalated(R"({"form": {"fee": 50, "address": "甲路1号", "share": 5},
    "e_licences": {"proof": {"address": "乙路2号", "share": 6}}})");
  ASSERT_EQ(facts_of(id).at("context").at("conflicts").as_array().size(), 2u);
  reviewed(id, R"({"corrections": {"proof.share": 5}})");
  EXPECT_EQ(facts_of(id).at("context").at("conflicts"),
            parsed(R"([["form.address", "proof.address"]])"));
}

TEST_F(ReviewTest, WhatStandsOnPaperMustBeValid) {
  const std::string id = escalated(R"({"form": {"fee": 50}, "e_licences": {"card": {}}})");
  EXPECT_THAT(codes_of(review(id, R"({"corrections": {"card.id_number": "350102194005069013",
                                       "card.birth_date": "1940年13月1日"}})")),
              ElementsAre("bad_check_digit", "not_a_date"));
  reviewed(id, R"({"corrections": {"card.birth_date": "1940年5月6日"}})");
  EXPECT_EQ(facts_of(id).at("materials").at("card").at("birth_date").at("value"),
            Json("1940-05-06"));
}

TEST_F(ReviewTest, AnAnswerTakesThePlaceOfWhatTheMachineCannotTell) {
  const std::string id = escalated(R"({"automated": true, "form": {"fee": 50, "colour": "red"}})");
  const Answer answer =
      reviewed(id, R"({"answers": {"layout": {"result": "pass", "note": "现场查看"}}})");
  EXPECT_EQ(parsed(answer.body).at("state"), Json("decided"));
  const Json verdicts = decision_of(id).at("verdicts");
  const auto layout = std::find_if(verdicts.as_array().begin(), verdicts.as_array().end(),
                                   [](const Json& one) { return one.at("criterion") == "layout"; });
  EXPECT_EQ(layout->at("result"), Json("pass"));
  const Json evidence = layout->at("evidence").as_array().back();
  EXPECT_EQ(evidence.at("fact"), Json("context.answers.layout"));
  EXPECT_EQ(evidence.at("source"), Json("reviewer"));
  EXPECT_EQ(evidence.at("value"), parsed(R"({"result": "pass", "note": "现场查看"})"));
}

TEST_F(ReviewTest, AnAnswerThatItFailsLeavesItToAPerson) {
  const std::string id = escalated(R"({"automated": true, "form": {"fee": 50, "colour": "red"}})");
  reviewed(id, R"({"answers": {"layout": {"result": "fail", "note": "无更衣间"}}})");
  EXPECT_EQ(decision_of(id).at("outcome"), Json("escalate"));
  EXPECT_EQ(decision_of(id).at("reasons").at(0).at("code"), Json("criterion"));
  EXPECT_THAT(codes_of(review(escalated(R"({"form": {"colour": "red"}})"),
                              R"({"answers": {"layout": {"result": "fail"}}})")),
              ElementsAre("missing_name"));
}

TEST_F(ReviewTest, CorrectionAndDecisionInOneCallAreThePersonsDecision) {
  const std::string id = escalated(R"({"automated": true, "form": {"fee": 50, "colour": "red"}})");
  const Answer answer = reviewed(id, R"({"answers": {"layout": {"result": "pass"}},
                                         "decision": "deny", "reason": "其他原因"})");
  EXPECT_EQ(parsed(answer.body).at("decision").at("outcome"), Json("deny"));
  const auto made = store_->decisions_of(id).value();
  ASSERT_EQ(made.size(), 3u);
  EXPECT_EQ(made[1].outcome, "escalate");  // the engine leaves it to the reviewer
  EXPECT_EQ(parsed(made[1].decision).at("proposal"), Json("approve"));
  EXPECT_EQ(state_of(id), "decided");
}

TEST_F(ReviewTest, WhatWasCorrectedStaysWhenOtherPiecesComeIn) {
  const std::string id = escalated(R"({"form": {"fee": 500}, "e_licences": {"card": {}}})");
  reviewed(id, R"({"corrections": {"card.birth_date": "1940-05-06", "form.fee": 50},
                   "decision": "supplement", "reason": "不清",
                   "supplements": [{"id": "note", "message": "请说明"}]})");
  ASSERT_TRUE(workflow_->supplement(id, parsed(R"({"form": {"note": "说明"}})"), {}, {}, kWindow));
  EXPECT_EQ(facts_of(id).at("materials").at("card").at("birth_date").at("source"),
            Json("reviewer"));
  EXPECT_EQ(facts_of(id).at("form").at("fee").at("value"), Json(50));
  EXPECT_EQ(facts_of(id).at("form").at("note"), Json("说明"));
}

TEST_F(ReviewTest, AMaterialThatWasNeverReadStaysSubmitted) {
  const Answer answer = submit_scanned();
  workflow_->work_once("w");
  ASSERT_EQ(state_of(answer.id), "escalated");
  reviewed(answer.id, R"({"corrections": {"form.fee": 50, "card.id_number": ")" +
                          std::string(kNumber) + "\"}}");
  const Json card = facts_of(answer.id).at("materials").at("card");
  EXPECT_EQ(card.at("id_number").at("source"), Json("reviewer"));
  EXPECT_EQ(card.at("id_number").at("confidence"), Json(1));
  EXPECT_EQ(state_of(answer.id), "decided");
}

TEST_F(ReviewTest, TheEnginesDecisionsAreDerivedAgainFromTheirFacts) {
  const std::string id = escalated(R"({"form": {"fee": 500, "colour": "red"}})");
  reviewed(id, R"({"corrections": {"form.fee": 50}})");
  reviewed(id, R"({"answers": {"layout": {"result": "pass"}}, "decision": "approve"})");
  const auto facts = store_->facts_of(id).value();
  const auto pack = catalogue_.find("trial");
  const auto decisions = store_->decisions_of(id).value();
  int derived = 0;
  for (const store::StoredDecision& decision : decisions) {
    if (decision.maker != store::Maker::engine) continue;
    const auto frozen = std::find_if(facts.begin(), facts.end(), [&](const auto& one) {
      return one.digest.text() == decision.facts;
    });
    ASSERT_NE(frozen, facts.end());
    engine::Judge judge(pack, calendar_);
    engine::Watchdog watchdog;
    const auto bound = engine::bind_facts(pack->matter(), parsed(frozen->facts));
    ASSERT_TRUE(bound);
    EXPECT_EQ(canonical_json(to_json(judge.judge(*bound, watchdog))), decision.decision);
    ++derived;
  }
  EXPECT_EQ(derived, 3);
}

// --- Two persons

TEST_F(ReviewTest, AnApprovalAgainstTheEngineNeedsTwoWhoDoNotKnowOfEachOther) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  const std::string body = R"({"decision": "approve", "reason": "首例减免特批"})";
  const Answer first = reviewed(id, body);
  EXPECT_EQ(first.status, 202);
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(application_of(id).at("pending").at("reviewer"), Json("anna"));
  const std::string seen =
      canonical_json(application_of(id)) + canonical_json(workflow_->timeline(id, kBerta).value());
  EXPECT_THAT(seen, Not(HasSubstr("首例减免特批")));
  EXPECT_EQ(workflow_->application(id, kWindow)->as_object().contains("pending"), false);
  const Answer second = reviewed(id, R"({"decision": "approve", "reason": "同意"})", kBerta);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(state_of(id), "decided");
  const Json decision = decision_of(id);
  EXPECT_EQ(decision.at("reviewer"), Json("anna"));
  EXPECT_EQ(decision.at("reason"), Json("首例减免特批"));
  EXPECT_EQ(decision.at("second"), parsed(R"({"reviewer": "berta", "reason": "同意"})"));
  EXPECT_EQ(application_of(id).at("pending"), Json(nullptr));
}

TEST_F(ReviewTest, NobodyConfirmsThemselves) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  const std::string body = R"({"decision": "approve", "reason": "x"})";
  reviewed(id, body);
  EXPECT_THAT(codes_of(review(id, body)), ElementsAre("second_person_needed"));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_THAT(log_of("refused"), testing::SizeIs(1));
}

TEST_F(ReviewTest, ASecondWhoDisagreesReturnsIt) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  reviewed(id, R"({"decision": "approve", "reason": "x"})");
  const Answer answer = reviewed(id, R"({"decision": "deny"})", kBerta);
  EXPECT_EQ(parsed(answer.body).at("confirmed"), Json(false));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(decisions_of(id), 1u);
  EXPECT_EQ(application_of(id).at("pending"), Json(nullptr));
  EXPECT_THAT(timeline_of(id), Contains("not_confirmed"));
  reviewed(id, R"({"decision": "deny"})", kClara);
  EXPECT_EQ(state_of(id), "decided");
}

TEST_F(ReviewTest, WhoWantedItConfirmedCanTakeItBack) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  reviewed(id, R"({"decision": "approve", "reason": "x"})");
  ASSERT_TRUE(workflow_->release(id, {}, kAnna));
  EXPECT_EQ(application_of(id).at("pending"), Json(nullptr));
  reviewed(id, R"({"decision": "deny"})");
  EXPECT_EQ(state_of(id), "decided");
}

TEST_F(ReviewTest, ACorrectionMakesWhatWasPendingVoid) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  reviewed(id, R"({"decision": "approve", "reason": "x"})");
  reviewed(id, R"({"corrections": {"form.fee": 400}})", kBerta);
  EXPECT_EQ(application_of(id).at("pending"), Json(nullptr));
  EXPECT_EQ(reviewed(id, R"({"decision": "approve", "reason": "x"})", kBerta).status, 202);
}

TEST_F(ReviewTest, AContradictionIsApprovedByTwo) {
  const std::string id = escalated(R"({"form": {"fee": 50, "share": 5},
                                       "e_licences": {"proof": {"share": 6}}})");
  EXPECT_EQ(reviewed(id, R"({"decision": "approve", "reason": "x"})").status, 202);
}

TEST_F(ReviewTest, OfManySecondsOneConfirms) {
  const std::string id = escalated(R"({"form": {"fee": 500}})");
  reviewed(id, R"({"decision": "approve", "reason": "x"})");
  std::latch ready(6);
  std::atomic<int> confirmed = 0;
  {
    std::vector<std::jthread> reviewers;
    for (int i = 0; i < 6; ++i) {
      reviewers.emplace_back([&, i] {
        ready.arrive_and_wait();
        const Principal who{"reviewer-" + std::to_string(i), {"reviewer"}};
        if (review(id, R"({"decision": "approve", "reason": "y"})", who)) ++confirmed;
      });
    }
  }
  EXPECT_EQ(confirmed, 1);
  EXPECT_EQ(decisions_of(id), 2u);
  EXPECT_EQ(state_of(id), "decided");
}

// --- Revocation

TEST_F(ReviewTest, AnApprovalIsRevokedByTwo) {
  const std::string id = submit(application_with(R"({"form": {"fee": 50}})")).id;
  const auto first = workflow_->revoke(id, "fraud", "以伪造材料取得", "k1", kAnna);
  ASSERT_TRUE(first) << lines_of(first.error());
  EXPECT_EQ(first->status, 202);
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(application_of(id).at("pending").at("wanted").at("ground"), Json("fraud"));
  EXPECT_THAT(codes_of(workflow_->revoke(id, "fraud", "再次", {}, kAnna)),
              ElementsAre("second_person_needed"));
  const auto second = workflow_->revoke(id, "fraud", "属实", "k2", kBerta);
  ASSERT_TRUE(second) << lines_of(second.error());
  EXPECT_EQ(second->status, 200);
  EXPECT_EQ(state_of(id), "revoked");
  const Json revocation = application_of(id).at("revocation");
  EXPECT_EQ(revocation.at("ground"), Json("fraud"));
  EXPECT_EQ(revocation.at("grounds"), Json("以伪造材料取得"));
  EXPECT_EQ(revocation.at("reviewer"), Json("anna"));
  EXPECT_EQ(revocation.at("second").at("reviewer"), Json("berta"));
  EXPECT_EQ(timeline_of(id).back(), "revoked");
  EXPECT_EQ(workflow_->revoke(id, "fraud", "属实", "k2", kBerta)->body, second->body);
}

TEST_F(ReviewTest, AnotherGroundTakesThePlaceOfTheFirst) {
  const std::string id = submit(application_with(R"({"form": {"fee": 50}})")).id;
  ASSERT_TRUE(workflow_->revoke(id, "fraud", "x", {}, kAnna));
  EXPECT_EQ(workflow_->revoke(id, "not_qualified", "y", {}, kBerta)->status, 202);
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(workflow_->revoke(id, "not_qualified", "z", {}, kAnna)->status, 200);
  EXPECT_EQ(state_of(id), "revoked");
}

TEST_F(ReviewTest, OnlyAnApprovalIsRevokedAndOnlyOnAGroundOfTheLaw) {
  const std::string denied = submit(application_with(R"({"form": {"fee": 500}})")).id;
  EXPECT_THAT(codes_of(workflow_->revoke(denied, "fraud", "x", {}, kAnna)),
              ElementsAre("conflict"));
  const auto refused = workflow_->revoke(denied, "whim", "x", {}, kAnna);
  ASSERT_THAT(codes_of(refused), ElementsAre("not_an_option"));
  EXPECT_EQ(refused.error().front().where, "/ground");
}

}  // namespace
}  // namespace zhipi::workflow
