// What concerns PostgreSQL alone: sessions that break, and databases that do not fit.
#include "store/postgres_connection.h"

#include "store/refusal.h"
#include "store_fixture.h"

namespace zhipi::store {
namespace {

class PostgresConnectionTest : public testing::Test {
 protected:
  PostgresConnectionTest()
      : connection_(open_database(directory_.path(), Access::write)),
        other_(open_database(directory_.path(), Access::write)) {
    connection_->execute("CREATE TABLE things (name TEXT UNIQUE)");
  }
  void add(const std::string& name) {
    connection_->execute("INSERT INTO things (name) VALUES ($1)", {name});
  }
  std::int64_t count() { return other_->query("SELECT count(*) FROM things").front().integer(0); }
  // As a server does that is stopped: ends the session and waits until it has ended.
  void end_session(std::int64_t pid) {
    other_->query("SELECT pg_terminate_backend($1::bigint::int, 60000)", {pid});
  }
  static std::int64_t pid_of(Connection& connection) {
    return connection.query("SELECT pg_backend_pid()").front().integer(0);
  }
  static void raise(Connection& connection, const std::string& state) {
    connection.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '" + state + "'; END $$");
  }

  Directory directory_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Connection> other_;
};

TEST_F(PostgresConnectionTest, ASessionThatBrokeWhileIdleCostsNothing) {
  end_session(pid_of(*connection_));
  connection_->transact([&] { add("a"); });
  EXPECT_EQ(count(), 1);
}

TEST_F(PostgresConnectionTest, AReadingSessionThatBrokeWhileIdleCostsNothing) {
  const auto reader = open_database(directory_.path(), Access::read);
  end_session(pid_of(*reader));
  reader->transact([&] { EXPECT_EQ(reader->query("SELECT 7").front().integer(0), 7); });
}

TEST_F(PostgresConnectionTest, ASessionThatBreaksInATransactionCostsThatOneAlone) {
  const auto break_in_the_middle = [&] {
    connection_->transact([&] {
      add("lost");
      end_session(pid_of(*connection_));
      add("lost too");
    });
  };
  EXPECT_EQ(kind_of(break_in_the_middle), StorageErrorKind::unavailable);
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(count(), 0);
  connection_->transact([&] { add("kept"); });
  EXPECT_EQ(count(), 1);
}

TEST_F(PostgresConnectionTest, ASessionThatBreaksBeforeItsCommitLeavesNothing) {
  const auto break_at_the_end = [&] {
    connection_->transact([&] {
      add("lost");
      end_session(pid_of(*connection_));
    });
  };
  EXPECT_EQ(kind_of(break_at_the_end), StorageErrorKind::unavailable);
  EXPECT_EQ(count(), 0);
}

TEST_F(PostgresConnectionTest, ErrorsAreOfTheKindThatTheirStateSays) {
  const std::vector<std::pair<std::string, StorageErrorKind>> kinds{
      {"40001", StorageErrorKind::serialization}, {"40P01", StorageErrorKind::serialization},
      {"55P03", StorageErrorKind::busy},          {"23505", StorageErrorKind::unique},
      {"53100", StorageErrorKind::unavailable},   {"58030", StorageErrorKind::unavailable},
      {"57P03", StorageErrorKind::unavailable},   {"25006", StorageErrorKind::unavailable},
      {"23503", StorageErrorKind::other},         {"XX001", StorageErrorKind::other}};
  for (const auto& [state, kind] : kinds) {
    EXPECT_EQ(kind_of([&] { raise(*connection_, state); }), kind) << state;
  }
}

TEST_F(PostgresConnectionTest, ACommitAfterAnErrorThatWasPassedOverIsNone) {
  const auto pass_over = [&] {
    connection_->transact([&] {
      add("a");
      EXPECT_THROW(connection_->execute("SELECT 1 / 0"), StorageError);
    });
  };
  EXPECT_EQ(kind_of(pass_over), StorageErrorKind::other);
  EXPECT_EQ(count(), 0);
}

TEST_F(PostgresConnectionTest, ATextThatPostgresCannotHoldIsRefused) {
  for (const std::string& text : {std::string("a\0b", 3), std::string("\xff")}) {
    const auto refused = problem_of([&] { add(text); });
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->code, "bad_text");
  }
}

TEST_F(PostgresConnectionTest, WhoStopsInTheMiddleOfATurnLosesIt) {
  const auto stop_in_the_middle = [&] {
    connection_->transact([&] {
      add("lost");
      other_->transact([] {});  // waits until the turn is taken away from the one that stopped
      add("late");
    });
  };
  EXPECT_EQ(kind_of(stop_in_the_middle), StorageErrorKind::unavailable);
  EXPECT_EQ(count(), 0);
}

TEST_F(PostgresConnectionTest, NobodyWritesWithoutTheRowThatGivesTurns) {
  other_->execute("DELETE FROM write_turn");
  EXPECT_EQ(kind_of([&] { connection_->transact([&] { add("a"); }); }), StorageErrorKind::other);
}

TEST(OpenPostgresTest, ADatabaseThatSortsByALanguageIsRefused) {
  const auto server = open_postgres(test_server(), Access::write);
  const std::string name = "linguistic_" + std::to_string(::getpid());
  server->execute("CREATE DATABASE " + name +
                  " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
  std::string url = test_server();
  url.replace(url.find("/zhipi?"), 7, "/" + name + "?");
  const auto refused = problem_of([&] { open_postgres(url, Access::write); });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, "wrong_database");
  server->execute("DROP DATABASE " + name);
}

TEST(OpenPostgresTest, AServerThatIsNotThereIsUnavailable) {
  const Directory directory;
  EXPECT_EQ(kind_of([&] {
              open_postgres("postgresql://zhipi@/zhipi?host=" + directory.path().string(),
                            Access::write);
            }),
            StorageErrorKind::unavailable);
}

}  // namespace
}  // namespace zhipi::store
