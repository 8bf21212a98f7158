// The clock jumps: order comes from sequence, nothing is decided twice or left lying (ABUSE 34).
#include <random>
#include <set>

#include "service.h"

namespace zhipi::workflow {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

class ClockJumpTest : public ServiceTest {
 protected:
  std::vector<std::string> in_order_of_reception() {
    store::ListQuery query;
    query.sort = store::Sort::received;
    std::vector<std::string> ids;
    const auto page = store_->list(query).value();
    for (const auto& application : page.applications) ids.push_back(application.id);
    return ids;
  }
};

TEST_F(ClockJumpTest, TheOrderOfReceptionIsNotTheClocks) {
  const std::string first = submit(application_with()).id;
  pass(-1h);
  const std::string second = submit(application_with()).id;
  pass(48h);
  const std::string third = submit(application_with()).id;
  EXPECT_THAT(in_order_of_reception(), ElementsAre(first, second, third));
  EXPECT_TRUE(store_->verify_audit());
}

TEST_F(ClockJumpTest, IdsStayUniqueWhileTheClockStandsStillAndGoesBack) {
  std::set<std::string> ids;
  for (int i = 0; i < 200; ++i) {
    ids.insert(submit(application_with()).id);
    if (i % 50 == 49) pass(-1s);
  }
  EXPECT_THAT(ids, SizeIs(200));
}

TEST_F(ClockJumpTest, AJobThatWaitsIsDoneThoughTheClockWentBack) {
  const Answer answer = submit_scanned();
  pass(-24h);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 1u);
}

TEST_F(ClockJumpTest, AJobWhoseWorkerDiedIsTakenUpThoughTheClockWentBack) {
  const Answer answer = submit_scanned();
  ASSERT_TRUE(store_->claim("read", "dead", now(), 300s).value());
  pass(-24h);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 1u);
}

TEST_F(ClockJumpTest, AFailedJobIsTriedAgainThoughTheClockWentBack) {
  const Answer answer = submit_scanned();
  const auto lease = store_->claim("read", "w", now(), 300s).value().value();
  ASSERT_TRUE(store_->fail(lease, "no", now() + 30s, {now(), "engine"}));
  pass(-24h);
  EXPECT_TRUE(workflow_->work_once("w"));
  EXPECT_EQ(decisions_of(answer.id), 1u);
}

TEST_F(ClockJumpTest, AWithdrawalAfterTheClockWentBackStaysTheEnd) {
  const Answer answer = submit_scanned();
  pass(-24h);
  ASSERT_TRUE(workflow_->withdraw(answer.id, "不再申请", kWindow));
  EXPECT_FALSE(workflow_->work_once("w"));
  EXPECT_THAT(timeline_of(answer.id), ElementsAre("received", "withdrawn"));
}

// The worker's clock jumps between two of its steps, while another looks for work at every step.
TEST_F(ClockJumpTest, WhereverItJumpsEachApplicationIsDecidedOnce) {
  constexpr unsigned kSeeds = 60;
  for (unsigned seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> seconds(-4000, 4000);
    std::bernoulli_distribution jumps(0.4);
    const Answer answer = submit_scanned("proof");
    bool inside = false;
    on_clock_ = [&] {
      if (inside || !jumps(random)) return;
      inside = true;
      pass(std::chrono::seconds(seconds(random)));
      workflow_->work_once("other");
      inside = false;
    };
    for (int turn = 0; turn < 10 && state_of(answer.id) == "received"; ++turn) {
      workflow_->work_once("w");
      pass(301s);
    }
    on_clock_ = nullptr;
    // Three attempts that the jumps took away look like three crashes: that goes to a person.
    const std::size_t decided = decisions_of(answer.id);
    EXPECT_EQ(decided, state_of(answer.id) == "decided" ? 1u : 0u) << state_of(answer.id);
    EXPECT_NE(state_of(answer.id), "received");
    EXPECT_EQ(store_->open_jobs().value(), 0);
  }
  EXPECT_TRUE(store_->verify_audit());
}

}  // namespace
}  // namespace zhipi::workflow
