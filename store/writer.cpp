#include "store/writer.h"

#include <iterator>
#include <utility>

#include "store/refusal.h"

namespace zhipi::store {

// Bounds how long the first of a group waits for the last one's work.
constexpr std::size_t kGroup = 128;

void Writer::Pending::release() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  released_.notify_one();
}

void Writer::Pending::wait() {
  std::unique_lock lock(mutex_);
  released_.wait(lock, [&] { return done_; });
}

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
  const auto pending = std::make_shared<Pending>(unit);
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(pending);
    if (waiting_.size() == 1) arrived_.notify_one();
  }
  pending->wait();
  if (pending->problem) return tl::unexpected(std::move(*pending->problem));
  return {};
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
    const Group group(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    const auto begun = std::chrono::steady_clock::now();
    commit(group);
    if (on_commit_) on_commit_(group.size(), std::chrono::steady_clock::now() - begun);
    for (const auto& pending : group) pending->release();
    lock.lock();
  }
}

// As a rule all of them succeed, and none needs a savepoint of its own. A commit that failed may
// have happened all the same: then nothing is run again.
void Writer::commit(const Group& group) {
  std::size_t succeeded = group.size();
  auto lost = transact([&] {
    succeeded = 0;
    for (const auto& pending : group) {
      pending->unit(*connection_);
      require_transaction();
      ++succeeded;
    }
  });
  if (succeeded < group.size() && group.size() > 1) lost = commit_apart(group);
  if (!lost) return;
  // Whatever a unit found, it may have found in what is now undone.
  for (const auto& pending : group) pending->problem = lost;
}

// Each can be undone alone.
std::optional<Problem> Writer::commit_apart(const Group& group) {
  return transact([&] {
    for (const auto& pending : group) {
      pending->problem =
          problem_of([&] { connection_->transact([&] { pending->unit(*connection_); }); });
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
