// What reviewers do: taken, given back, decided.
#include <latch>
#include <thread>

#include "review_fixture.h"

namespace zhipi::workflow {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

// --- Taking and giving back

TEST_F(ReviewTest, OneReviewerTakesItAndGivesItBack) {
  const std::string id = escalated();
  ASSERT_TRUE(workflow_->claim(id, {}, kAnna));
  EXPECT_EQ(application_of(id).at("reviewer"), Json("anna"));
  EXPECT_EQ(code_of(workflow_->claim(id, {}, kBerta)), "conflict");
  EXPECT_EQ(code_of(workflow_->release(id, {}, kBerta)), "conflict");
  EXPECT_THAT(codes_of(review(id, R"({"decision": "approve"})", kBerta)), ElementsAre("conflict"));
  ASSERT_TRUE(workflow_->release(id, {}, kAnna));
  EXPECT_EQ(application_of(id).at("reviewer"), Json(nullptr));
  EXPECT_TRUE(workflow_->claim(id, {}, kBerta));
}

TEST_F(ReviewTest, OfEightWhoTakeItAtOnceOneHasIt) {
  const std::string id = escalated();
  std::latch ready(8);
  std::atomic<int> taken = 0;
  {
    std::vector<std::jthread> reviewers;
    for (int i = 0; i < 8; ++i) {
      reviewers.emplace_back([&, i] {
        ready.arrive_and_wait();
        if (workflow_->claim(id, {}, {"reviewer-" + std::to_string(i), {"reviewer"}})) ++taken;
      });
    }
  }
  EXPECT_EQ(taken, 1);
}

TEST_F(ReviewTest, WhatIsNotEscalatedIsNotTaken) {
  const std::string id = submit(application_with(R"({"form": {"fee": 50}})")).id;
  ASSERT_EQ(state_of(id), "decided");
  EXPECT_EQ(code_of(workflow_->claim(id, {}, kAnna)), "conflict");
  EXPECT_THAT(codes_of(review(id, R"({"decision": "deny", "reason": "x"})")),
              ElementsAre("conflict"));
}

TEST_F(ReviewTest, NobodyReviewsTheirOwnApplicationAndTheAttemptIsLogged) {
  const Principal both{"window-1", {"submitter", "reviewer"}};
  const Principal applicant{"试样甲", {"reviewer"}};
  const std::string id = escalated();
  for (const Principal& who : {both, applicant}) {
    EXPECT_EQ(code_of(workflow_->claim(id, {}, who)), "own_application");
    EXPECT_THAT(codes_of(review(id, R"({"decision": "approve"})", who)),
                ElementsAre("own_application"));
    EXPECT_THAT(codes_of(workflow_->revoke(id, "fraud", "x", {}, who)),
                ElementsAre("own_application"));
  }
  EXPECT_THAT(log_of("refused"), testing::SizeIs(6));
  EXPECT_EQ(state_of(id), "escalated");
}

TEST_F(ReviewTest, AClaimIsRepeatedByItsKey) {
  const std::string id = escalated();
  const auto first = workflow_->claim(id, "k", kAnna);
  ASSERT_TRUE(workflow_->release(id, "r", kAnna));
  const auto again = workflow_->claim(id, "k", kAnna);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->body, again->body);
  EXPECT_EQ(reviewer_of(id), "");
  EXPECT_EQ(code_of(workflow_->claim(escalated(), "k", kAnna)), "key_reused");
}

// --- Decisions

TEST_F(ReviewTest, WhatTheEngineProposesNeedsNoReason) {
  const std::string id = escalated();
  const Json engine = decision_of(id);
  const Answer answer = reviewed(id, R"({"decision": "approve"})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(state_of(id), "decided");
  const Json decision = decision_of(id);
  EXPECT_EQ(decision.at("outcome"), Json("approve"));
  EXPECT_EQ(decision.at("automatic"), Json(false));
  EXPECT_EQ(decision.at("reviewer"), Json("anna"));
  EXPECT_EQ(decision.at("second"), Json(nullptr));
  EXPECT_EQ(decision.at("results").at("amount").at("value"), Json(50));
  EXPECT_EQ(decision.at("verdicts"), engine.at("verdicts"));
  EXPECT_EQ(decision.at("engine_decision"), Json(Digest::of(canonical_json(engine)).text()));
}

TEST_F(ReviewTest, ThePersonsDecisionStandsBesideTheEngines) {
  const std::string id = escalated();
  const std::string engine = store_->decisions_of(id)->front().decision;
  reviewed(id, R"({"decision": "deny", "reason": "材料系伪造"})");
  EXPECT_EQ(store_->decisions_of(id)->front().decision, engine);
  const Json made = application_of(id).at("decisions");
  ASSERT_EQ(made.as_array().size(), 2u);
  EXPECT_EQ(made.at(0).at("maker"), Json("engine"));
  EXPECT_EQ(made.at(1).at("maker"), Json("person"));
  EXPECT_EQ(made.at(1).at("outcome"), Json("deny"));
  EXPECT_EQ(decision_of(id).at("reason"), Json("材料系伪造"));
}

TEST_F(ReviewTest, ADecisionThatDiffersNeedsItsReason) {
  const std::string id = escalated();
  const auto refused = review(id, R"({"decision": "deny", "reason": "  "})");
  ASSERT_THAT(codes_of(refused), ElementsAre("missing_name"));
  EXPECT_EQ(refused.error().front().where, "/reason");
  EXPECT_EQ(state_of(id), "escalated");
}

TEST_F(ReviewTest, ANoticeAsksForSomething) {
  const std::string id = escalated();
  EXPECT_THAT(codes_of(review(id, R"({"decision": "supplement", "reason": "不清"})")),
              ElementsAre("missing_name"));
  reviewed(id, R"({"decision": "supplement", "reason": "不清",
                   "supplements": [{"id": "proof", "message": "请提交清晰的证明"}]})");
  EXPECT_EQ(state_of(id), "supplementing");
  const Json asked = decision_of(id).at("supplements").at(0);
  EXPECT_EQ(asked.at("kind"), Json("material"));
  EXPECT_EQ(asked.at("title"), Json("证明"));
  EXPECT_EQ(asked.at("message"), Json("请提交清晰的证明"));
  ASSERT_TRUE(workflow_->supplement(id, parsed(R"({"form": {"fee": 40}})"), {}, {}, kWindow));
  EXPECT_EQ(state_of(id), "escalated");  // the applicant still wants a person
}

