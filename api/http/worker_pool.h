// A fixed number of threads that take jobs from one bounded queue.
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
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || queue_.size() >= queue_bound_) return false;
      queue_.push_back(std::move(job));
    }
    ready_.notify_one();
    return true;
  }

  // Drops what is queued, waits for what is running, ends the threads. Idempotent.
  void stop() {
    std::deque<Job> dropped;  // destroyed unlocked: a job may have much to say about its end
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      dropped.swap(queue_);
    }
    ready_.notify_all();
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  void work() {
    while (auto job = next()) run_(std::move(*job));
  }

  std::optional<Job> next() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return std::nullopt;
    std::optional<Job> job(std::move(queue_.front()));
    queue_.pop_front();
    return job;
  }

  const std::size_t queue_bound_;
  const std::function<void(Job)> run_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace zhipi::http
