// The statutory limit is extended once, by at most ten days, before it has passed (行政许可法 §42).
#include "follow_up_fixture.h"

namespace zhipi::workflow {
namespace {

using std::chrono::hours;

const Principal kHead{"head", {"supervisor"}};

class ExtensionTest : public FollowUpTest {
 protected:
  Expected<Answer> extend(const std::string& id, int days = 10, const Principal& who = kHead,
                          const std::optional<std::string>& key = {}) {
    return workflow_->extend(
        id, json::object{{"days", days}, {"grounds", "需跨部门核实"}, {"notice", "已书面告知"}},
        key, who);
  }
  Json statutory(const std::string& id) {
    return workflow_->application(id, kReviewer)->at("deadlines").at("statutory");
  }
};

TEST_F(ExtensionTest, TheLimitEndsSoManyWorkingDaysLater) {
  const std::string id = staged();
  EXPECT_EQ(statutory(id).at("due"), Json("2026-12-21"));
  const auto extended = extend(id, 5);
  ASSERT_TRUE(extended) << to_line(extended.error());
  EXPECT_EQ(parsed(extended->body).at("statutory").at("due"), Json("2026-12-28"));
  EXPECT_EQ(statutory(id).at("due"), Json("2026-12-28"));
  EXPECT_EQ(statutory(id).at("days"), Json(25));
  EXPECT_EQ(store_->timeline_of(id)->back().event, "extended");
  EXPECT_EQ(workflow_->application(id, kReviewer)->at("deadlines").at("promised").at("due"),
            Json("2026-11-30"));
}

TEST_F(ExtensionTest, ItIsExtendedOnceAndItsRepetitionIsAnsweredTheSame) {
  const std::string id = staged();
  const auto first = extend(id, 5, kHead, "k");
  ASSERT_TRUE(first);
  const auto again = extend(id, 5, kHead, "k");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->body, first->body);
  EXPECT_EQ(code_of(extend(id, 5)), "conflict");
}

TEST_F(ExtensionTest, WhatHasPassedOrIsDecidedIsNotExtended) {
  EXPECT_EQ(code_of(extend(apply("normal"))), "conflict");
  const std::string late = staged();
  pass(hours(24 * 40));
  EXPECT_EQ(code_of(extend(late)), "conflict");
}

TEST_F(ExtensionTest, MoreThanTenDaysOrOnesOwnApplicationAreRefused) {
  const std::string id = staged();
  EXPECT_EQ(code_of(extend(id, 11)), "out_of_range");
  EXPECT_EQ(code_of(extend(id, 0)), "out_of_range");
  const Principal both{kWindow.name, {"submitter", "supervisor"}};
  EXPECT_EQ(code_of(extend(id, 10, both)), "own_application");
}

// --- Figures of what waits, which rest on the same clocks

TEST_F(ExtensionTest, FiguresTellWhatIsNearAndWhatIsLate) {
  const auto count = [&](const std::string& kind) {
    std::int64_t counted = 0;
    const auto all = workflow_->waiting();
    for (const store::Waiting& one : all.value()) counted += one.kind == kind ? one.count : 0;
    return counted;
  };
  const std::string id = staged();  // escalated; promised to 2026-11-30, statutory to 2026-12-21
  apply("tolerant");                // an obligation of four working days
  sweep_days(0);
  EXPECT_EQ(count("promised_near"), 0);
  EXPECT_EQ(count("escalated"), 1);
  pass(hours(24 * 9));  // 2026-11-29; the next working day is the last
  sweep_days(0);
  EXPECT_EQ(count("promised_near"), 1);
  EXPECT_EQ(count("promised_overdue"), 0);
  pass(hours(24 * 3));
  sweep_days(1);
  EXPECT_EQ(count("promised_near"), 0);
  EXPECT_EQ(count("promised_overdue"), 1);
  EXPECT_EQ(count("statutory_overdue"), 0);
  EXPECT_EQ(count("obligation_overdue") + count("obligation_lapsed"), 1);
  pass(hours(24 * 20));
  sweep_days(1);
  EXPECT_EQ(count("statutory_overdue"), 1);
  ASSERT_TRUE(
      workflow_->review(id, parsed(R"({"decision": "approve", "reason": "符合"})"), {}, kReviewer));
  sweep_days(0);
  EXPECT_EQ(count("promised_overdue"), 0);
  EXPECT_EQ(count("statutory_overdue"), 0);
  EXPECT_EQ(count("escalated"), 0);
}

}  // namespace
}  // namespace zhipi::workflow
