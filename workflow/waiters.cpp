#include "workflow/waiters.h"

#include <algorithm>
#include <set>
#include <utility>

namespace zhipi::workflow {

Waiters::Waiters(IsOver is_over, std::chrono::milliseconds every)
    : is_over_(std::move(is_over)), every_(every), thread_([this] { run(); }) {}

Waiters::~Waiters() {
  end();
}

void Waiters::end() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    ended_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
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

// Calls whoever is due; when the next one will be.
Waiters::Clock::time_point Waiters::serve_due(std::unique_lock<std::mutex>& lock) {
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
  if (due_.empty()) return soonest;
  const auto due = std::exchange(due_, {});
  lock.unlock();
  for (const auto& [id, waiter] : due) waiter.done();
  lock.lock();
  return now;
}

// The store is asked without the lock: nobody who wakes or waits stands still meanwhile.
void Waiters::ask(std::unique_lock<std::mutex>& lock) {
  std::set<std::string> ids;
  for (const auto& [id, waiter] : waiting_) ids.insert(id);
  lock.unlock();
  std::erase_if(ids, [&](const std::string& id) { return !is_over_(id); });
  lock.lock();
  for (const std::string& id : ids) {
    const auto [first, last] = waiting_.equal_range(id);
    for (auto at = first; at != last;) due_.insert(waiting_.extract(at++));
  }
}

void Waiters::run() {
  std::unique_lock lock(mutex_);
  auto next_look = Clock::now() + every_;
  for (;;) {
    const auto soonest = serve_due(lock);
    if (soonest <= Clock::now()) continue;
    if (ended_) return;
    if (waiting_.empty()) {
      changed_.wait(lock);
      next_look = Clock::now() + every_;
    } else if (!is_over_) {
      changed_.wait_until(lock, soonest);
    } else if (Clock::now() >= next_look) {
      ask(lock);
      next_look = Clock::now() + every_;
    } else {
      changed_.wait_until(lock, std::min(soonest, next_look));
    }
  }
}

}  // namespace zhipi::workflow
