#include "api/http/caretaker.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <array>
#include <cstdint>
#include <stdexcept>

#include "api/http/connection.h"

namespace zhipi::http {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

Caretaker::Caretaker(std::chrono::milliseconds tick)
    : tick_(tick),
      poll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  epoll_event event{.events = EPOLLIN, .data = {.fd = wake_.get()}};
  if (!poll_ || !wake_ || ::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, wake_.get(), &event) != 0) {
    throw std::runtime_error("no descriptor is left to watch connections with");
  }
  thread_ = std::thread([this] { work(); });
}

void Caretaker::adopt(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  adopted_.insert_or_assign(connection.get(), connection);
}

void Caretaker::await_writable(const std::shared_ptr<Connection>& connection, int socket) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return;
  epoll_event event{.events = EPOLLOUT | EPOLLONESHOT, .data = {.fd = socket}};
  if (::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, socket, &event) == 0) {
    awaiting_.emplace(socket, connection);
  }
}

std::vector<std::shared_ptr<Connection>> Caretaker::connections() const {
  std::vector<std::shared_ptr<Connection>> alive;
  const std::lock_guard lock(mutex_);
  alive.reserve(adopted_.size());
  for (const auto& [key, weak] : adopted_) {
    if (auto connection = weak.lock()) alive.push_back(std::move(connection));
  }
  return alive;
}

void Caretaker::write_on(int socket) {
  std::shared_ptr<Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    const auto found = awaiting_.find(socket);
    if (found == awaiting_.end()) return;
    connection = std::move(found->second);
    awaiting_.erase(found);
    ::epoll_ctl(poll_.get(), EPOLL_CTL_DEL, socket, nullptr);
  }
  connection->continue_writing();
}

void Caretaker::work() {
  auto next_tick = Clock::now() + tick_;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_tick - Clock::now());
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(poll_.get(), events.data(), static_cast<int>(events.size()),
                                   static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
    for (int i = 0; i < count; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == wake_.get()) return;
      write_on(socket);
    }
    if (Clock::now() < next_tick) continue;
    for (const auto& connection : connections()) connection->check_deadline(Clock::now());
    {
      const std::lock_guard lock(mutex_);
      std::erase_if(adopted_, [](const auto& entry) { return entry.second.expired(); });
    }
    next_tick = Clock::now() + tick_;
  }
}

void Caretaker::stop() {
  std::unordered_map<int, std::shared_ptr<Connection>> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(awaiting_);
  }
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
  if (thread_.joinable()) thread_.join();
}

}  // namespace zhipi::http
