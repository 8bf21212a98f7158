// What an approval left open is handed in: it is judged, and fulfils the obligation only where it
// approves again.
#include "follow_up_fixture.h"

namespace zhipi::workflow {
namespace {

using std::chrono::hours;
using testing::Contains;
using testing::ElementsAre;

class OwedTest : public FollowUpTest {
 protected:
  Expected<Answer, Problems> hand_in(const std::string& id, const char* pieces,
                                     const std::vector<Upload>& uploads = {}) {
    return workflow_->supplement(id, parsed(pieces), uploads, {}, kWindow);
  }
  std::string in_force(const std::string& id) {
    return std::string(workflow_->decision(id, kReviewer)->at("outcome").as_string());
  }
};

constexpr const char* kPlan = R"({"e_licences": {"plan": {"remark": "有"}}})";
constexpr const char* kWrongPlan = R"({"e_licences": {"plan": {"remark": "不符"}}})";
constexpr const char* kPlanFits = R"(
criterion "plan_fits" { title = "平面图相符", basis = "第三条", otherwise = deny "平面图不符",
  when = function(app) return has(app, "plan") end,
  check = function(app) return app.plan.remark ~= "不符" end }
result "area" { title = "面积", kind = integer {},
  value = function(app)
    if has(app, "plan") then return 2 end
    return 1
  end }
)";

// The plan is compared, a wrong one is refused at once, and an approval grants something that
// depends on it.
class WrongPieceTest : public OwedTest {
 protected:
  WrongPieceTest() {
    std::string matter = kShop;
    const std::string automatic = "automatic = { ";
    matter.insert(matter.find(automatic) + automatic.size(), "deny = true, ");
    rules_.write("shop/matter.lua", matter);
    rules_.write("shop/criteria.lua", std::string(kShopCriteria) + kPlanFits);
    catalogue_ = Catalogue::load(rules_.path(), {}).value();
    restart();
  }
  // A conditional approval, for whose obligation something wrong was handed in.
  std::string with_wrong_piece() {
    const std::string id = apply("tolerant");
    EXPECT_EQ(in_force(id), "approve_conditionally");
    EXPECT_TRUE(hand_in(id, kWrongPlan));
    EXPECT_EQ(state_of(id), "escalated");
    return id;
  }
  Expected<Answer, Problems> review(const std::string& id, const char* body,
                                    const Principal& who = kReviewer) {
    return workflow_->review(id, parsed(body), {}, who);
  }
  Json decision_on(const std::string& id) { return workflow_->decision(id, kReviewer).value(); }
};

constexpr const char* kAsItWas =
    R"({"decision": "approve_conditionally", "reason": "所交平面图与现场不符，请另交"})";
constexpr const char* kAskAgain = R"({"decision": "supplement", "reason": "平面图不符",
  "supplements": [{"id": "plan", "message": "请交与现场相符的平面图"}]})";

TEST_F(OwedTest, WhatSatisfiesAnObligationFulfilsIt) {
  const std::string id = apply("tolerant");
  ASSERT_EQ(in_force(id), "approve_conditionally");
  const auto answer = hand_in(id, kPlan);
  ASSERT_TRUE(answer) << lines_of(answer.error());
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(in_force(id), "approve");
  EXPECT_EQ(obligation_of(id).state, "fulfilled");
  EXPECT_THAT(timeline_of(id), Contains("obligation_fulfilled"));
  EXPECT_TRUE(store_->verify_audit());
}

TEST_F(OwedTest, AScanIsReadFirstAndWhatCannotBeReadGoesToAReviewer) {
  const std::string id = apply("tolerant");
  const std::string scan = picture();
  const auto answer = hand_in(id, "{}", {{"plan", scan}});
  ASSERT_TRUE(answer) << lines_of(answer.error());
  EXPECT_EQ(answer->status, 202);
  EXPECT_EQ(in_force(id), "approve_conditionally");
  ASSERT_TRUE(workflow_->work_once("worker-1"));
  // The pack asks nothing of the plan's fields, but whether it is the plan nobody can say.
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(in_force(id), "approve_conditionally");
  EXPECT_EQ(obligation_of(id).state, "open");
  const auto kept = workflow_->review(id, parsed(R"({"decision": "approve"})"), {}, kReviewer);
  ASSERT_TRUE(kept) << lines_of(kept.error());
  EXPECT_EQ(in_force(id), "approve");
  EXPECT_EQ(obligation_of(id).state, "fulfilled");
}

