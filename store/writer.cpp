#include "store/writer.h"

#include <utility>

#include "store/refusal.h"

namespace zhipi::store {

// Bounds how long the first of a group waits for the last one's work.
constexpr std::size_t kGroup = 128;

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
  Pending pending{unit, {}, false, {}};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&pending);
  arrived_.notify_one();
  pending.released.wait(lock, [&] { return pending.done; });
  if (pending.problem) return tl::unexpected(std::move(*pending.problem));
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
    const std::deque<Pending*> group(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    const auto begun = std::chrono::steady_clock::now();
    commit(group);
    if (on_commit_) on_commit_(group.size(), std::chrono::steady_clock::now() - begun);
    lock.lock();
    // Notified under the lock: a caller that has seen `done` takes its Pending away.
    for (Pending* pending : group) {
      pending->done = true;
      pending->released.notify_one();
    }
  }
}

void Writer::commit(const std::deque<Pending*>& group) {
  const auto run_all = [&] {
    for (Pending* pending : group) {
      pending->problem =
          problem_of([&] { connection_->transact([&] { pending->unit(*connection_); }); });
      if (!connection_->in_transaction()) {
        throw StorageError(StorageErrorKind::unavailable, "the transaction was ended by an error");
      }
    }
  };
  const auto lost = problem_of([&] { with_retries([&] { connection_->transact(run_all); }); });
  if (!lost) return;
  // Whatever a unit found, it may have found in what is now undone.
  for (Pending* pending : group) pending->problem = lost;
}

}  // namespace zhipi::store
