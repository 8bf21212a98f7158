// One thread that tells callers what became of their writes, so that the writer goes on meanwhile
// and no thread of theirs sleeps until then.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace zhipi::store {

// What is told. It must not throw, and not wait for a write: nobody is told anything meanwhile.
using Telling = std::function<void()>;

class Teller {
 public:
  Teller();

  // Whatever is still to be told is told first.
  ~Teller();

  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;

  // Calls it once, on its own thread, after all that came before. Any thread.
  void tell(Telling telling);

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<Telling> waiting_;  // guarded by mutex_
  bool stopping_ = false;         // guarded by mutex_
  std::thread thread_;
};

}  // namespace zhipi::store
