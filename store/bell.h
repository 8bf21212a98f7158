// Rings when something was written, for whoever wants to look at what is new without asking again
// and again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace zhipi::store {

// Thread-safe.
class Bell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      ++rung_;
    }
    heard_.notify_all();
  }

  // Waits until it has rung more often than `before`, or for `limit`. How often it has rung by now,
  // for the next call; nothing that rings between two calls is missed.
  std::uint64_t wait(std::uint64_t before, std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    heard_.wait_for(lock, limit, [&] { return rung_ != before; });
    return rung_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable heard_;
  std::uint64_t rung_ = 0;
};

}  // namespace zhipi::store
