// What all connections of one server share.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

#include "api/http/caretaker.h"
#include "api/http/knocker.h"
#include "api/http/route_table.h"
#include "api/http/server.h"
#include "api/http/worker_pool.h"

namespace zhipi::http {

// A request on its way to a worker.
struct Job {
  const Route* route;
  Request request;
  Reply reply;
};

// A number that can be waited for until it is zero.
class Gauge {
 public:
  void add() {
    const std::lock_guard lock(mutex_);
    ++value_;
  }
  void remove() {
    {
      const std::lock_guard lock(mutex_);
      --value_;
    }
    changed_.notify_all();
  }
  std::size_t value() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }
  // Whether it became zero before `limit` had passed.
  bool wait_for_zero(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return value_ == 0; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t value_ = 0;
};

// Outlives the server for as long as a connection or an unanswered reply does; its threads do not.
struct Hub {
  Hub(ServerOptions chosen, RouteTable table);

  // Tells the operator, if anyone listens.
  void report(std::string_view message) const;

  const ServerOptions options;
  const RouteTable routes;
  std::atomic<bool> draining{false};
  KnockingPorts knocking_from{};
  std::atomic<std::size_t> body_bytes{0};     // held in memory by all requests together
  std::atomic<std::size_t> spooled_bytes{0};  // held in files
  Gauge connections;                          // sockets that we hold
  Gauge in_flight;                            // requests being handled or answered
  Gauge peers;                                // sockets that Pistache holds
  Caretaker caretaker;
  WorkerPool<Job> workers;
};

}  // namespace zhipi::http
