#include "store/sqlite_connection.h"

#include <sys/stat.h>

#include "things_fixture.h"

namespace zhipi::store {
namespace {

class SqliteConnectionTest : public ThingsTest {
 protected:
  SqliteConnectionTest()
      : ThingsTest(
            [](const auto& directory) { return open_sqlite(directory / kFile, Access::write); }) {}
  std::filesystem::path file() const { return directory_.path() / kFile; }

 private:
  static constexpr const char* kFile = "test.db";
};

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

// More than the cache holds goes to the log before the commit.
TEST_F(SqliteConnectionTest, ATransactionLargerThanTheCacheIsThereForItselfAndThenForOthers) {
  constexpr std::int64_t kRows = 400;
  const auto sum = [](Connection& connection) {
    return connection.query("SELECT coalesce(sum(length(value)), 0) FROM things").front();
  };
  const auto other = open_sqlite(file(), Access::read);
  connection_->execute("PRAGMA cache_size = 4");
  const auto fill = [&](bool fail) {
    connection_->transact([&] {
      for (std::int64_t i = 0; i < kRows; ++i) {
        connection_->execute("INSERT INTO things (name, value) VALUES ($1, zeroblob(7000))",
                             {"row " + std::to_string(i)});
      }
      EXPECT_EQ(sum(*connection_).integer(0), kRows * 7000);
      EXPECT_EQ(sum(*other).integer(0), 0);
      if (fail) throw StorageError(StorageErrorKind::other, "given up");
    });
  };
  EXPECT_THROW(fill(true), StorageError);
  EXPECT_EQ(sum(*connection_).integer(0), 0);
  fill(false);
  EXPECT_EQ(sum(*other).integer(0), kRows * 7000);
  EXPECT_EQ(other->query("PRAGMA integrity_check").front().text(0), "ok");
}

TEST_F(SqliteConnectionTest, ALogThatIsWrittenWithoutAPauseStaysShort) {
  const auto add_two_megabytes = [&] {
    connection_->transact([&] {
      for (int row = 0; row < 10; ++row) {
        connection_->execute(
            "INSERT INTO things (name, value) SELECT $1 || count(*), "
            "zeroblob(200000) FROM things",
            {"row "});
      }
    });
  };
  for (int commit = 0; commit < 100; ++commit) add_two_megabytes();
  EXPECT_LT(std::filesystem::file_size(file().string() + "-wal"), 120'000'000U);
  EXPECT_GT(std::filesystem::file_size(file()), 80'000'000U);
  EXPECT_EQ(count(), 1000);
}

TEST_F(SqliteConnectionTest, TheFileIsForItsOwnerAloneAndWritesAheadInFull) {
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(connection_->query("PRAGMA journal_mode")[0].text(0), "wal");
  EXPECT_EQ(connection_->query("PRAGMA synchronous")[0].integer(0), 2);
  EXPECT_EQ(connection_->query("PRAGMA foreign_keys")[0].integer(0), 1);
}

TEST(OpenSqliteTest, AFileThatIsNoDatabaseIsRefused) {
  const Directory directory;
  const auto file = directory.path() / "test.db";
  std::filesystem::copy_file(std::filesystem::path(ZHIPI_SOURCE_DIR) / "CMakeLists.txt", file);
  EXPECT_THROW(open_sqlite(file, Access::write), StorageError);
}

TEST(OpenSqliteTest, AFolderThatIsNotThereIsUnavailable) {
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
