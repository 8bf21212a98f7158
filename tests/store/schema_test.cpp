#include "store/schema.h"

#include "store/refusal.h"
#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::SizeIs;

class SchemaTest : public testing::Test {
 protected:
  SchemaTest() : connection_(open_database(directory_.path(), Access::write)) {}
  std::string code_of_migrating(const std::vector<Migration>& steps) {
    const auto failed = problem_of([&] { migrate(*connection_, steps); });
    return failed ? failed->code : "ok";
  }
  std::int64_t version() {
    return connection_->query("SELECT max(version) FROM migrations").front().integer(0);
  }

  Directory directory_;
  std::unique_ptr<Connection> connection_;
  const Migration first_{"CREATE TABLE things (id {identity}, name TEXT)",
                         "INSERT INTO things (name) VALUES ('kept')"};
  const Migration second_{"ALTER TABLE things ADD COLUMN size BIGINT NOT NULL DEFAULT 7"};
  const Migration broken_{"CREATE TABLE half (id {identity})", "CREATE TABEL wrong"};
};

TEST_F(SchemaTest, AnEmptyFileBecomesTheLastVersion) {
  migrate(*connection_, migrations());
  EXPECT_EQ(version(), static_cast<std::int64_t>(migrations().size()));
  EXPECT_THAT(connection_->query("SELECT size FROM audit_head"), SizeIs(1));
}

TEST_F(SchemaTest, MigratingAgainChangesNothing) {
  migrate(*connection_, migrations());
  EXPECT_EQ(code_of_migrating(migrations()), "ok");
  EXPECT_THAT(connection_->query("SELECT version FROM migrations"), SizeIs(migrations().size()));
}

TEST_F(SchemaTest, AnEarlierVersionIsBroughtForwardWithWhatItHolds) {
  migrate(*connection_, {first_});
  migrate(*connection_, {first_, second_});
  const Rows rows = connection_->query("SELECT id, name, size FROM things");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].integer(0), 1);
  EXPECT_EQ(rows[0].text(1), "kept");
  EXPECT_EQ(rows[0].integer(2), 7);
}

TEST_F(SchemaTest, WhatApplicationsAreCountedByIsKept) {
  const std::vector<Migration>& all = migrations();
  migrate(*connection_, {all.begin(), all.begin() + 5});
  connection_->execute(
      "INSERT INTO applications (id, matter, pack, reference, mode, applicant, request, submitter, "
      "received_on, received_at, state, round, deadline, reviewer) VALUES "
      "('A1', 'm', 'p', '', 'normal', '{}', '{}', 'w', '2026-11-20', 0, 'decided', 1, "
      "'9999-12-31', '')");
  connection_->execute(
      "INSERT INTO application_subjects (application, subject) VALUES ('A1', 's1'), ('A1', 's2')");
  migrate(*connection_, all);
  EXPECT_THAT(connection_->query("SELECT 1 FROM application_subjects WHERE subject = 's2' "
                                 "AND application = 'A1'"),
              SizeIs(1));
  EXPECT_THAT(connection_->query("SELECT 1 FROM application_subjects"), SizeIs(2));
}

TEST_F(SchemaTest, AStepThatFailsLeavesTheVersionBeforeIt) {
  EXPECT_EQ(code_of_migrating({first_, broken_}), "damaged");
  EXPECT_EQ(version(), 1);
  EXPECT_THROW(connection_->query("SELECT * FROM half"), StorageError);
}

TEST_F(SchemaTest, WhatALaterVersionWroteIsRefused) {
  migrate(*connection_, {first_, second_});
  EXPECT_EQ(code_of_migrating({first_}), "newer_schema");
}

}  // namespace
}  // namespace zhipi::store
