// A few connections that only read, beside the writer: reading never waits for a commit.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "models/problem.h"
#include "store/connection.h"

namespace zhipi::store {

class Readers {
 public:
  explicit Readers(std::vector<std::unique_ptr<Connection>> connections);

  // Runs `work` on one snapshot of everything committed before; waits while all connections are
  // in use. Codes: those of the work, `unavailable`, `damaged`. Any thread.
  Expected<void> run(const std::function<void(Connection&)>& work);

 private:
  class Borrowed;

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;  // guarded by mutex_
};

}  // namespace zhipi::store
