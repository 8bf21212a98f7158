#include "store/writer.h"

#include <atomic>
#include <future>
#include <memory>
#include <numeric>
#include <thread>

#include "store/refusal.h"
#include "store_fixture.h"

namespace zhipi::store {
namespace {

// A connection that only counts its commits.
class Counting : public Connection {
 public:
  using Connection::execute;
  explicit Counting(std::atomic<int>& commits) : commits_(commits) {}
  std::int64_t execute(std::string_view, Parameters) override { return 0; }
  Rows query(std::string_view, Parameters) override { return {}; }
  void transact(const std::function<void()>& work) override {
    ++depth_;
    try {
      work();
    } catch (...) {
      --depth_;
      throw;
    }
    if (--depth_ == 0) ++commits_;
  }
  bool in_transaction() const override { return depth_ > 0; }
  void check() override {}
  const Dialect& dialect() const override { return dialect_; }

 private:
  std::atomic<int>& commits_;
  Dialect dialect_{};
  int depth_ = 0;
};

// A connection whose first transactions lose against others.
class Losing : public Counting {
 public:
  Losing(std::atomic<int>& commits, int losses) : Counting(commits), losses_(losses) {}
  std::int64_t execute(std::string_view, Parameters) override {
    if (losses_-- > 0) throw StorageError(StorageErrorKind::serialization, "another was faster");
    return 0;
  }

 private:
  int losses_;
};

class WriterTest : public testing::Test {
 protected:
  WriterTest() {
    auto connection = open_database(directory_.path(), Access::write);
    connection->execute("CREATE TABLE numbers (number BIGINT UNIQUE)");
    writer_ = std::make_unique<Writer>(std::move(connection));
  }
  static void insert(Connection& connection, std::int64_t number) {
    connection.execute("INSERT INTO numbers VALUES ($1)", {number});
  }
  std::int64_t count() const {
    return open_database(directory_.path(), Access::read)
        ->query("SELECT count(*) FROM numbers")
        .front()
        .integer(0);
  }

  Directory directory_;
  std::unique_ptr<Writer> writer_;
};

using DiskWriterTest = WriterTest;

TEST(WriterGroup, UnitsThatWaitTogetherShareOneCommit) {
  std::atomic<int> commits{0};
  std::vector<std::size_t> groups;
  Writer writer(std::make_unique<Counting>(commits),
                [&](std::size_t units, std::chrono::nanoseconds) { groups.push_back(units); });
  std::atomic<bool> begun{false};
  std::atomic<bool> open{false};
  std::vector<std::thread> threads;
  threads.emplace_back([&] {
    EXPECT_TRUE(writer.run([&](Connection&) {
      begun = true;
      while (!open) std::this_thread::yield();
    }));
  });
  while (!begun) std::this_thread::yield();
  for (int i = 0; i < 31; ++i) {
    threads.emplace_back([&] { EXPECT_TRUE(writer.run([](Connection&) {})); });
  }
  while (writer.waiting() < 31) std::this_thread::yield();
  open = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(commits, 2);
  EXPECT_THAT(groups, testing::ElementsAre(1U, 31U));
}

TEST(WriterGroup, TheWriterGoesOnWhileSomebodyIsBeingTold) {
  std::atomic<int> commits{0};
  Writer writer(std::make_unique<Counting>(commits));
  std::promise<void> heard;
  std::promise<void> go_on;
  writer.submit([](Connection&) {},
                [&](const std::optional<Problem>&) {
                  heard.set_value();
                  go_on.get_future().wait();
                });
  heard.get_future().wait();
  EXPECT_TRUE(writer.run([](Connection&) {}));
  EXPECT_EQ(commits, 2);
  go_on.set_value();
}

TEST(WriterGroup, WhoeverIsStillToBeToldIsToldBeforeItsEnd) {
  std::atomic<int> commits{0};
  std::vector<int> told;
  {
    Writer writer(std::make_unique<Counting>(commits));
    for (int i = 0; i < 100; ++i) {
      writer.submit([](Connection&) {},
                    [&told, i](const std::optional<Problem>&) { told.push_back(i); });
    }
  }
  std::vector<int> all(100);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(told, all);
}

TEST(WriterGroup, WhatSomebodyWhoWasToldHeldIsGoneBeforeTheNextIsTold) {
  std::atomic<int> commits{0};
  std::vector<bool> gone;
  std::weak_ptr<int> before;
  {
    Writer writer(std::make_unique<Counting>(commits));
    for (int i = 0; i < 20; ++i) {
      const auto held = std::make_shared<int>(i);
      writer.submit([held](Connection&) {},
                    [held, &before, &gone](const std::optional<Problem>&) {
                      gone.push_back(before.expired());
                      before = held;
                    });
    }
  }
  EXPECT_THAT(gone, testing::AllOf(testing::SizeIs(20), testing::Each(true)));
}

TEST(WriterRetries, ATransactionThatLostAgainstAnotherIsTriedAgain) {
  std::atomic<int> commits{0};
  Writer writer(std::make_unique<Losing>(commits, 3));
  int runs = 0;
  const auto done = writer.run([&](Connection& c) {
    ++runs;
    c.execute("UPDATE");
  });
  EXPECT_EQ(code_of(done), "ok");
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(commits, 1);
}

TEST(WriterRetries, ATransactionThatAlwaysLosesIsUnavailable) {
  std::atomic<int> commits{0};
  Writer writer(std::make_unique<Losing>(commits, 1000));
  EXPECT_EQ(code_of(writer.run([](Connection& c) { c.execute("UPDATE"); })), "unavailable");
  EXPECT_EQ(commits, 0);
}

TEST_F(WriterTest, ThirtyTwoThreadsLoseNothing) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 32; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 20; ++i) {
        const auto done = writer_->run([&](Connection& c) { insert(c, thread * 20 + i); });
        EXPECT_TRUE(done);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count(), 640);
}

