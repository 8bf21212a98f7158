// A withdrawal ends the case, unless a decision was first: everyone sees the same one (ABUSE 40).
#include <latch>
#include <random>
#include <thread>

#include "service.h"

namespace zhipi::workflow {
namespace {

using testing::Contains;
using testing::Not;

class WithdrawTest : public ServiceTest {};

TEST_F(WithdrawTest, AWithdrawnApplicationIsNotDecided) {
  const Answer answer = submit_scanned();
  const auto withdrawn = workflow_->withdraw(answer.id, "不再申请", kWindow);
  ASSERT_TRUE(withdrawn) << to_line(withdrawn.error());
  EXPECT_EQ(withdrawn->at("state"), Json("withdrawn"));
  EXPECT_FALSE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 0u);
}

TEST_F(WithdrawTest, TheGroundsStandInTheTimeline) {
  const Answer answer = submit_scanned();
  ASSERT_TRUE(workflow_->withdraw(answer.id, "不再申请", kWindow));
  const Json last = workflow_->timeline(answer.id, kWindow)->at("timeline").as_array().back();
  EXPECT_EQ(last.at("event"), Json("withdrawn"));
  EXPECT_EQ(last.at("actor"), Json(kWindow.name));
  EXPECT_EQ(last.at("detail"), parsed(R"({"grounds": "不再申请"})"));
}

TEST_F(WithdrawTest, ADecidedApplicationCannotBeWithdrawn) {
  const Answer answer = submit(application_with());
  EXPECT_EQ(code_of(workflow_->withdraw(answer.id, "不再申请", kWindow)), "conflict");
  EXPECT_EQ(state_of(answer.id), "decided");
}

TEST_F(WithdrawTest, ACaseIsWithdrawnOnce) {
  const Answer answer = submit_scanned();
  ASSERT_TRUE(workflow_->withdraw(answer.id, "不再申请", kWindow));
  EXPECT_EQ(code_of(workflow_->withdraw(answer.id, "不再申请", kWindow)), "conflict");
}

// Withdraws at the worker's step-th look at the clock: a claim, readings, facts, a decision. Says
// whether the worker came so far.
class WithdrawalAtEachStep : public WithdrawTest {
 protected:
  bool race(int step) {
    const Answer answer = submit_scanned("proof");
    std::string withdrawn = "not tried";
    on_clock_ = [&, looks = 0]() mutable {
      if (++looks != step) return;
      withdrawn = code_of(workflow_->withdraw(answer.id, "不再申请", kWindow));
    };
    workflow_->work_once("w");
    on_clock_ = nullptr;
    if (withdrawn == "not tried") return false;
    EXPECT_EQ(withdrawn, "ok");
    EXPECT_EQ(state_of(answer.id), "withdrawn");
    EXPECT_EQ(decisions_of(answer.id), 0u);
    EXPECT_EQ(code_of(workflow_->decision(answer.id, kWindow)), "no_decision");
    EXPECT_THAT(timeline_of(answer.id), Not(Contains("decided")));
    EXPECT_EQ(store_->open_jobs().value(), 0);
    return true;
  }
};

TEST_F(WithdrawalAtEachStep, WinsUntilTheDecisionIsKept) {
  int step = 1;
  while (race(step) && !HasFailure()) ++step;
  EXPECT_GT(step, 4) << "the worker should have looked at the clock more often";
}

// Both at once, each after a wait that the seed draws.
TEST_F(WithdrawTest, OfAWithdrawalAndADecisionThatRaceOneWins) {
  constexpr unsigned kSeeds = 40;
  for (unsigned seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> draw(0, 400);
    const Answer answer = submit_scanned("proof");
    std::latch ready(2);
    const auto wait = [&ready](int yields) {
      ready.arrive_and_wait();
      for (int i = 0; i < yields; ++i) std::this_thread::yield();
    };
    const int worker_waits = draw(random);
    const int withdrawer_waits = 10 * draw(random);
    std::string withdrawal;
    {
      std::jthread worker([&] {
        wait(worker_waits);
        workflow_->work_once("w");
      });
      std::jthread withdrawer([&] {
        wait(withdrawer_waits);
        withdrawal = code_of(workflow_->withdraw(answer.id, "不再申请", kWindow));
      });
    }
    const bool withdrawn = withdrawal == "ok";
    EXPECT_EQ(withdrawal, withdrawn ? "ok" : "conflict");
    EXPECT_EQ(state_of(answer.id), withdrawn ? "withdrawn" : "decided");
    EXPECT_EQ(decisions_of(answer.id), withdrawn ? 0u : 1u);
    EXPECT_EQ(timeline_of(answer.id).back(), withdrawn ? "withdrawn" : "decided");
    EXPECT_EQ(store_->open_jobs().value(), 0);
  }
}

}  // namespace
}  // namespace zhipi::workflow
