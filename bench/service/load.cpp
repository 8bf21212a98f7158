#include "bench/service/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <vector>

#include "api/http/unique_fd.h"

namespace zhipi::bench {
namespace {

using Clock = std::chrono::steady_clock;
using http::UniqueFd;

UniqueFd connect_to(std::uint16_t port) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof address);
  std::memcpy(&generic, &address, sizeof address);
  if (::connect(socket.get(), &generic, sizeof address) != 0) {
    throw std::runtime_error("cannot connect to port " + std::to_string(port));
  }
  return socket;
}

constexpr std::size_t kReadAtOnce = 65536;

struct Asker {
  UniqueFd socket;
  bool asking = false;
  Clock::time_point due;
  std::string unsent;
  std::string answer;        // its first bytes are received
  std::size_t received = 0;  // so many
};

class Generator {
 public:
  explicit Generator(const Load& load) : load_(load), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    for (std::size_t at = 0; at < load.connections; ++at) {
      askers_.push_back({.socket = connect_to(load.port), .unsent = {}, .answer = {}});
      epoll_event event{.events = EPOLLIN, .data = {.u64 = at}};
      if (::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, askers_.back().socket.get(), &event) != 0) {
        throw std::runtime_error("epoll_ctl");
      }
      idle_.push_back(at);
    }
  }

  Measured run() {
    begin_ = Clock::now();
    counted_from_ = begin_ + load_.warm_up;
    end_ = counted_from_ + load_.duration;
    while (Clock::now() < end_ && !(asked_ == load_.at_most && idle_.size() == askers_.size())) {
      ask_what_is_due(Clock::now());
      receive(wait_until(next_due()));
    }
    measured_.seconds =
        std::chrono::duration<double>(std::min(Clock::now(), end_) - counted_from_).count();
    return std::move(measured_);
  }

 private:
  // When the next request falls due; now if the loop is closed and somebody is idle.
  Clock::time_point next_due() const {
    if (asked_ == load_.at_most || idle_.empty()) return end_;
    if (load_.rate <= 0) return Clock::now();
    const std::chrono::duration<double> after(static_cast<double>(asked_) / load_.rate);
    return begin_ + std::chrono::duration_cast<Clock::duration>(after);
  }

  void ask_what_is_due(Clock::time_point now) {
    while (!idle_.empty() && asked_ < load_.at_most) {
      const Clock::time_point due = load_.rate > 0 ? next_due() : now;
      if (due > now) return;
      const std::size_t at = idle_.front();
      idle_.pop_front();
      askers_[at].asking = true;
      askers_[at].due = due;
      askers_[at].unsent = load_.request(asked_++);
      send(askers_[at]);
    }
  }

  // Requests are far smaller than a socket's buffer: what does not go out at once is a failure.
  static void send(Asker& asker) {
    const ssize_t sent = ::send(asker.socket.get(), asker.unsent.data(), asker.unsent.size(),
                                MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != static_cast<ssize_t>(asker.unsent.size())) {
      throw std::runtime_error("the server does not take a request");
    }
  }

  int wait_until(Clock::time_point due) {
    const auto left = std::max<std::int64_t>(
        0, std::chrono::duration_cast<std::chrono::nanoseconds>(due - Clock::now()).count());
    const timespec timeout{left / 1'000'000'000, left % 1'000'000'000};
    return ::epoll_pwait2(poll_.get(), events_.data(), static_cast<int>(events_.size()), &timeout,
                          nullptr);
  }

  void receive(int count) {
    for (int i = 0; i < count; ++i) {
      const std::size_t at = events_[static_cast<std::size_t>(i)].data.u64;
      Asker& asker = askers_[at];
      if (asker.received == asker.answer.size()) asker.answer.resize(asker.received + kReadAtOnce);
      const ssize_t size = ::recv(asker.socket.get(), asker.answer.data() + asker.received,
                                  asker.answer.size() - asker.received, MSG_DONTWAIT);
      if (size < 0 && errno == EAGAIN) continue;
      if (size <= 0) throw std::runtime_error("the server closed a connection");
      asker.received += static_cast<std::size_t>(size);
      const std::string_view answer = std::string_view(asker.answer).substr(0, asker.received);
      if (!is_whole(answer)) continue;
      count_answer(asker, answer);
      asker.received = 0;
      asker.asking = false;
      idle_.push_back(at);
    }
  }

  static bool is_whole(std::string_view answer) {
    const std::size_t head = answer.find("\r\n\r\n");
    if (head == std::string_view::npos) return false;
    std::size_t at = answer.find("Content-Length: ");
    if (at > head) return true;
    std::size_t length = 0;
    at += std::strlen("Content-Length: ");
    std::from_chars(answer.data() + at, answer.data() + head, length);
    return answer.size() >= head + 4 + length;
  }

  void count_answer(const Asker& asker, std::string_view answer) {
    const auto now = Clock::now();
    if (now < counted_from_) return;
    if (answer.compare(9, 1, "2") == 0) {
      measured_.latencies.add(now - asker.due);
      return;
    }
    if (measured_.failed++ == 0) measured_.first_failure = answer;
  }

  const Load& load_;
  UniqueFd poll_;
  std::vector<Asker> askers_;
  std::deque<std::size_t> idle_;
  std::array<epoll_event, 256> events_{};
  std::uint64_t asked_ = 0;
  Clock::time_point begin_;
  Clock::time_point counted_from_;
  Clock::time_point end_;
  Measured measured_;
};

}  // namespace

Measured run(const Load& load) {
  return Generator(load).run();
}

std::string post(std::string_view target, std::string_view body, std::string_view token,
                 std::string_view fields) {
  std::string text("POST ");
  text.append(target).append(" HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n");
  if (!token.empty()) text.append("Authorization: Bearer ").append(token).append("\r\n");
  text.append(fields).append("Content-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  return text.append(body);
}

}  // namespace zhipi::bench