TEST_F(WriterTest, AUnitThatRefusesIsUndoneAloneAmongOthers) {
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 32; ++thread) {
    threads.emplace_back([&, thread] {
      const auto done = writer_->run([&](Connection& c) {
        insert(c, thread);
        if (thread % 2 == 1) refuse("odd", "Odd numbers are refused.");
      });
      if (!done && done.error().code == "odd") ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, 16);
  EXPECT_EQ(count(), 16);
}

TEST_F(WriterTest, WhoDoesNotWaitIsToldWhenItIsDurableAndWhyItIsNot) {
  std::promise<std::optional<Problem>> kept;
  std::promise<std::optional<Problem>> refused;
  std::int64_t found = 0;
  writer_->submit([](Connection& c) { insert(c, 1); },
                  [&](std::optional<Problem> problem) {
                    found = count();
                    kept.set_value(std::move(problem));
                  });
  EXPECT_EQ(kept.get_future().get(), std::nullopt);
  EXPECT_EQ(found, 1);
  writer_->submit(
      [](Connection& c) {
        insert(c, 2);
        refuse("odd", "Refused.");
      },
      [&](std::optional<Problem> problem) { refused.set_value(std::move(problem)); });
  const auto problem = refused.get_future().get();
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->code, "odd");
  EXPECT_EQ(count(), 1);
}

TEST_F(WriterTest, WhatIsReturnedIsVisibleToEveryReader) {
  for (std::int64_t number = 0; number < 20; ++number) {
    ASSERT_TRUE(writer_->run([&](Connection& c) { insert(c, number); }));
    ASSERT_EQ(count(), number + 1);
  }
}

TEST_F(DiskWriterTest, ADatabaseThatIsFullIsUnavailableAndRecoversByItself) {
  const auto limit = [&](const std::string& pages) {
    return writer_->run([&](Connection& c) { c.query("PRAGMA max_page_count = " + pages); });
  };
  ASSERT_TRUE(limit("4"));
  const auto fill = [&] {
    return writer_->run([](Connection& c) {
      for (std::int64_t number = 0; number < 5000; ++number) insert(c, number);
    });
  };
  EXPECT_EQ(code_of(fill()), "unavailable");
  EXPECT_EQ(count(), 0);
  ASSERT_TRUE(limit("100000"));
  EXPECT_EQ(code_of(fill()), "ok");
  EXPECT_EQ(count(), 5000);
}

}  // namespace
}  // namespace zhipi::store
