#include "workflow/tally.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

namespace zhipi::workflow {
namespace {

TEST(TallyTest, WithNoneThereIsNothingToWaitFor) {
  Tally tally;
  tally.wait_for_none();
  { const Tally::One one(tally); }
  tally.wait_for_none();
}

TEST(TallyTest, TheLastOneEndsTheWait) {
  Tally tally;
  std::atomic<int> there = 20;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 20; ++i) {
    threads.emplace_back([&there, one = std::make_unique<Tally::One>(tally)]() mutable {
      --there;
      one.reset();
    });
  }
  tally.wait_for_none();
  EXPECT_EQ(there, 0);
}

}  // namespace
}  // namespace zhipi::workflow
