// Callers who wait for a decision (`Prefer: wait`), without a thread each.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace zhipi::workflow {

class Waiters {
 public:
  using Clock = std::chrono::steady_clock;

  // Whether nobody need wait for this one any longer. It is asked every so often of whatever is
  // waited for, for the sake of what other processes decide; without it, only wake() tells.
  using IsOver = std::function<bool(const std::string& id)>;

  explicit Waiters(IsOver is_over = {},
                   std::chrono::milliseconds every = std::chrono::milliseconds(500));
  ~Waiters();  // as end()
  Waiters(const Waiters&) = delete;
  Waiters& operator=(const Waiters&) = delete;

  // Calls `done` once: when `wake(id)` is called, at `until`, or at the end. Never in this call.
  void wait(const std::string& id, Clock::time_point until, std::function<void()> done);

  void wake(const std::string& id);

  // Calls everyone; whoever comes later is called at once.
  void stop();

  // The same, and waits until all of them have been called. Nobody may come any more.
  void end();

 private:
  struct Waiter {
    Clock::time_point until;
    std::function<void()> done;
  };
  void run();
  Clock::time_point serve_due(std::unique_lock<std::mutex>& lock);
  void ask(std::unique_lock<std::mutex>& lock);

  const IsOver is_over_;
  const std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::string, Waiter> waiting_;
  std::multimap<std::string, Waiter> due_;
  bool stopped_ = false;  // everyone is called at once
  bool ended_ = false;    // nobody can come any more
  std::thread thread_;    // calls everyone, so that no caller runs another's reply
};

}  // namespace zhipi::workflow
