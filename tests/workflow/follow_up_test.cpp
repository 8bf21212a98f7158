// What officers do beside deciding: stages, obligations, spot checks.
#include <algorithm>

#include "follow_up_fixture.h"

namespace zhipi::workflow {
namespace {

using std::chrono::hours;
using testing::Contains;
using testing::SizeIs;

// --- Stages

TEST_F(FollowUpTest, AStageThatTheMatterNamesStopsTheLimits) {
  const std::string id = staged();
  const auto begun = pause(id);
  ASSERT_TRUE(begun) << to_line(begun.error());
  EXPECT_EQ(parsed(begun->body).at("due"), Json("2026-11-24"));
  const Json deadlines = workflow_->application(id, kReviewer)->at("deadlines");
  EXPECT_EQ(deadlines.at("promised").at("state"), Json("paused"));
  EXPECT_EQ(deadlines.at("stages").as_array().at(0).at("stage"), Json("公示"));
  EXPECT_EQ(code_of(pause(id)), "conflict");
  pass(hours(24 * 3));
  ASSERT_TRUE(workflow_->resume(id, parsed(R"({"stage": "公示"})"), {}, kReviewer));
  EXPECT_EQ(workflow_->application(id, kReviewer)->at("deadlines").at("promised").at("due"),
            Json("2026-12-01"));
  EXPECT_EQ(code_of(workflow_->resume(id, parsed(R"({"stage": "公示"})"), {}, kReviewer)),
            "conflict");
}

TEST_F(FollowUpTest, NothingElseStopsThem) {
  const std::string id = staged();
  EXPECT_EQ(
      code_of(workflow_->pause(id, parsed(R"({"stage": "会商", "notice": "…"})"), {}, kReviewer)),
      "not_an_option");
  EXPECT_EQ(code_of(workflow_->pause(id, parsed(R"({"stage": "公示"})"), {}, kReviewer)),
            "missing_name");
  EXPECT_EQ(
      code_of(workflow_->pause(id, parsed(R"({"stage": "公示", "notice": " "})"), {}, kReviewer)),
      "out_of_range");
  const Principal both{kWindow.name, {"submitter", "reviewer"}};
  EXPECT_EQ(code_of(pause(id, both)), "own_application");
  EXPECT_EQ(code_of(pause(apply("normal"))), "conflict");
}

TEST_F(FollowUpTest, APauseThatIsRepeatedByItsKeyIsOne) {
  const std::string id = staged();
  const Json body = parsed(R"({"stage": "公示", "notice": "书面告知"})");
  const auto first = workflow_->pause(id, body, "key-1", kReviewer);
  ASSERT_TRUE(first) << to_line(first.error());
  pass(hours(1));
  const auto again = workflow_->pause(id, body, "key-1", kReviewer);
  ASSERT_TRUE(again) << to_line(again.error());
  EXPECT_EQ(again->body, first->body);
}

// --- Obligations

TEST_F(FollowUpTest, WhatIsToleratedBecomesAnObligation) {
  const std::string id = apply("tolerant");
  const store::Obligation obligation = obligation_of(id);
  EXPECT_EQ(obligation.name, "plan");
  EXPECT_EQ(obligation.kind, "tolerate");
  EXPECT_EQ(obligation.due, Date::of(2026, 11, 27));
  EXPECT_THAT(workflow_->application(id, kWindow)->at("obligations").as_array(), SizeIs(1));
}

TEST_F(FollowUpTest, AnApplicantIsRemindedOnce) {
  const std::string id = apply("tolerant");
  sweep_days(5);  // three working days before the 27th is the 23rd
  const std::vector<std::string> events = timeline_of(id);
  EXPECT_EQ(std::count(events.begin(), events.end(), "obligation_reminded"), 1);
  EXPECT_TRUE(obligation_of(id).reminded_at);
}

TEST_F(FollowUpTest, WhatDoesNotFollowInTimeLapsesAndTheApprovalStands) {
  const std::string id = apply("tolerant");
  sweep_days(9);
  EXPECT_EQ(obligation_of(id).state, "lapsed");
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_THAT(timeline_of(id), Contains("obligation_lapsed"));
  const Json listed = workflow_->list_obligations({.state = "lapsed"}, kReviewer).value();
  EXPECT_EQ(listed.at("obligations").as_array().at(0).at("task"), Json("consider_revocation"));
  EXPECT_EQ(code_of(check(id + "-O1.1", "not_kept")), "conflict");
  ASSERT_TRUE(check(id + "-O1.1", "kept"));
  EXPECT_EQ(obligation_of(id).state, "fulfilled");
}

TEST_F(FollowUpTest, APromiseThatNobodyCheckedIsNotHeldAgainstTheApplicant) {
  const std::string id = apply("promise");
  sweep_days(25);
  EXPECT_EQ(obligation_of(id).state, "open");
  EXPECT_THAT(timeline_of(id), Contains("obligation_overdue"));
  const auto checked = check(id + "-O1.1", "not_kept");
  ASSERT_TRUE(checked) << to_line(checked.error());
  EXPECT_EQ(parsed(checked->body).at("state"), Json("lapsed"));
  EXPECT_EQ(parsed(checked->body).at("task"), Json("consider_revocation"));
  EXPECT_EQ(state_of(id), "decided");
}

TEST_F(FollowUpTest, AnObligationThatIsOverIsNotLookedAtAgain) {
  const std::string id = apply("tolerant");
  ASSERT_TRUE(check(id + "-O1.1", "kept"));
  ASSERT_TRUE(workflow_->sweep(now()));
  EXPECT_EQ(workflow_->sweep(now() + hours(24 * 20))->looked, 0u);
}

TEST_F(FollowUpTest, ASubmitterSeesTheirOwnObligationsAlone) {
  apply("tolerant");
  const auto count = [&](const Principal& who) {
    return workflow_->list_obligations({}, who)->at("obligations").as_array().size();
  };
  EXPECT_EQ(count(kWindow), 1u);
  EXPECT_EQ(count(kOtherWindow), 0u);
  EXPECT_EQ(count(kReviewer), 1u);
}

// --- Spot checks

TEST_F(FollowUpTest, AnAutomaticApprovalIsDrawnAndAnEscalationIsNot) {
  const std::string approved = apply("normal");
  const std::string escalated = apply("normal", R"({"automated": false})");
  ASSERT_TRUE(store_->spot_check_of(approved).value());
  EXPECT_EQ(store_->spot_check_of(approved).value()->state, "open");
  EXPECT_FALSE(store_->spot_check_of(escalated).value());
}

TEST_F(FollowUpTest, ARightApprovalStaysAsItIs) {
  const std::string id = apply("normal");
  ASSERT_TRUE(answer(id, parsed(R"({"result": "right", "note": "无误"})")));
  EXPECT_EQ(state_of(id), "decided");
  EXPECT_EQ(code_of(answer(id, parsed(R"({"result": "wrong", "note": "再看"})"))), "conflict");
}

TEST_F(FollowUpTest, AWrongApprovalIsReopenedAndNamesTheOthersOfItsCriterion) {
  const std::string id = apply("normal", R"({"form": {"note": "好"}})");
  const std::string through_it = apply("normal", R"({"form": {"note": "好"}})");
  apply("normal");  // the criterion does not apply
  const auto given =
      answer(id, parsed(R"({"result": "wrong", "note": "备注其实有误", "criterion": "noted"})"));
  ASSERT_TRUE(given) << to_line(given.error());
  const json::array affected = parsed(given->body).at("affected").at("applications").as_array();
  ASSERT_EQ(affected.size(), 1u);
  EXPECT_EQ(affected.at(0).at("id"), Json(through_it));
  EXPECT_EQ(state_of(id), "escalated");
  // The approval stands until a person decides otherwise.
  EXPECT_EQ(workflow_->decision(id, kReviewer)->at("outcome"), Json("approve"));
  EXPECT_EQ(workflow_->affected(id + "-S", "", 200)->at("applications").as_array().size(), 1u);
}

TEST_F(FollowUpTest, WhatTheEngineApprovedWronglyItDecidesNoMore) {
  const std::string id = apply("normal");
  ASSERT_TRUE(answer(id, parsed(R"({"result": "wrong", "note": "有误"})")));
  const auto kept = store_->rounds_of(id).value();
  EXPECT_EQ(parsed(kept.back().input).at("request").at("automated"), Json(false));
  EXPECT_EQ(kept.back().reason, "spot_check");
}

TEST_F(FollowUpTest, TheOthersAreListedPageByPage) {
  const std::string id = apply("normal");
  for (int i = 0; i < 5; ++i) apply("normal");
  ASSERT_TRUE(answer(id, parsed(R"({"result": "wrong", "note": "有误", "criterion": "named"})")));
  std::size_t seen = 0;
  std::string cursor;
  do {
    const Json page = workflow_->affected(id + "-S", cursor, 2).value();
    seen += page.at("applications").as_array().size();
    cursor = page.at("next").is_null() ? "" : std::string(page.at("next").as_string());
  } while (!cursor.empty());
  EXPECT_EQ(seen, 5u);
  EXPECT_EQ(code_of(workflow_->affected(id + "-S", "x", 2)), "bad_cursor");
}

TEST_F(FollowUpTest, AnAnswerIsRefusedWhereItSaysNothing) {
  const std::string id = apply("normal");
  EXPECT_EQ(code_of(answer(id, parsed(R"({"result": "maybe", "note": "…"})"))), "not_an_option");
  EXPECT_EQ(code_of(answer(id, parsed(R"({"result": "wrong"})"))), "missing_name");
  EXPECT_EQ(code_of(answer(id, parsed(R"({"result": "wrong", "note": "…", "criterion": "x"})"))),
            "not_an_option");
  const Principal both{kWindow.name, {"submitter", "reviewer"}};
  EXPECT_EQ(code_of(answer(id, parsed(R"({"result": "right", "note": "…"})"), both)),
            "own_application");
  EXPECT_EQ(code_of(answer("A0", parsed(R"({"result": "right", "note": "…"})"))), "not_found");
}

// What is drawn, promised or paused is not looked at by whoever sent it, and every attempt is
// known.
TEST_F(FollowUpTest, ActingOnOnesOwnApplicationIsRefusedAndLoggedWhateverTheAct) {
  const Principal both{kWindow.name, {"submitter", "reviewer"}};
  EXPECT_EQ(code_of(pause(staged(), both)), "own_application");
  const std::string approved = apply("normal");
  EXPECT_EQ(code_of(answer(approved, parsed(R"({"result": "right", "note": "…"})"), both)),
            "own_application");
  const std::string tolerated = apply("tolerant");
  EXPECT_EQ(code_of(workflow_->check_obligation(
                tolerated + "-O1.1", parsed(R"({"result": "kept", "note": "…"})"), {}, both)),
            "own_application");
  const Principal applicant{"试样甲", {"reviewer"}};
  EXPECT_EQ(code_of(answer(approved, parsed(R"({"result": "right", "note": "…"})"), applicant)),
            "own_application");
  EXPECT_THAT(log_of("refused"),
              testing::ElementsAre(R"({"call":"pause","code":"own_application"})",
                                   R"({"call":"answer_spot_check","code":"own_application"})",
                                   R"({"call":"check_obligation","code":"own_application"})",
                                   R"({"call":"answer_spot_check","code":"own_application"})"));
}

TEST_F(FollowUpTest, AReopenedApprovalIsInForceUntilAnotherDecisionTakesItsPlace) {
  const std::string id = apply("normal", R"({"form": {"note": "好"}})");
  ASSERT_TRUE(answer(id, parsed(R"({"result": "wrong", "note": "有误"})")));
  const auto in_force = [&] { return workflow_->decision(id, kReviewer)->at("outcome"); };
  // Judged anew with what a reviewer put right: the engine escalates, and undoes nothing.
  ASSERT_TRUE(
      workflow_->review(id, parsed(R"({"corrections": {"form.note": "坏"}})"), {}, kReviewer));
  EXPECT_EQ(state_of(id), "escalated");
  EXPECT_EQ(in_force(), Json("approve"));
  const char* const kDeny = R"({"decision": "deny", "reason": "备注有误"})";
  const auto wanted = workflow_->review(id, parsed(kDeny), {}, kReviewer);
  ASSERT_TRUE(wanted) << lines_of(wanted.error());
  EXPECT_EQ(wanted->status, 202) << "what was approved is not taken back by one person";
  EXPECT_EQ(in_force(), Json("approve"));
  const Principal other{"officer-2", {"reviewer"}};
  const auto denied = workflow_->review(id, parsed(kDeny), {}, other);
  ASSERT_TRUE(denied) << lines_of(denied.error());
  EXPECT_EQ(in_force(), Json("deny"));
}

}  // namespace
}  // namespace zhipi::workflow
