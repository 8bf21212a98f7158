#include "workflow/waiters.h"

#include <algorithm>
#include <utility>

namespace zhipi::workflow {

Waiters::Waiters() : thread_([this] { run(); }) {}

Waiters::~Waiters() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    ended_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Waiters::wait(const std::string& id, Clock::time_point until, std::function<void()> done) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.emplace(id, Waiter{until, std::move(done)});
  }
  changed_.notify_one();
}

void Waiters::wake(const std::string& id) {
  {
    const std::lock_guard lock(mutex_);
    const auto [first, last] = waiting_.equal_range(id);
    for (auto at = first; at != last;) due_.insert(waiting_.extract(at++));
  }
  changed_.notify_one();
}

void Waiters::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
}

void Waiters::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto now = Clock::now();
    auto soonest = Clock::time_point::max();
    for (auto at = waiting_.begin(); at != waiting_.end();) {
      const auto here = at++;
      if (stopped_ || here->second.until <= now) {
        due_.insert(waiting_.extract(here));
      } else {
        soonest = std::min(soonest, here->second.until);
      }
    }
    if (!due_.empty()) {
      const auto due = std::exchange(due_, {});
      lock.unlock();
      for (const auto& [id, waiter] : due) waiter.done();
      lock.lock();
      continue;
    }
    if (ended_) return;
    if (soonest == Clock::time_point::max()) {
      changed_.wait(lock);
    } else {
      changed_.wait_until(lock, soonest);
    }
  }
}

}  // namespace zhipi::workflow
