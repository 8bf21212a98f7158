#include "api/http/stream.h"

#include <utility>

#include "api/http/connection.h"

namespace zhipi::http {

bool Stream::write(std::string_view piece) {
  std::shared_ptr<Connection> connection;
  bool taken = true;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return false;
    taken = waiting_.size() + piece.size() <= bound_;
    if (taken) waiting_.append(piece);
    open_ = taken;
    cut_off_ = !taken;
    connection = connection_.lock();
  }
  if (connection) connection->continue_stream();
  return taken;
}

void Stream::end() {
  std::shared_ptr<Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(open_, false)) return;
    connection = connection_.lock();
  }
  if (connection) connection->continue_stream();
}

bool Stream::is_open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

std::size_t Stream::waiting() const {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

Stream::Taken Stream::take() {
  const std::lock_guard lock(mutex_);
  return {std::exchange(waiting_, {}), !open_, cut_off_};
}

void Stream::abandon() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  std::string().swap(waiting_);
}

void Stream::carry_by(const std::weak_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  connection_ = connection;
}

}  // namespace zhipi::http
