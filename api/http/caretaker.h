// The thread that looks after connections nobody else is busy with: it writes on to clients that
// read slowly, and lets connections know that time has passed.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "api/http/unique_fd.h"

namespace zhipi::http {

class Connection;

// Thread-safe. One slow reader costs it one entry in an epoll set, never a thread.
class Caretaker {
 public:
  // `tick` is how often deadlines are looked at.
  explicit Caretaker(std::chrono::milliseconds tick);
  ~Caretaker() { stop(); }
  Caretaker(const Caretaker&) = delete;
  Caretaker& operator=(const Caretaker&) = delete;

  // Calls Connection::check_deadline() every tick for as long as the connection lives.
  void adopt(const std::shared_ptr<Connection>& connection);

  // Calls Connection::continue_writing() once, as soon as `socket` takes bytes again. The
  // connection is kept alive until then; `socket` must stay open until then.
  void await_writable(const std::shared_ptr<Connection>& connection, int socket);

  // All connections that live.
  std::vector<std::shared_ptr<Connection>> connections() const;

  // Ends the thread; what was awaited is dropped. Idempotent.
  void stop();

 private:
  void work();
  void write_on(int socket);

  const std::chrono::milliseconds tick_;
  UniqueFd poll_;
  UniqueFd wake_;
  mutable std::mutex mutex_;
  std::unordered_map<const Connection*, std::weak_ptr<Connection>> adopted_;
  std::unordered_map<int, std::shared_ptr<Connection>> awaiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace zhipi::http
