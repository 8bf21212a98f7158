// One at a time for applications that can be counted by the same facts, many at once for others.
#pragma once

#include <array>
#include <functional>
#include <mutex>
#include <semaphore>
#include <set>
#include <string>
#include <vector>

namespace zhipi::workflow {

class SubjectLocks {
  // Unlike a mutex it may be let go by another thread than took it.
  class Lock {
   public:
    void lock() { free_.acquire(); }
    void unlock() { free_.release(); }

   private:
    std::binary_semaphore free_{1};
  };

 public:
  using Held = std::vector<std::unique_lock<Lock>>;

  // Waits for all of them; they are let go with what is returned, on any thread. Taken in one order
  // everywhere, so that nobody waits in a circle. Two subjects may share a lock: that costs time,
  // nothing else.
  Held lock(const std::vector<std::string>& subjects) {
    std::set<std::size_t> places;
    for (const std::string& subject : subjects) {
      places.insert(std::hash<std::string>{}(subject) % locks_.size());
    }
    Held held;
    for (const std::size_t place : places) held.emplace_back(locks_[place]);
    return held;
  }

 private:
  // Far more than are held at once: whoever meets another's waits for its commit.
  std::array<Lock, 4096> locks_;
};

}  // namespace zhipi::workflow
