#include <mutex>
#include <set>
#include <thread>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::SizeIs;

class QueueTest : public StoreTest {
 protected:
  std::optional<Lease> claim(std::int64_t now, const std::string& worker = "w") {
    return store_->claim("read", worker, at(now), seconds(60)).value();
  }
};

TEST_F(QueueTest, AJobIsHandedToOneWorkerAtATime) {
  create("A1");
  ASSERT_TRUE(
      store_->enqueue("A1", {.kind = "read", .payload = R"({"x":1})", .ready_at = at()}, act()));
  const auto lease = claim(0);
  ASSERT_TRUE(lease);
  EXPECT_EQ(lease->application, "A1");
  EXPECT_EQ(lease->kind, "read");
  EXPECT_EQ(lease->payload, R"({"x":1})");
  EXPECT_EQ(lease->attempts, 1);
  EXPECT_EQ(lease->until, at(60));
  EXPECT_FALSE(claim(59));
}

TEST_F(QueueTest, AJobForAnApplicationThatDoesNotExistIsRefused) {
  EXPECT_EQ(code_of(store_->enqueue("A9", job(), act())), "not_found");
}

TEST_F(QueueTest, AJobIsClaimedNeitherEarlyNorByAnotherKindOfWorker) {
  create("A1", job("read", 10));
  EXPECT_FALSE(claim(9));
  EXPECT_FALSE(store_->claim("deliver", "w", at(10), seconds(60)).value());
  EXPECT_TRUE(claim(10));
}

TEST_F(QueueTest, TheLongestReadyJobComesFirst) {
  create("A1", job("read", 2));
  create("A2", job("read", 1));
  create("A3", job("read", 1));
  EXPECT_EQ(claim(5)->application, "A2");
  EXPECT_EQ(claim(5)->application, "A3");
  EXPECT_EQ(claim(5)->application, "A1");
}

TEST_F(QueueTest, AFinishedJobIsGone) {
  create("A1", job());
  const auto lease = claim(0);
  EXPECT_EQ(code_of(store_->finish(*lease, at(59))), "ok");
  EXPECT_EQ(code_of(store_->finish(*lease, at(59))), "lease_lost");
  EXPECT_FALSE(claim(1000));
  EXPECT_EQ(store_->open_jobs().value(), 0);
}

TEST_F(QueueTest, AnExpiredLeaseIsGivenOutAgainWithAHigherToken) {
  create("A1", job());
  const auto first = claim(0, "first");
  const auto second = claim(60, "second");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->job, first->job);
  EXPECT_GT(second->token, first->token);
  EXPECT_EQ(second->attempts, 2);
}

TEST_F(QueueTest, AJobThatAClockSetBackPutOffIsGivenOut) {
  create("A1", job());
  const auto first = claim(0, "first");
  EXPECT_FALSE(claim(-1));
  const auto second = claim(-3600, "second");
  ASSERT_TRUE(second);
  EXPECT_EQ(code_of(store_->finish(*first, at(-3600))), "lease_lost");
  EXPECT_EQ(code_of(store_->finish(*second, at(-3600))), "ok");
}

TEST_F(QueueTest, AJobThatIsHandedBackIsAnothersAtOnceAndWasNotTried) {
  create("A1", job());
  const auto first = claim(0, "first");
  ASSERT_EQ(code_of(store_->hand_back(*first)), "ok");
  EXPECT_EQ(code_of(store_->finish(*first, at(1))), "lease_lost");
  EXPECT_EQ(code_of(store_->hand_back(*first)), "lease_lost");
  const auto second = claim(0, "second");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->attempts, 1);
}

TEST_F(QueueTest, ALateWorkerCanNeitherFinishNorRenewNorFail) {
  create("A1", job());
  const auto late = claim(0, "first");
  const auto now = claim(60, "second");
  EXPECT_EQ(code_of(store_->finish(*late, at(61))), "lease_lost");
  EXPECT_EQ(code_of(store_->renew(*late, at(61), seconds(60))), "lease_lost");
  EXPECT_EQ(code_of(store_->fail(*late, "no", at(62), act(61))), "lease_lost");
  EXPECT_EQ(code_of(store_->finish(*now, at(61))), "ok");
}

TEST_F(QueueTest, ALeaseThatHasPassedIsRefusedEvenWhenNobodyElseHasTheJob) {
  create("A1", job());
  const auto lease = claim(0);
  EXPECT_EQ(code_of(store_->finish(*lease, at(60))), "lease_lost");
  EXPECT_TRUE(claim(60));
}

TEST_F(QueueTest, ARenewedLeaseLastsLonger) {
  create("A1", job());
  const auto lease = store_->renew(*claim(0), at(59), seconds(60));
  EXPECT_EQ(lease.value().until, at(119));
  EXPECT_FALSE(claim(118));
  EXPECT_EQ(code_of(store_->finish(*lease, at(118))), "ok");
}

