// A fixed number of threads that take jobs from one bounded queue.
//
// Many more threads than cores wait here, so that jobs which wait for the disk can wait together.
// Waking one costs more than a short job does: the last to fall asleep is woken first, its caches
// are warm; and only one is on its way up at a time, which wakes the next if it leaves jobs behind.
// Jobs that wait for nothing but the processor gain nothing by being many at once: each would drive
// the others' data out of the caches.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
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
  // At most `most_computing` of them run jobs that only compute.
  WorkerPool(std::size_t threads, std::size_t queue_bound, std::function<void(Job)> run,
             std::size_t most_computing = std::max(2U, std::thread::hardware_concurrency()))
      : queue_bound_(queue_bound), most_computing_(most_computing), run_(std::move(run)) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  ~WorkerPool() { stop(); }

  // Queues the job, or leaves it untouched and returns false: the queue is full or stopped. It
  // `computes` where it waits for nothing but the processor.
  bool offer(Job& job, bool computes = false) {
    const std::lock_guard lock(mutex_);
    if (stopping_ || others_.size() + computing_.size() >= queue_bound_) return false;
    (computes ? computing_ : others_).push_back({std::move(job), offered_++});
    wake_one();
    return true;
  }

  // Drops what is queued, waits for what is running, ends the threads. Idempotent.
  void stop() {
    Queue dropped[2];  // destroyed unlocked: a job may have much to say about its end
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      dropped[0].swap(others_);
      dropped[1].swap(computing_);
      for (Bed* const bed : asleep_) bed->call();
      asleep_.clear();
    }
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  struct Waiting {
    Job job;
    std::uint64_t number;  // in the order of arrival
  };
  using Queue = std::deque<Waiting>;

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
    bool computed = false;
    while (auto job = next(bed, computed)) run_(std::move(*job));
  }

  // `computed` says whether the worker's last job did, and then whether this one does.
  std::optional<Job> next(Bed& bed, bool& computed) {
    std::unique_lock lock(mutex_);
    if (computed) --running_computing_;
    while (!stopping_ && !has_work()) {
      bed.called = false;
      asleep_.push_back(&bed);
      bed.woken.wait(lock, [&] { return bed.called; });
      rising_ = false;
    }
    if (stopping_) return std::nullopt;
    computed =
        may_compute() && (others_.empty() || computing_.front().number < others_.front().number);
    if (computed) ++running_computing_;
    Queue& queue = computed ? computing_ : others_;
    std::optional<Job> job(std::move(queue.front().job));
    queue.pop_front();
    wake_one();
    return job;
  }

  bool may_compute() const { return !computing_.empty() && running_computing_ < most_computing_; }
  bool has_work() const { return !others_.empty() || may_compute(); }

  // Where there is something that it may take.
  void wake_one() {
    if (rising_ || asleep_.empty() || !has_work()) return;
    rising_ = true;
    Bed* const bed = asleep_.back();
    asleep_.pop_back();
    bed->call();
  }

  const std::size_t queue_bound_;
  const std::size_t most_computing_;
  const std::function<void(Job)> run_;
  std::mutex mutex_;
  std::vector<Bed*> asleep_;  // the last to fall asleep at the end
  bool rising_ = false;       // one is called and not here yet
  Queue others_;
  Queue computing_;
  std::uint64_t offered_ = 0;
  std::size_t running_computing_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace zhipi::http