TEST_F(ReviewTest, ANoticeHasWhatTheEngineMissesToo) {
  const std::string id = escalated(R"({"form": {"full_name": null, "fee": 50}})");
  reviewed(id, R"({"decision": "supplement",
                   "supplements": [{"id": "proof", "message": "请提交证明"}]})");
  EXPECT_EQ(decision_of(id).at("supplements").as_array().size(), 2u);
}

TEST_F(ReviewTest, NothingLeftOpenIsNoConditionalApproval) {
  const auto refused =
      review(escalated(), R"({"decision": "approve_conditionally", "reason": "x"})");
  EXPECT_THAT(codes_of(refused), ElementsAre("not_an_option"));
}

TEST_F(ReviewTest, AResultThatCannotBeComputedIsGiven) {
  const std::string id = escalated("{}");
  const auto refused = review(id, R"({"decision": "approve", "reason": "x"})");
  ASSERT_THAT(codes_of(refused), ElementsAre("missing_name"));
  EXPECT_EQ(refused.error().front().where, "/results/amount");
  reviewed(id, R"({"decision": "approve", "reason": "x", "results": {"amount": 7}})");
  EXPECT_EQ(decision_of(id).at("results").at("amount").at("value"), Json(7));
}

TEST_F(ReviewTest, EveryProblemIsToldAtOnce) {
  const std::string id = escalated(R"({"form": {"fee": 50, "colour": "red"}})");
  const auto refused = review(id, R"({"decison": "approve", "decision": "escalate", "reason": 7,
    "corrections": {"form.fe": 1, "form.fee": "viel", "card.full_name": "甲", "applicant.name": "乙",
                    "register.rent": 5},
    "answers": {"layuot": {"result": "pass"}, "cheap": {"result": "pass", "note": "x"},
                "layout": {"result": "perhaps"}},
    "supplements": [{"id": "proof", "message": "x"}], "results": {"amount": 5}})");
  EXPECT_THAT(codes_of(refused),
              UnorderedElementsAre("undeclared_name", "not_an_option", "wrong_type",
                                   "undeclared_name", "wrong_type", "not_asked", "undeclared_name",
                                   "missing_name", "undeclared_name", "not_asked", "not_an_option",
                                   "not_asked", "not_asked"));
  EXPECT_THAT(codes_of(review(id, "{}")), ElementsAre("missing_name"));
  EXPECT_THAT(codes_of(review(id, "[]")), ElementsAre("not_an_object"));
}

TEST_F(ReviewTest, TheSameKeyGetsTheSameAnswer) {
  const std::string id = escalated();
  const auto first = review(id, R"({"decision": "approve"})", kAnna, "k");
  start();
  const auto again = review(id, R"({"decision": "approve"})", kAnna, "k");
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->body, again->body);
  EXPECT_THAT(codes_of(review(id, R"({"decision": "deny", "reason": "x"})", kAnna, "k")),
              ElementsAre("key_reused"));
  EXPECT_EQ(decisions_of(id), 2u);
}

TEST_F(ReviewTest, OfAReviewAndAWithdrawalThatRaceOneWins) {
  for (int run = 0; run < 20 && !HasFailure(); ++run) {
    const std::string id = escalated();
    std::latch ready(2);
    bool decided = false;
    bool withdrawn = false;
    {
      std::jthread reviewer([&] {
        ready.arrive_and_wait();
        decided = review(id, R"({"decision": "deny", "reason": "x"})").has_value();
      });
      std::jthread withdrawer([&] {
        ready.arrive_and_wait();
        withdrawn = workflow_->withdraw(id, "不再申请", kWindow).has_value();
      });
    }
    EXPECT_NE(decided, withdrawn);
    EXPECT_EQ(state_of(id), decided ? "decided" : "withdrawn");
  }
}

TEST_F(ReviewTest, OfEightDecisionsAtOnceOneCounts) {
  const std::string id = escalated();
  std::latch ready(8);
  std::atomic<int> decided = 0;
  {
    std::vector<std::jthread> reviewers;
    for (int i = 0; i < 8; ++i) {
      reviewers.emplace_back([&, i] {
        ready.arrive_and_wait();
        const Principal who{"reviewer-" + std::to_string(i), {"reviewer"}};
        if (review(id, R"({"decision": "deny", "reason": "x"})", who)) ++decided;
      });
    }
  }
  EXPECT_EQ(decided, 1);
  EXPECT_EQ(decisions_of(id), 2u);
}

}  // namespace
}  // namespace zhipi::workflow
