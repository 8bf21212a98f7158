#include "store/teller.h"

#include <utility>

namespace zhipi::store {

Teller::Teller() : thread_([this] { serve(); }) {}

Teller::~Teller() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_one();
  thread_.join();
}

void Teller::tell(Telling telling) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(telling));
  if (waiting_.size() == 1) arrived_.notify_one();
}

void Teller::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::vector<Telling> due = std::exchange(waiting_, {});
    lock.unlock();
    for (Telling& telling : due) std::exchange(telling, nullptr)();
    lock.lock();
  }
}

}  // namespace zhipi::store
