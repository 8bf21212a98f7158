// What both drivers promise; the tests run on each of them.
#include "store/connection.h"

#include <thread>

#include "things_fixture.h"

namespace zhipi::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ConnectionTest : public ThingsTest {
 protected:
  ConnectionTest()
      : ThingsTest([](const auto& directory) { return open_database(directory, Access::write); }) {}
};

TEST_F(ConnectionTest, ValuesComeBackAsTheyWentIn) {
  const std::string text = "中文 ' \" \\ $1 \n";
  const Rows rows = connection_->query("SELECT $1, $2, $3, $4, $2",
                                       {Null{}, std::int64_t{-9007199254740993}, text, ""});
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_TRUE(rows[0].is_null(0));
  EXPECT_EQ(rows[0].integer(1), -9007199254740993);
  EXPECT_EQ(rows[0].text(2), text);
  EXPECT_EQ(rows[0].text(3), "");
  EXPECT_EQ(rows[0].integer(4), rows[0].integer(1));
}

TEST_F(ConnectionTest, TruthsCountsAndSumsAreWholeNumbers) {
  add("a");
  connection_->execute("UPDATE things SET value = $1", {std::int64_t{7}});
  const Rows rows =
      connection_->query("SELECT value > 5, count(*), sum(value), 1 FROM things GROUP BY value");
  EXPECT_EQ(rows[0].integer(0), 1);
  EXPECT_EQ(rows[0].integer(1), 1);
  EXPECT_EQ(rows[0].integer(2), 7);
  EXPECT_EQ(rows[0].integer(3), 1);
}

TEST_F(ConnectionTest, TextsSortByTheirBytes) {
  for (const char* const name : {"b", "A", "中", "a", "B", "-", "0"}) add(name);
  std::vector<std::string> sorted;
  for (const Row& row : connection_->query("SELECT name FROM things ORDER BY name")) {
    sorted.push_back(row.text(0));
  }
  EXPECT_THAT(sorted, ElementsAre("-", "0", "A", "B", "a", "b", "中"));
}

TEST_F(ConnectionTest, ExecuteTellsHowManyRowsItChanged) {
  add("a");
  add("b");
  EXPECT_EQ(connection_->execute("UPDATE things SET value = $1", {std::int64_t{1}}), 2);
  EXPECT_EQ(connection_->execute("UPDATE things SET value = 1 WHERE name = 'c'"), 0);
}

TEST_F(ConnectionTest, ASecondRowWithTheSameKeyIsAUniqueViolation) {
  add("a");
  EXPECT_EQ(kind_of([&] { add("a"); }), StorageErrorKind::unique);
}

TEST_F(ConnectionTest, ABrokenReferenceIsAnErrorOfItsOwnKind) {
  connection_->execute("CREATE TABLE parts (thing TEXT REFERENCES things (name))");
  EXPECT_EQ(kind_of([&] { connection_->execute("INSERT INTO parts VALUES ('nobody')"); }),
            StorageErrorKind::other);
}

TEST_F(ConnectionTest, AColumnOfAnotherKindThanExpectedIsAnError) {
  const Rows rows = connection_->query("SELECT 'text'");
  EXPECT_EQ(kind_of([&] { rows[0].integer(0); }), StorageErrorKind::other);
}

TEST_F(ConnectionTest, AnInnerTransactionThatThrowsIsUndoneAlone) {
  connection_->transact([&] {
    add("outer");
    EXPECT_ANY_THROW(connection_->transact([&] {
      add("inner");
      throw std::runtime_error("no");
    }));
    add("after");
  });
  EXPECT_THAT(connection_->query("SELECT 1 FROM things WHERE name = 'inner'"), IsEmpty());
  EXPECT_EQ(count(), 2);
}

TEST_F(ConnectionTest, ATransactionThatThrowsLeavesNothing) {
  EXPECT_ANY_THROW(connection_->transact([&] {
    add("a");
    connection_->transact([&] { add("b"); });
    throw std::runtime_error("no");
  }));
  EXPECT_EQ(count(), 0);
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(ConnectionTest, AReaderCannotWriteAndDoesNotSeeWhatIsNotCommitted) {
  const auto reader = open_database(directory_.path(), Access::read);
  EXPECT_EQ(kind_of([&] { reader->execute("INSERT INTO things (name) VALUES ('x')"); }),
            StorageErrorKind::unavailable);
  connection_->transact([&] {
    add("a");
    EXPECT_THAT(reader->query("SELECT * FROM things"), IsEmpty());
  });
  EXPECT_THAT(reader->query("SELECT * FROM things"), SizeIs(1));
}

TEST_F(ConnectionTest, AReadingTransactionSeesOneSnapshot) {
  const auto reader = open_database(directory_.path(), Access::read);
  reader->transact([&] {
    EXPECT_THAT(reader->query("SELECT * FROM things"), IsEmpty());
    add("a");
    EXPECT_THAT(reader->query("SELECT * FROM things"), IsEmpty());
  });
  EXPECT_THAT(reader->query("SELECT * FROM things"), SizeIs(1));
}

TEST_F(ConnectionTest, WhoWritesIsAloneFromTheBeginningOfTheTransaction) {
  add("counter");
  connection_->execute("UPDATE things SET value = 0");
  const auto count_up = [&] {
    const auto own = open_database(directory_.path(), Access::write);
    for (int i = 0; i < 50; ++i) {
      own->transact([&] {
        const auto value = own->query("SELECT value FROM things").front().integer(0);
        own->execute("UPDATE things SET value = $1", {value + 1});
      });
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back(count_up);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(connection_->query("SELECT value FROM things").front().integer(0), 200);
}

}  // namespace
}  // namespace zhipi::store