TEST_F(WrongPieceTest, AResultThatDoesNotApproveEscalatesAndFulfilsNothing) {
  const std::string id = apply("tolerant");
  ASSERT_EQ(in_force(id), "approve_conditionally");
  const auto answer = hand_in(id, kWrongPlan);
  ASSERT_TRUE(answer) << lines_of(answer.error());
  EXPECT_EQ(parsed(answer->body).at("state"), Json("escalated"));
  EXPECT_EQ(parsed(answer->body).at("decision").at("proposal"), Json("deny"));
  EXPECT_EQ(in_force(id), "approve_conditionally");
  EXPECT_EQ(obligation_of(id).state, "open");
  // It came in time: while a person has it, it does not lapse.
  sweep_days(10);
  EXPECT_EQ(obligation_of(id).state, "open");
  EXPECT_EQ(code_of(workflow_->withdraw(id, "不再申请", kWindow)), "conflict");
}

TEST_F(WrongPieceTest, AReviewerLeavesTheApprovalAsItWas) {
  const std::string id = with_wrong_piece();
  const Json before = decision_on(id);
  const auto due = obligation_of(id).due;
  EXPECT_THAT(codes_of(review(id, R"({"decision": "approve_conditionally"})")),
              ElementsAre("missing_name"));
  const auto kept = review(id, kAsItWas);
  ASSERT_TRUE(kept) << lines_of(kept.error());
  EXPECT_EQ(kept->status, 200);  // nothing is granted that was not: one person decides it
  EXPECT_EQ(state_of(id), "decided");
  const Json after = decision_on(id);
  EXPECT_EQ(after.at("outcome"), Json("approve_conditionally"));
  EXPECT_EQ(after.at("reviewer"), Json(kReviewer.name));
  EXPECT_EQ(after.at("results"), before.at("results"));
  EXPECT_EQ(after.at("obligations"), before.at("obligations"));
  ASSERT_EQ(store_->obligations_of(id).value().size(), 1u);
  EXPECT_EQ(obligation_of(id).state, "open");
  EXPECT_EQ(obligation_of(id).due, due);
  EXPECT_TRUE(store_->verify_audit());
}

TEST_F(WrongPieceTest, WhatWasLeftOpenCanStillBeFulfilled) {
  const std::string id = with_wrong_piece();
  ASSERT_TRUE(review(id, kAsItWas));
  ASSERT_TRUE(hand_in(id, kPlan));
  EXPECT_EQ(in_force(id), "approve");
  EXPECT_EQ(obligation_of(id).state, "fulfilled");
}

TEST_F(WrongPieceTest, WhatWasLeftOpenLapsesOnItsDayAndCanBeRevoked) {
  const std::string id = with_wrong_piece();
  ASSERT_TRUE(review(id, kAsItWas));
  sweep_days(10);
  EXPECT_EQ(obligation_of(id).state, "lapsed");
  EXPECT_EQ(in_force(id), "approve_conditionally");
  const auto revoke = [&](const Principal& who) {
    return workflow_->revoke(id, "not_supplemented", "逾期未交", {}, who);
  };
  ASSERT_TRUE(revoke(kReviewer));
  ASSERT_TRUE(revoke({"officer-2", {"reviewer"}}));
  EXPECT_EQ(state_of(id), "revoked");
}

TEST_F(WrongPieceTest, WhatStaysAsItWasTakesNoResults) {
  const std::string id = with_wrong_piece();
  EXPECT_THAT(codes_of(review(id, R"({"decision": "approve_conditionally", "reason": "另交",
                                      "results": {"area": 9}})")),
              Contains("not_asked"));
}

