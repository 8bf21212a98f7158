// The store under a disk that takes no more, and under processes that are killed.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>

#include "store_fixture.h"

namespace zhipi::store {
namespace {

using testing::SizeIs;

// While it lives, no file of this process grows beyond the limit: writing fails as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

using DiskTest = StoreTest;
using FaultTest = StoreTest;

TEST_F(DiskTest, OnAFullDiskNothingIsHalfWrittenAndAfterwardsAllGoesOn) {
  create("A1");
  const AuditHead before = store_->audit_head().value();
  {
    const FullDisk full(std::filesystem::file_size(directory_.path() / "zhipi.db-wal"));
    const auto kept = created(*store_, application("A2"), act(), decision(), job());
    EXPECT_EQ(code_of(kept), "unavailable");
    EXPECT_EQ(store_->find_application("A2").value(), std::nullopt);
    EXPECT_EQ(find("A1").reference, "REF-A1");
  }
  EXPECT_EQ(store_->audit_head().value(), before);
  EXPECT_EQ(store_->open_jobs().value(), 0);
  EXPECT_EQ(code_of(created(*store_, application("A2"), act(), decision(), job())), "ok");
  EXPECT_EQ(code_of(store_->verify_audit()), "ok");
}

TEST_F(DiskTest, OnAFullDiskABlobLeavesNothingBehind) {
  const std::string bytes(100000, 'x');
  {
    const FullDisk full(50000);
    EXPECT_EQ(code_of(store_->blobs().put(bytes)), "unavailable");
  }
  EXPECT_FALSE(store_->blobs().exists(Digest::of(bytes)));
  EXPECT_TRUE(std::filesystem::is_empty(directory_.path() / "blobs" / "incoming"));
  EXPECT_EQ(code_of(store_->blobs().put(bytes)), "ok");
}

TEST_F(FaultTest, ADataDirectoryThatCannotBeMadeIsUnavailable) {
  std::ofstream(directory_.path() / "file") << "x";
  EXPECT_EQ(code_of(Store::open(directory_.path() / "file")), "unavailable");
}

TEST_F(DiskTest, ADatabaseThatIsNoneIsDamaged) {
  const Directory other;
  std::ofstream(other.path() / "zhipi.db") << std::string(8192, 'x');
  EXPECT_EQ(code_of(Store::open(other.path())), "damaged");
}

TEST_F(FaultTest, TwoProcessesMayHaveTheDirectoryOpen) {
  const auto other = Store::open(directory_.path(), options_for(directory_.path())).value();
  create("A1");
  EXPECT_TRUE(other->find_application("A1").value());
  ASSERT_TRUE(created(*other, application("A2"), act()));
  create("A3");
  EXPECT_EQ(other->verify_audit().value().size, 3);
}

// --- kill -9

// Inserts for ever, and tells each application through the pipe once it was acknowledged.
[[noreturn]] void insert_until_killed(const std::filesystem::path& directory, int pipe, int round) {
  auto opened = Store::open(directory, options_for(directory));
  if (!opened) ::_exit(1);
  for (std::int64_t i = 0;; ++i) {
    const std::string id = "A" + std::to_string(round) + "-" + std::to_string(i);
    const auto digest = (*opened)->blobs().put("scan of " + id);
    if (!digest) ::_exit(2);
    if (!(*opened)->add_material({*digest, "image/png", 4, at(), "window-1"})) ::_exit(3);
    NewApplication fresh = application(id);
    fresh.materials = {{"id_card", {*digest}}};
    if (!created(**opened, fresh, act(), {}, job())) ::_exit(4);
    if (::write(pipe, &i, sizeof i) != sizeof i) ::_exit(5);
  }
}

// Lets a child insert, kills it after it has acknowledged `enough`, and returns how many it had
// acknowledged by then.
std::int64_t acknowledged_before_kill(const std::filesystem::path& directory, int round,
                                      std::int64_t enough) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    insert_until_killed(directory, ends[1], round);
  }
  ::close(ends[1]);
  std::int64_t last = -1;
  std::int64_t told = 0;
  while (::read(ends[0], &told, sizeof told) == sizeof told) {
    last = told;
    if (last + 1 == enough) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
  return last + 1;
}

TEST(Crash, EveryAcknowledgedApplicationSurvivesBeingKilled) {
  const Directory directory;
  std::int64_t all = 0;
  for (int round = 0; round < 5; ++round) {
    const std::int64_t told = acknowledged_before_kill(directory.path(), round, 20 + round * 13);
    const auto store = Store::open(directory.path(), options_for(directory.path())).value();
    for (std::int64_t i = 0; i < told; ++i) {
      const std::string id = "A" + std::to_string(round) + "-" + std::to_string(i);
      ASSERT_TRUE(store->find_application(id).value()) << id << " was acknowledged and is lost";
      const MaterialFiles files = store->materials_of(id).value();
      EXPECT_EQ(store->blobs().get(files.at("id_card").at(0)).value(), "scan of " + id);
    }
    all += told;
    // One more may have been committed whose acknowledgement the kill cut off, in each round.
    EXPECT_GE(store->open_jobs().value(), all);
    EXPECT_LE(store->open_jobs().value(), all + round + 1);
    EXPECT_TRUE(store->verify_audit());
  }
}

}  // namespace
}  // namespace zhipi::store
