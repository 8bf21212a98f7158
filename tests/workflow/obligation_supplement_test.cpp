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

TEST_F(OwedTest, AResultThatDoesNotApproveEscalatesAndFulfilsNothing) {
  rules_.write("shop/criteria.lua", std::string(kShopCriteria) + R"(
criterion "plan_fits" { title = "平面图相符", basis = "第三条", otherwise = deny "平面图不符",
  when = function(app) return has(app, "plan") end,
  check = function(app) return app.plan.remark ~= "不符" end }
)");
  catalogue_ = Catalogue::load(rules_.path(), {}).value();
  restart();
  const std::string id = apply("tolerant");
  ASSERT_EQ(in_force(id), "approve_conditionally");
  const auto answer = hand_in(id, R"({"e_licences": {"plan": {"remark": "不符"}}})");
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