TEST_F(WrongPieceTest, AskedAgainTheMachineDoesNotUndoTheApproval) {
  const std::string id = with_wrong_piece();
  const auto asked = review(id, kAskAgain);
  ASSERT_TRUE(asked) << lines_of(asked.error());
  ASSERT_EQ(state_of(id), "supplementing");
  ASSERT_TRUE(hand_in(id, kWrongPlan));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(in_force(id), "approve_conditionally");
  EXPECT_EQ(obligation_of(id).state, "open");
  ASSERT_TRUE(review(id, kAskAgain));
  ASSERT_TRUE(hand_in(id, kPlan));
  EXPECT_EQ(in_force(id), "approve");
  EXPECT_EQ(obligation_of(id).state, "fulfilled");
}

TEST_F(WrongPieceTest, WhatIsAskedAgainAndDoesNotComeLeavesTheApproval) {
  restart(4);
  const std::string id = with_wrong_piece();
  ASSERT_TRUE(review(id, kAskAgain));
  sweep_days(12);
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(in_force(id), "approve_conditionally");
  EXPECT_EQ(obligation_of(id).state, "lapsed");
}

// A spot check has reopened an approval that left nothing open.
TEST_F(WrongPieceTest, AReopenedApprovalIsUndoneByPersonsAlone) {
  const std::string id = apply("normal");
  ASSERT_EQ(in_force(id), "approve");
  ASSERT_TRUE(answer(id, parsed(R"({"result": "wrong", "note": "平面图存疑"})")));
  ASSERT_TRUE(review(id, kAskAgain));
  ASSERT_TRUE(hand_in(id, kWrongPlan));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(in_force(id), "approve");
  restart(4);
  ASSERT_TRUE(review(id, kAskAgain));
  sweep_days(12);
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(in_force(id), "approve");
}

TEST_F(OwedTest, WhatIsNotOwedIsRefused) {
  const std::string id = apply("tolerant");
  EXPECT_THAT(codes_of(hand_in(id, R"({"form": {"full_name": "试样乙"}})")),
              ElementsAre("not_asked"));
  EXPECT_EQ(state_of(id), "decided");
}

TEST_F(OwedTest, WithoutAnOpenObligationNothingIsTaken) {
  const std::string whole = apply("normal");
  EXPECT_THAT(codes_of(hand_in(whole, kPlan)), ElementsAre("conflict"));
  const std::string kept = apply("tolerant");
  ASSERT_TRUE(check(kept + "-O1.1", "kept"));
  EXPECT_THAT(codes_of(hand_in(kept, kPlan)), ElementsAre("conflict"));
}

TEST_F(OwedTest, WhatIsStillOwedKeepsItsDayAndIsNotOpenedTwice) {
  const std::string id = apply("tolerant");
  const auto due = obligation_of(id).due;
  pass(hours(24));
  // Looked at again for another reason, and approved as it was.
  ASSERT_TRUE(answer(id, parsed(R"({"result": "wrong", "note": "再看"})")));
  const auto again =
      workflow_->review(id, parsed(R"({"decision": "approve_conditionally"})"), {}, kReviewer);
  ASSERT_TRUE(again) << lines_of(again.error());
  const auto obligations = store_->obligations_of(id).value();
  ASSERT_EQ(obligations.size(), 1u);
  EXPECT_EQ(obligations[0].state, "open");
  EXPECT_EQ(obligations[0].due, due);
}

TEST_F(OwedTest, ARefusalEndsWhatWasOwed) {
  const std::string id = apply("tolerant");
  ASSERT_TRUE(answer(id, parsed(R"({"result": "wrong", "note": "不符"})")));
  const Json deny = parsed(R"({"decision": "deny", "reason": "不符"})");
  ASSERT_TRUE(workflow_->review(id, deny, {}, kReviewer));
  EXPECT_EQ(obligation_of(id).state, "open");  // a second reviewer must come to the same
  const auto denied = workflow_->review(id, deny, {}, {"officer-2", {"reviewer"}});
  ASSERT_TRUE(denied) << lines_of(denied.error());
  EXPECT_EQ(obligation_of(id).state, "ended");
}

}  // namespace
}  // namespace zhipi::workflow
