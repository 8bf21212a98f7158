#include "store/sqlite_connection.h"

#include <sys/stat.h>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

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
  Directory directory_;
  std::unique_ptr<Connection> connection_;
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
