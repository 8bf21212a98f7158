// A copy of a store that is in use, and what is made of it. On PostgreSQL each store has a database
// of its own, because that is what pg_dump copies.
#include "store/backup.h"

#include <atomic>
#include <fstream>
#include <thread>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// A new empty database beside the shared one, named by the directory; the options to open it.
Options own_database(const std::filesystem::path& directory) {
  Options options;
  if (!on_postgres()) return options;
  const std::string name = schema_of(directory);
  const auto server = open_postgres(test_server(), Access::write);
  server->execute("DROP DATABASE IF EXISTS " + name);
  server->execute("CREATE DATABASE " + name + " TEMPLATE template0");
  options.database = test_server();
  options.database.replace(options.database.find("/zhipi?"), 7, "/" + name + "?");
  return options;
}

class BackupTest : public testing::Test {
 protected:
  BackupTest()
      : options_(own_database(directory_.path())),
        store_(Store::open(directory_.path(), options_).value()) {}

  // An application with a scan of its own.
  void add(const std::string& id) {
    const Digest digest = store_->blobs().put("scan of " + id).value();
    ASSERT_TRUE(store_->add_material({digest, "image/png", 4, at(), "window-1"}));
    NewApplication fresh = application(id);
    fresh.materials = {{"id_card", {digest}}};
    ASSERT_TRUE(created(*store_, fresh, act(), {}, job()));
  }
  Expected<Backup> back_up() { return store::back_up(directory_.path(), options_, backup(), at()); }
  std::filesystem::path backup() const { return elsewhere_.path() / "backup"; }
  std::filesystem::path fresh() const { return elsewhere_.path() / "restored"; }

  Directory directory_;
  Directory elsewhere_;
  Options options_;
  std::unique_ptr<Store> store_;
};

TEST_F(BackupTest, WhatWasAcknowledgedBeforeABackupUnderLoadIsInIt) {
  for (int i = 0; i < 20; ++i) add("A" + std::to_string(i));
  std::atomic<bool> stop = false;
  std::thread load([&] {
    for (int i = 0; !stop; ++i) add("B" + std::to_string(i));
  });
  const auto made = back_up();
  stop = true;
  load.join();
  ASSERT_TRUE(made) << to_line(made.error());
  EXPECT_THAT(made->lost, IsEmpty());

  const Options options = own_database(fresh());
  const auto restored = restore(backup(), fresh(), options, at(1));
  ASSERT_TRUE(restored) << to_line(restored.error());
  EXPECT_GE(restored->head.size, made->head.size);
  EXPECT_THAT(restored->lost, IsEmpty());
  const auto store = Store::open(fresh(), options).value();
  EXPECT_EQ(code_of(store->verify_audit(made->head)), "ok");
  for (int i = 0; i < 20; ++i) {
    const std::string id = "A" + std::to_string(i);
    ASSERT_TRUE(store->find_application(id).value()) << id;
    const Digest digest = store->materials_of(id).value().at("id_card").at(0);
    EXPECT_EQ(store->blobs().get(digest).value(), "scan of " + id);
  }
  // It goes on where the copy was made: numbers are not given twice.
  EXPECT_EQ(code_of(created(*store, application("C1"), act(), decision(), job())), "ok");
}

TEST_F(BackupTest, AJobThatAWorkerHadCanBeTakenAgainAfterwards) {
  add("A1");
  ASSERT_TRUE(store_->claim("read", "node-a/worker-1", at(), std::chrono::seconds(600)).value());
  ASSERT_TRUE(back_up());
  const Options options = own_database(fresh());
  ASSERT_TRUE(restore(backup(), fresh(), options, at(1)));
  const auto store = Store::open(fresh(), options).value();
  EXPECT_TRUE(store->claim("read", "node-b/worker-1", at(1), std::chrono::seconds(60)).value());
}

TEST_F(BackupTest, AFolderThatHoldsSomethingIsRefused) {
  std::filesystem::create_directories(backup() / "precious");
  EXPECT_EQ(code_of(back_up()), "not_empty");
  EXPECT_TRUE(std::filesystem::exists(backup() / "precious"));
}

TEST_F(BackupTest, ABackupIsForItsOwnerAlone) {
  add("A1");
  ASSERT_TRUE(back_up());
  EXPECT_EQ(std::filesystem::status(backup()).permissions(), std::filesystem::perms::owner_all);
  for (const auto& entry : std::filesystem::directory_iterator(backup())) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(entry.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << entry.path();
  }
}

TEST_F(BackupTest, AMaterialThatIsMissingIsNamedAndTheRestIsCopied) {
  add("A1");
  add("A2");
  const Digest digest = Digest::of("scan of A1");
  const std::string hex(digest.hex());
  std::filesystem::remove(directory_.path() / "blobs" / hex.substr(0, 2) / hex.substr(2));
  const auto made = back_up();
  ASSERT_TRUE(made) << to_line(made.error());
  EXPECT_THAT(made->lost, testing::ElementsAre(digest));
  EXPECT_EQ(made->materials, 1);
}

TEST_F(BackupTest, ABackupThatWasNotFinishedIsNoBackup) {
  add("A1");
  ASSERT_TRUE(back_up());
  std::filesystem::remove(backup() / "backup.json");
  EXPECT_EQ(code_of(restore(backup(), fresh(), own_database(fresh()), at(1))), "no_backup");
}

TEST_F(BackupTest, ALogThatWasChangedInTheBackupIsNoticed) {
  add("A1");
  ASSERT_TRUE(back_up());
  const auto file = backup() / "backup.json";
  std::string text{std::istreambuf_iterator<char>(std::ifstream(file).rdbuf()), {}};
  const std::string chain = store_->audit_head().value().chain;
  text.replace(text.find(chain), chain.size(), std::string(64, 'a'));
  std::ofstream(file) << text;
  EXPECT_EQ(code_of(restore(backup(), fresh(), own_database(fresh()), at(1))), "audit_broken");
}

TEST_F(BackupTest, NothingIsRestoredOverWhatIsThere) {
  add("A1");
  ASSERT_TRUE(back_up());
  EXPECT_EQ(code_of(restore(backup(), directory_.path(), options_, at(1))), "not_empty");
  EXPECT_EQ(code_of(store_->verify_audit()), "ok");
}

}  // namespace
}  // namespace zhipi::store
