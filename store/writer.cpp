#include "store/writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "store/refusal.h"

namespace zhipi::store {

// Bounds how long the first of a group waits for the last one's work.
constexpr std::size_t kGroup = 128;

namespace {

// What one caller waits for, on a lock of its own: those who shared a commit do not wait for one
// another as they wake. Shared with the writer, who may still be inside release() when the caller
// has gone on.
class Outcome {
 public:
  void release(std::optional<Problem> problem) {
    {
      const std::lock_guard lock(mutex_);
      problem_ = std::move(problem);
      done_ = true;
    }
    released_.notify_one();
  }
  std::optional<Problem> wait() {
    std::unique_lock lock(mutex_);
    released_.wait(lock, [&] { return done_; });
    return std::move(problem_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable released_;
  std::optional<Problem> problem_;
  bool done_ = false;
};

}  // namespace

Writer::Writer(std::unique_ptr<Connection> connection, OnCommit on_commit)
    : connection_(std::move(connection)),
      on_commit_(std::move(on_commit)),
      thread_([this] { serve(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

Expected<void> Writer::run(const Unit& unit) {
  const auto outcome = std::make_shared<Outcome>();
  add({.unit = [&unit](Connection& connection) { unit(connection); },
       .then = [outcome](std::optional<Problem> problem) { outcome->release(std::move(problem)); },
       .told_at_once = true});
  if (auto problem = outcome->wait()) return tl::unexpected(*std::move(problem));
  return {};
}

void Writer::submit(Unit unit, Then then) {
  add({.unit = std::move(unit), .then = std::move(then), .told_at_once = false});
}

void Writer::add(Pending pending) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(pending));
  if (waiting_.size() == 1) arrived_.notify_one();
}

std::size_t Writer::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

void Writer::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto end = waiting_.size() > kGroup
                         ? waiting_.begin() + static_cast<std::ptrdiff_t>(kGroup)
                         : waiting_.end();
    Group group(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    const auto begun = std::chrono::steady_clock::now();
    commit(group);
    if (on_commit_) on_commit_(group.size(), std::chrono::steady_clock::now() - begun);
    tell(std::move(group));
    lock.lock();
  }
}

void Writer::tell(Group group) {
  const auto later = std::partition(group.begin(), group.end(),
                                    [](const Pending& pending) { return pending.told_at_once; });
  for (auto at = group.begin(); at != later; ++at) at->then(std::move(at->problem));
  group.erase(group.begin(), later);
  if (group.empty()) return;
  teller_.tell([group = std::make_shared<Group>(std::move(group))] {
    for (Pending& pending : *group) {
      pending.then(std::move(pending.problem));
      pending = {};  // what it holds, nobody else waits for
    }
  });
}

// As a rule all of them succeed, and none needs a savepoint of its own. A commit that failed may
// have happened all the same: then nothing is run again.
void Writer::commit(Group& group) {
  std::size_t succeeded = group.size();
  auto lost = transact([&] {
    succeeded = 0;
    for (Pending& pending : group) {
      pending.unit(*connection_);
      require_transaction();
      ++succeeded;
    }
  });
  if (succeeded < group.size() && group.size() > 1) lost = commit_apart(group);
  if (!lost) return;
  // Whatever a unit found, it may have found in what is now undone.
  for (Pending& pending : group) pending.problem = lost;
}

// Each can be undone alone.
std::optional<Problem> Writer::commit_apart(Group& group) {
  return transact([&] {
    for (Pending& pending : group) {
      pending.problem =
          problem_of([&] { connection_->transact([&] { pending.unit(*connection_); }); });
      require_transaction();
    }
  });
}

std::optional<Problem> Writer::transact(const std::function<void()>& work) {
  return problem_of([&] { with_retries([&] { connection_->transact(work); }); });
}

void Writer::require_transaction() const {
  if (connection_->in_transaction()) return;
  throw StorageError(StorageErrorKind::unavailable, "the transaction was ended by an error");
}

}  // namespace zhipi::store
