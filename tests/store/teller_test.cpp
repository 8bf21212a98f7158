#include "store/teller.h"

#include <gtest/gtest.h>

#include <future>
#include <numeric>
#include <vector>

namespace zhipi::store {
namespace {

TEST(TellerTest, TellsInTheOrderInWhichItWasAsked) {
  std::vector<int> told;
  std::promise<void> last;
  Teller teller;
  for (int i = 0; i < 100; ++i) teller.tell([&told, i] { told.push_back(i); });
  teller.tell([&] { last.set_value(); });
  last.get_future().wait();
  std::vector<int> all(100);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(told, all);
}

TEST(TellerTest, TellsOnAThreadOfItsOwn) {
  std::promise<std::thread::id> thread;
  Teller teller;
  teller.tell([&] { thread.set_value(std::this_thread::get_id()); });
  EXPECT_NE(thread.get_future().get(), std::this_thread::get_id());
}

TEST(TellerTest, WhatIsToldMayAskForMore) {
  std::promise<void> told;
  {
    Teller teller;
    teller.tell([&] { teller.tell([&] { told.set_value(); }); });
  }
  told.get_future().get();  // throws where the second was dropped
}

}  // namespace
}  // namespace zhipi::store
