#include "store/sqlite_connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class SqliteConnectionTest : public testing::Test {
 protected:
  SqliteConnectionTest() : connection_(open_sqlite(file(), Access::write)) {
    connection_->execute("CREATE TABLE things (name TEXT UNIQUE, value BLOB)");
  }
  std::filesystem::path file() const { return directory_.path() / "test.db"; }
  void add(const std::string& name) {
    connection_->execute("INSERT INTO things (name) VALUES ($1)", {name});
  }
  std::int64_t count() {
    return connection_->query("SELECT count(*) FROM things").front().integer(0);
  }
  // The kind of error that the work ends with.
  static std::optional<StorageErrorKind> kind_of(const std::function<void()>& work) {
    try {
      work();
    } catch (const StorageError& error) {
      return error.kind();
    }
    return std::nullopt;
  }

  Directory directory_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(SqliteConnectionTest, ValuesComeBackAsTheyWentIn) {
  const std::string with_nul("中文\0tail", 11);
  const Rows rows = connection_->query(
      "SELECT $1, $2, $3, $4, $2",
      {Null{}, std::int64_t{-9007199254740993}, with_nul, Blob{std::string("\0\xff", 2)}});
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_TRUE(rows[0].is_null(0));
  EXPECT_EQ(rows[0].integer(1), -9007199254740993);
  EXPECT_EQ(rows[0].text(2), with_nul);
  EXPECT_EQ(rows[0].blob(3), std::string("\0\xff", 2));
  EXPECT_EQ(rows[0].integer(4), rows[0].integer(1));
}

TEST_F(SqliteConnectionTest, ExecuteTellsHowManyRowsItChanged) {
  add("a");
  add("b");
  EXPECT_EQ(connection_->execute("UPDATE things SET value = $1", {std::int64_t{1}}), 2);
  EXPECT_EQ(connection_->execute("UPDATE things SET value = 1 WHERE name = 'c'"), 0);
}

TEST_F(SqliteConnectionTest, ASecondRowWithTheSameKeyIsAUniqueViolation) {
  add("a");
  EXPECT_EQ(kind_of([&] { add("a"); }), StorageErrorKind::unique);
}

TEST_F(SqliteConnectionTest, ABrokenReferenceIsAnErrorOfItsOwnKind) {
  connection_->execute("CREATE TABLE parts (thing TEXT REFERENCES things (name))");
  EXPECT_EQ(kind_of([&] { connection_->execute("INSERT INTO parts VALUES ('nobody')"); }),
            StorageErrorKind::other);
}

TEST_F(SqliteConnectionTest, AColumnOfAnotherKindThanExpectedIsAnError) {
  const Rows rows = connection_->query("SELECT 'text'");
  EXPECT_EQ(kind_of([&] { rows[0].integer(0); }), StorageErrorKind::other);
}

TEST_F(SqliteConnectionTest, AnInnerTransactionThatThrowsIsUndoneAlone) {
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

TEST_F(SqliteConnectionTest, ATransactionThatThrowsLeavesNothing) {
  EXPECT_ANY_THROW(connection_->transact([&] {
    add("a");
    connection_->transact([&] { add("b"); });
    throw std::runtime_error("no");
  }));
  EXPECT_EQ(count(), 0);
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(SqliteConnectionTest, AFullDatabaseIsUnavailableAndUsableAgainAfterwards) {
  connection_->query("PRAGMA max_page_count = 8");
  const auto fill = [&] {
    connection_->execute("INSERT INTO things (name, value) VALUES ('big', zeroblob(1000000))");
  };
  EXPECT_EQ(kind_of([&] {
              connection_->transact([&] {
                add("before");
                fill();
              });
            }),
            StorageErrorKind::unavailable);
  EXPECT_EQ(count(), 0);
  connection_->query("PRAGMA max_page_count = 100000");
  connection_->transact(fill);
  EXPECT_EQ(count(), 1);
}

TEST_F(SqliteConnectionTest, AWriterBesideAnotherOneIsBusy) {
  const auto other = open_sqlite(file(), Access::write);
  other->execute("PRAGMA busy_timeout = 0");
  connection_->transact(
      [&] { EXPECT_EQ(kind_of([&] { other->transact([] {}); }), StorageErrorKind::busy); });
}

TEST_F(SqliteConnectionTest, AReaderCannotWriteAndDoesNotSeeWhatIsNotCommitted) {
  const auto reader = open_sqlite(file(), Access::read);
  EXPECT_EQ(kind_of([&] { reader->execute("INSERT INTO things (name) VALUES ('x')"); }),
            StorageErrorKind::unavailable);
  connection_->transact([&] {
    add("a");
    EXPECT_THAT(reader->query("SELECT * FROM things"), IsEmpty());
  });
  EXPECT_THAT(reader->query("SELECT * FROM things"), SizeIs(1));
}

TEST_F(SqliteConnectionTest, TheFileIsForItsOwnerAloneAndWritesAheadInFull) {
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(connection_->query("PRAGMA journal_mode")[0].text(0), "wal");
  EXPECT_EQ(connection_->query("PRAGMA synchronous")[0].integer(0), 2);
  EXPECT_EQ(connection_->query("PRAGMA foreign_keys")[0].integer(0), 1);
}

TEST(OpenSqlite, AFileThatIsNoDatabaseIsRefused) {
  const Directory directory;
  const auto file = directory.path() / "test.db";
  std::filesystem::copy_file(std::filesystem::path(ZHIPI_SOURCE_DIR) / "CMakeLists.txt", file);
  EXPECT_THROW(open_sqlite(file, Access::write), StorageError);
}

TEST(OpenSqlite, AFolderThatIsNotThereIsUnavailable) {
  const Directory directory;
  try {
    open_sqlite(directory.path() / "missing" / "test.db", Access::write);
    FAIL() << "it was opened";
  } catch (const StorageError& error) {
    EXPECT_EQ(error.kind(), StorageErrorKind::unavailable);
  }
}

}  // namespace
}  // namespace zhipi::store
