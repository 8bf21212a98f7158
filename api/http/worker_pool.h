// A fixed number of threads that take jobs from one bounded queue.
//
// Many more threads than cores wait here, so that jobs which wait for the disk can wait together.
// Waking one costs more than a short job does: the last to fall asleep is woken first, its caches
// are warm; and only one is on its way up at a time, which wakes the next if it leaves jobs behind.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace zhipi::http {

// `Job` is movable. Every function may be called from any thread, stop() from one that is no
// worker.
template <class Job>
class WorkerPool {
 public:
  // Starts `threads` workers, each calling `run` (which must not throw) for one job after another.
  WorkerPool(std::size_t threads, std::size_t queue_bound, std::function<void(Job)> run)
      : queue_bound_(queue_bound), run_(std::move(run)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() { stop(); }

  // Queues the job, or leaves it untouched and returns false: the queue is full or stopped.
  bool offer(Job& job) {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= queue_bound_) return false;
    queue_.push_back(std::move(job));
    wake_one();
    return true;
  }

  // Drops what is queued, waits for what is running, ends the threads. Idempotent.
  void stop() {
    std::deque<Job> dropped;  // destroyed unlocked: a job may have much to say about its end
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      dropped.swap(queue_);
      for (Bed* const bed : asleep_) bed->call();
      asleep_.clear();
    }
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  // Where one worker sleeps until it is called.
  struct Bed {
    std::condition_variable woken;
    bool called = false;
    void call() {
      called = true;
      woken.notify_one();
    }
  };

  void work() {
    Bed bed;
    while (auto job = next(bed)) run_(std::move(*job));
  }

  std::optional<Job> next(Bed& bed) {
    std::unique_lock lock(mutex_);
    while (!stopping_ && queue_.empty()) {
      bed.called = false;
      asleep_.push_back(&bed);
      bed.woken.wait(lock, [&] { return bed.called; });
      rising_ = false;
    }
    if (stopping_) return std::nullopt;
    std::optional<Job> job(std::move(queue_.front()));
    queue_.pop_front();
    if (!queue_.empty()) wake_one();
    return job;
  }

  void wake_one() {
    if (rising_ || asleep_.empty()) return;
    rising_ = true;
    Bed* const bed = asleep_.back();
    asleep_.pop_back();
    bed->call();
  }

  const std::size_t queue_bound_;
  const std::function<void(Job)> run_;
  std::mutex mutex_;
  std::vector<Bed*> asleep_;  // the last to fall asleep at the end
  bool rising_ = false;       // one is called and not here yet
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace zhipi::http