TEST_F(QueueTest, AFailedJobIsTriedAgainAtItsTime) {
  create("A1", job());
  EXPECT_EQ(store_->fail(*claim(0), "worker died", at(30), act(1)).value(), AfterFailure::waiting);
  EXPECT_FALSE(claim(29));
  EXPECT_EQ(claim(30)->attempts, 2);
}

TEST_F(QueueTest, AJobThatFailsTooOftenIsParked) {
  create("A1", job());
  EXPECT_EQ(store_->fail(*claim(0), "one", at(1), act(0)).value(), AfterFailure::waiting);
  EXPECT_EQ(store_->fail(*claim(1), "two", at(2), act(1)).value(), AfterFailure::waiting);
  EXPECT_EQ(store_->fail(*claim(2), "three", at(3), act(2)).value(), AfterFailure::parked);
  EXPECT_FALSE(claim(1000));
  const auto parked = store_->parked_jobs().value();
  ASSERT_THAT(parked, SizeIs(1));
  EXPECT_EQ(parked[0].application, "A1");
  EXPECT_EQ(parked[0].kind, "read");
  EXPECT_EQ(parked[0].attempts, 3);
  EXPECT_EQ(parked[0].error, "three");
  EXPECT_THAT(events("A1"), ElementsAre("received", "job_parked"));
}

TEST_F(QueueTest, AParkedJobIsForgottenWhenAPersonHasDecided) {
  create("A1", job());
  for (const std::int64_t now : {0, 1, 2}) {
    ASSERT_TRUE(store_->fail(*claim(now), "broken", at(now), act(now)));
  }
  const Move escalate{.from = {State::received}, .to = State::escalated, .event = "parked"};
  ASSERT_TRUE(store_->move("A1", escalate, act(3)));
  EXPECT_THAT(store_->parked_jobs().value(), SizeIs(1));
  NewDecision own = decision("deny");
  own.maker = Maker::person;
  own.state = State::decided;
  ASSERT_EQ(code_of(store_->save_decision("A1", own, act(4))), "ok");
  EXPECT_THAT(store_->parked_jobs().value(), testing::IsEmpty());
}

TEST_F(QueueTest, AJobWhoseWorkersDieIsParkedAndOthersGoOn) {
  create("A1", job());
  for (const std::int64_t now : {0, 60, 120}) ASSERT_TRUE(claim(now));
  create("A2", job("read", 180));
  EXPECT_EQ(claim(180)->application, "A2");
  ASSERT_THAT(store_->parked_jobs().value(), SizeIs(1));
  EXPECT_EQ(store_->parked_jobs().value()[0].application, "A1");
  EXPECT_THAT(events("A1"), ElementsAre("received", "job_parked"));
}

TEST_F(QueueTest, LeasesAreReturnedWhenTheirNodeStartsAnew) {
  create("A1", job());
  const auto dead = claim(0, "node-a/worker-1");
  EXPECT_EQ(store_->return_leases("node-a", at(1)).value(), 1);
  EXPECT_EQ(code_of(store_->finish(*dead, at(1))), "lease_lost");
  EXPECT_EQ(claim(1)->attempts, 2);
}

TEST_F(QueueTest, LeasesOfOtherNodesAreTheirs) {
  create("A1", job());
  create("A2", job());
  const auto live = claim(0, "node-b/worker-1");
  const auto other = claim(0, "node-ab/worker-1");
  EXPECT_EQ(store_->return_leases("node-a", at(1)).value(), 0);
  EXPECT_EQ(code_of(store_->finish(*live, at(1))), "ok");
  EXPECT_EQ(code_of(store_->finish(*other, at(1))), "ok");
}

TEST_F(QueueTest, AnApplicationUnderWayThatNoJobWouldDecideIsFound) {
  create("A1", job());
  create("A2");
  create("A3", job("deliver"));
  ASSERT_TRUE(created(*store_, application("A4"), act(), decision()));
  EXPECT_THAT(store_->without_job("read").value(), ElementsAre("A2", "A3"));
}

TEST_F(QueueTest, AnotherJobNeverGetsTheIdOfAFinishedOne) {
  create("A1", job());
  const auto first = claim(0);
  ASSERT_TRUE(store_->finish(*first, at(1)));
  ASSERT_TRUE(store_->enqueue("A1", job(), act()));
  EXPECT_NE(claim(1)->job, first->job);
}

TEST_F(QueueTest, ManyWorkersShareTheJobsWithoutAnyTwice) {
  for (int i = 0; i < 40; ++i) create("A" + std::to_string(i), job());
  std::mutex mutex;
  std::multiset<std::string> done;
  std::vector<std::thread> workers;
  for (int i = 0; i < 8; ++i) {
    workers.emplace_back([&] {
      while (const auto lease = claim(0)) {
        ASSERT_TRUE(store_->finish(*lease, at(1)));
        const std::lock_guard lock(mutex);
        done.insert(lease->application);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_THAT(done, SizeIs(40));
  EXPECT_THAT(std::set<std::string>(done.begin(), done.end()), SizeIs(40));
}

}  // namespace
}  // namespace zhipi::store
