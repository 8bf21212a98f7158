#include "api/http/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

namespace zhipi::http {
namespace {

using Task = std::function<void()>;

void run(Task task) {
  task();
}

TEST(WorkerPool, RunsEveryJobThatItTook) {
  std::atomic<int> ran = 0;
  constexpr int kJobs = 20'000;
  constexpr int kSenders = 4;
  std::latch all(kJobs * kSenders);
  WorkerPool<Task> pool(8, kJobs * kSenders, run);
  std::vector<std::thread> senders;
  for (int sender = 0; sender < kSenders; ++sender) {
    senders.emplace_back([&] {
      for (int i = 0; i < kJobs; ++i) {
        Task job = [&] {
          ++ran;
          all.count_down();
        };
        ASSERT_TRUE(pool.offer(job));
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  all.wait();
  EXPECT_EQ(ran, kJobs * kSenders);
}

TEST(WorkerPool, RunsAsManyJobsAtOnceAsItHasWorkers) {
  constexpr int kWorkers = 16;
  for (int round = 0; round < 200; ++round) {
    std::latch together(kWorkers);  // each waits for all the others
    std::latch done(kWorkers);
    WorkerPool<Task> pool(kWorkers, kWorkers, run);
    for (int i = 0; i < kWorkers; ++i) {
      Task job = [&] {
        together.arrive_and_wait();
        done.count_down();
      };
      ASSERT_TRUE(pool.offer(job));
    }
    done.wait();
  }
}

TEST(WorkerPool, RunsFewJobsAtOnceThatOnlyComputeAndTheOthersBesideThem) {
  constexpr int kMost = 2;
  constexpr int kJobs = 2000;
  std::atomic<int> computing = 0;
  std::atomic<int> most_seen = 0;
  std::latch done(2 * kJobs);
  WorkerPool<Task> pool(8, 2 * kJobs, run, kMost);
  for (int i = 0; i < kJobs; ++i) {
    Task computes = [&] {
      const int now = ++computing;
      for (int seen = most_seen; now > seen && !most_seen.compare_exchange_weak(seen, now);) {
      }
      --computing;
      done.count_down();
    };
    Task other = [&] { done.count_down(); };
    ASSERT_TRUE(pool.offer(computes, true));
    ASSERT_TRUE(pool.offer(other));
  }
  done.wait();
  EXPECT_LE(most_seen, kMost);
}

TEST(WorkerPool, LetsNoJobWaitForOnesThatOnlyCompute) {
  std::promise<void> release;
  const std::shared_future<void> released = release.get_future().share();
  std::promise<void> ran;
  std::latch done(3);
  WorkerPool<Task> pool(4, 8, run, 1);
  for (int i = 0; i < 3; ++i) {
    Task computes = [&, released] {
      released.wait();
      done.count_down();
    };
    ASSERT_TRUE(pool.offer(computes, true));
  }
  Task other = [&] { ran.set_value(); };
  ASSERT_TRUE(pool.offer(other));
  ran.get_future().wait();
  release.set_value();
  done.wait();
}

TEST(WorkerPool, RefusesWhatItsQueueCannotHoldAndLeavesItUntouched) {
  std::promise<void> release;
  std::promise<void> begun;
  WorkerPool<Task> pool(1, 1, run);
  Task blocking = [&] {
    begun.set_value();
    release.get_future().wait();
  };
  ASSERT_TRUE(pool.offer(blocking));
  begun.get_future().wait();
  Task queued = [] {};
  ASSERT_TRUE(pool.offer(queued));
  Task refused = [] {};
  EXPECT_FALSE(pool.offer(refused));
  EXPECT_TRUE(refused);
  release.set_value();
}

TEST(WorkerPool, TakesNothingOnceItIsStopped) {
  WorkerPool<Task> pool(4, 4, run);
  pool.stop();
  Task late = [] {};
  EXPECT_FALSE(pool.offer(late));
}

}  // namespace
}  // namespace zhipi::http
