// How many of something there are, for whoever has to wait until there is none.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace zhipi::workflow {

// Thread-safe.
class Tally {
 public:
  // Counts as one for as long as it lives; the tally outlives it.
  class One {
   public:
    explicit One(Tally& tally) : tally_(tally) {
      const std::lock_guard lock(tally_.mutex_);
      ++tally_.count_;
    }
    ~One() {
      const std::lock_guard lock(tally_.mutex_);
      if (--tally_.count_ == 0) tally_.none_.notify_all();  // under the lock: it may end with it
    }
    One(const One&) = delete;
    One& operator=(const One&) = delete;

   private:
    Tally& tally_;
  };

  void wait_for_none() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [&] { return count_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;  // guarded by mutex_
};

}  // namespace zhipi::workflow
