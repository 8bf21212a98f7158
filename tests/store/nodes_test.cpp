// Several processes on one database, played by several stores: one log, one order, one decision
// each.
#include <atomic>
#include <thread>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::Each;
using testing::SizeIs;

class NodesTest : public testing::Test {
 protected:
  std::unique_ptr<Store> open() {
    return Store::open(directory_.path(), options_for(directory_.path())).value();
  }
  Directory directory_;
};

TEST_F(NodesTest, NodesThatStartTogetherMakeTheTablesOnce) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto opened = Store::open(directory_.path(), options_for(directory_.path()));
      EXPECT_TRUE(opened) << to_line(opened.error());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(open()->verify_audit().value().size, 0);
}

TEST_F(NodesTest, TheLogStaysOneChainAndTheFeedMissesNothing) {
  const auto first = open();
  const auto second = open();
  std::atomic<bool> done = false;
  std::vector<std::int64_t> seen;
  // Follows the feed while others write, as a subscriber does.
  std::thread follower([&] {
    while (true) {
      const bool last_look = done;
      const auto events = first->events_after(seen.empty() ? 0 : seen.back(), 1000);
      ASSERT_TRUE(events);
      for (const Event& event : *events) seen.push_back(event.sequence);
      if (last_look && events->empty()) return;
    }
  });
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 8; ++writer) {
    writers.emplace_back([&, writer] {
      Store& store = writer % 2 == 0 ? *first : *second;
      for (int i = 0; i < 25; ++i) {
        const std::string id = "A" + std::to_string(writer) + "-" + std::to_string(i);
        EXPECT_EQ(code_of(created(store, application(id), act(), decision(), job())), "ok");
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  follower.join();
  EXPECT_EQ(first->verify_audit().value(), second->audit_head().value());
  EXPECT_THAT(seen, SizeIs(first->events_after(0, 10000).value().size()));
}

TEST_F(NodesTest, TheSameApplicationSentToTwoNodesIsKeptOnce) {
  const auto first = open();
  const auto second = open();
  std::atomic<int> made = 0;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 16; ++sender) {
    senders.emplace_back([&, sender] {
      Store& store = sender % 2 == 0 ? *first : *second;
      Act once = act();
      once.once = Once{"key-1", "window-1", Digest::of("body"), {201, "{}"}};
      const auto kept = created(store, application("A" + std::to_string(sender)), once);
      ASSERT_TRUE(kept) << to_line(kept.error());
      if (!kept->repeated) ++made;
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(made, 1);
}

TEST_F(NodesTest, AJobGoesToOneNode) {
  const auto first = open();
  const auto second = open();
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(created(*first, application("A" + std::to_string(i)), act(), {}, job()));
  }
  std::atomic<int> claimed = 0;
  std::vector<std::thread> workers;
  for (int worker = 0; worker < 8; ++worker) {
    workers.emplace_back([&, worker] {
      Store& store = worker % 2 == 0 ? *first : *second;
      while (store.claim("read", "w", at(), std::chrono::seconds(60)).value()) ++claimed;
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(claimed, 30);
}

}  // namespace
}  // namespace zhipi::store
