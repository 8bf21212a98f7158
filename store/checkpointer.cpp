#include "store/checkpointer.h"

#include <utility>

namespace zhipi::store {
namespace {

// Pages that every commit changes go into the database once for many of them.
constexpr int kStep = 1000;
// Of 8 KB; what a reader keeps from beginning anew grows beyond.
constexpr int kLongest = 7000;

// Takes what it can without waiting for anybody. Where it fails, for want of room for instance, all
// of it stays in the log, and it is tried again after a later commit.
void bring_in(sqlite3* database) {
  sqlite3_exec(database, "PRAGMA wal_checkpoint(PASSIVE)", nullptr, nullptr, nullptr);
}

}  // namespace

Checkpointer::Checkpointer(Database database)
    : database_(std::move(database)), next_(kStep), thread_([this] { serve(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void Checkpointer::follow(sqlite3* writer) {
  const auto told = [](void* self, sqlite3* database, const char*, int pages) {
    static_cast<Checkpointer*>(self)->committed(database, pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(writer, told, this);
}

void Checkpointer::committed(sqlite3* writer, int pages) {
  if (pages >= kLongest) return bring_in(writer);
  if (pages < next_ - kStep) next_ = kStep;  // it has begun anew
  if (pages < next_) return;
  next_ = pages + kStep;
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  woken_.notify_one();
}

void Checkpointer::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    woken_.wait(lock, [&] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    bring_in(database_.get());
    lock.lock();
  }
}

}  // namespace zhipi::store
