// Two nodes on one database: what one decides, the other one counts.
#include <future>
#include <latch>
#include <thread>

#include "service.h"

namespace zhipi::workflow {
namespace {

class NodesTest : public ServiceTest {
 protected:
  NodesTest()
      : other_store_(store::Store::open(data_.path(), store::options_for(data_.path())).value()) {
    Options options;
    options.now = [this] { return now(); };
    other_ = std::make_unique<Workflow>(options, catalogue_, calendar_, *other_store_, *readers_);
  }

  std::unique_ptr<store::Store> other_store_;
  std::unique_ptr<Workflow> other_;
};

TEST_F(NodesTest, OfApplicationsSentToBothAtOnceEachCountsThoseBeforeIt) {
  constexpr int kThreads = 8;
  std::latch ready(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        Workflow& node = i % 2 == 0 ? *workflow_ : *other_;
        ready.arrive_and_wait();
        for (int n = 0; n < 3; ++n) {
          const auto answer = submitted(node, application_with(), {}, std::nullopt, kWindow);
          EXPECT_TRUE(answer) << lines_of(answer.error());
        }
      });
    }
  }
  std::int64_t before = 0;
  const auto stored = store_->list({.sort = store::Sort::received}).value().applications;
  for (const store::Application& application : stored) {
    EXPECT_EQ(facts_of(application.id).at("history").at("all_cases"), Json(before++));
  }
  EXPECT_EQ(before, kThreads * 3);
}

TEST_F(NodesTest, WhatOneNodeTakesInTheOtherCanDecide) {
  const Answer answer = submit_scanned("proof");
  EXPECT_TRUE(other_->work_once("other/worker-1"));
  EXPECT_EQ(state_of(answer.id), "decided");
}

TEST_F(NodesTest, WhoWaitsAtOneNodeLearnsWhatTheOtherDecided) {
  const Answer answer = submit_scanned("proof");
  std::promise<void> told;
  const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(10);
  workflow_->when_decided(answer.id, until, [&] { told.set_value(); });
  EXPECT_TRUE(other_->work_once("other/worker-1"));
  EXPECT_EQ(told.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
}

}  // namespace
}  // namespace zhipi::workflow
