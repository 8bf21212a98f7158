#include "workflow/waiters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <random>
#include <vector>

namespace zhipi::workflow {
namespace {

using namespace std::chrono_literals;
using Clock = Waiters::Clock;
using testing::Each;

// Long enough that only a defect lets it pass.
constexpr auto kNever = 10min;
constexpr auto kPatience = 20s;

// One call that a test waits for.
class Call {
 public:
  std::function<void()> done() {
    return [promise = promise_] { promise->set_value(std::this_thread::get_id()); };
  }
  bool came() { return future_.wait_for(kPatience) == std::future_status::ready; }
  bool came_already() { return future_.wait_for(0s) == std::future_status::ready; }
  std::thread::id thread() { return future_.get(); }

 private:
  std::shared_ptr<std::promise<std::thread::id>> promise_ =
      std::make_shared<std::promise<std::thread::id>>();
  std::future<std::thread::id> future_ = promise_->get_future();
};

TEST(WaitersTest, WakingCallsBeforeTheDeadline) {
  Waiters waiters;
  Call call;
  waiters.wait("A1", Clock::now() + kNever, call.done());
  waiters.wake("A1");
  EXPECT_TRUE(call.came());
}

TEST(WaitersTest, TheDeadlineCallsWhomNobodyWakes) {
  Waiters waiters;
  Call call;
  const auto until = Clock::now() + 20ms;
  waiters.wait("A1", until, call.done());
  ASSERT_TRUE(call.came());
  EXPECT_GE(Clock::now(), until);
}

TEST(WaitersTest, ALaterDeadlineDoesNotHoldUpAnEarlierOne) {
  Waiters waiters;
  Call late;
  Call early;
  waiters.wait("A1", Clock::now() + kNever, late.done());
  waiters.wait("A2", Clock::now() + 10ms, early.done());
  EXPECT_TRUE(early.came());
  EXPECT_FALSE(late.came_already());
}

TEST(WaitersTest, ADeadlineThatHasPassedCallsAtOnce) {
  Waiters waiters;
  Call call;
  waiters.wait("A1", Clock::now() - 1s, call.done());
  EXPECT_TRUE(call.came());
}

TEST(WaitersTest, WakingOneCallsNobodyElse) {
  Waiters waiters;
  Call woken;
  Call other;
  waiters.wait("A2", Clock::now() + kNever, other.done());
  waiters.wait("A1", Clock::now() + kNever, woken.done());
  waiters.wake("A1");
  ASSERT_TRUE(woken.came());
  EXPECT_FALSE(other.came_already());
}

TEST(WaitersTest, WakingCallsEveryoneWhoWaitsForIt) {
  Waiters waiters;
  std::array<Call, 5> calls;
  for (Call& call : calls) waiters.wait("A1", Clock::now() + kNever, call.done());
  waiters.wake("A1");
  for (Call& call : calls) EXPECT_TRUE(call.came());
}

TEST(WaitersTest, WakingNobodyIsFine) {
  Waiters waiters;
  Call call;
  waiters.wake("A1");
  waiters.wait("A2", Clock::now(), call.done());
  EXPECT_TRUE(call.came());
}

TEST(WaitersTest, WhatIsOverElsewhereIsFoundByAsking) {
  std::atomic<bool> over = false;
  std::atomic<int> asked = 0;
  Waiters waiters(
      [&](const std::string& id) {
        ++asked;
        return id == "A1" && over;
      },
      1ms);
  Call decided;
  Call other;
  waiters.wait("A1", Clock::now() + kNever, decided.done());
  waiters.wait("A2", Clock::now() + kNever, other.done());
  while (asked < 4) std::this_thread::yield();
  EXPECT_FALSE(decided.came_already());
  over = true;
  EXPECT_TRUE(decided.came());
  EXPECT_FALSE(other.came_already());
}

TEST(WaitersTest, TheEndComesWhenEveryoneHasBeenCalled) {
  Waiters waiters;
  std::array<Call, 5> calls;
  for (Call& call : calls) waiters.wait("A1", Clock::now() + kNever, call.done());
  waiters.end();
  for (Call& call : calls) EXPECT_TRUE(call.came_already());
}

TEST(WaitersTest, NobodyIsCalledFromTheirOwnThreadOrTheWakersThread) {
  Waiters waiters;
  Call call;
  waiters.wait("A1", Clock::now() + kNever, call.done());
  waiters.wake("A1");
  ASSERT_TRUE(call.came());
  EXPECT_NE(call.thread(), std::this_thread::get_id());
}

TEST(WaitersTest, StoppingCallsEveryone) {
  Waiters waiters;
  Call call;
  waiters.wait("A1", Clock::now() + kNever, call.done());
  waiters.stop();
  EXPECT_TRUE(call.came());
}

TEST(WaitersTest, WhoeverComesAfterStoppingIsCalledAtOnce) {
  Waiters waiters;
  waiters.stop();
  Call first;
  waiters.wait("A1", Clock::now() + kNever, first.done());
  ASSERT_TRUE(first.came());
  Call second;
  waiters.wait("A1", Clock::now() + kNever, second.done());
  EXPECT_TRUE(second.came());
}

TEST(WaitersTest, TheEndCallsWhoeverStillWaits) {
  Call call;
  {
    Waiters waiters;
    waiters.wait("A1", Clock::now() + kNever, call.done());
  }
  EXPECT_TRUE(call.came_already());
}

TEST(WaitersTest, ACallMayWaitAgainAndWake) {
  Waiters waiters;
  Call second;
  waiters.wait("A1", Clock::now() + kNever, [&] {
    waiters.wait("A2", Clock::now() + kNever, second.done());
    waiters.wake("A2");
  });
  waiters.wake("A1");
  EXPECT_TRUE(second.came());
}

TEST(WaitersTest, EachIsCalledExactlyOnceWhileManyWaitAndWake) {
  constexpr int kThreads = 8;
  constexpr int kEach = 500;
  std::vector<std::atomic<int>> calls(kThreads * kEach);
  {
    Waiters waiters;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        std::mt19937 random(static_cast<unsigned>(thread + 1));
        for (int i = 0; i < kEach; ++i) {
          const std::string id = "A" + std::to_string(random() % 20);
          const auto until = Clock::now() + std::chrono::microseconds(random() % 3000);
          auto& count = calls[static_cast<std::size_t>(thread * kEach + i)];
          waiters.wait(id, until, [&count] { ++count; });
          waiters.wake("A" + std::to_string(random() % 20));
        }
      });
    }
  }
  EXPECT_THAT(calls, Each(testing::Eq(1)));
}

}  // namespace
}  // namespace zhipi::workflow
