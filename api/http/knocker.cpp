#include "api/http/knocker.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

#include "api/http/unique_fd.h"

namespace zhipi::http {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Addresses addresses_of(const std::string& address, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(address.c_str(), port.c_str(), &hints, &found) != 0) found = nullptr;
  return {found, &::freeaddrinfo};
}

// The port of a socket's own end, or of its other end.
std::uint16_t port_of(int socket, decltype(&::getsockname) end) {
  sockaddr_storage named{};
  socklen_t size = sizeof named;
  if (end(socket, reinterpret_cast<sockaddr*>(&named), &size) != 0) return 0;
  in_port_t port = 0;  // it stands at the same place in both families
  static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
  std::memcpy(&port, reinterpret_cast<const char*>(&named) + offsetof(sockaddr_in, sin_port),
              sizeof port);
  return ntohs(port);
}

}  // namespace

bool is_knock(int socket, const KnockingPorts& ports) {
  const std::uint16_t port = port_of(socket, &::getpeername);
  return port != 0 && std::find(ports.begin(), ports.end(), port) != ports.end();
}

Knocker::Knocker(const std::string& address, std::uint16_t port, std::chrono::milliseconds period,
                 KnockingPorts& ports)
    : address_(address),
      port_(std::to_string(port)),
      ports_(ports),
      thread_([this, period] { work(period); }) {}

Knocker::~Knocker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void Knocker::work(std::chrono::milliseconds period) {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, period, [this] { return ending_; })) {
    lock.unlock();
    leave_where_shown_out();
    knock();
    lock.lock();
  }
}

// The edge has closed: it knows us by our port no longer than that.
void Knocker::leave_where_shown_out() {
  for (std::size_t at = 0; at < sockets_.size(); ++at) {
    if (!sockets_[at]) continue;
    pollfd shown_out{.fd = sockets_[at].get(), .events = POLLIN, .revents = 0};
    if (::poll(&shown_out, 1, 0) <= 0) continue;
    sockets_[at] = UniqueFd();
    ports_[at] = 0;
  }
}

// Whatever fails here is tried again in a moment.
void Knocker::knock() {
  const auto free = std::find_if(sockets_.begin(), sockets_.end(),
                                 [](const UniqueFd& socket) { return !socket; });
  const Addresses to = addresses_of(address_, port_);
  if (free == sockets_.end() || !to) return;
  UniqueFd socket(::socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_storage anywhere{};
  anywhere.ss_family = static_cast<sa_family_t>(to->ai_family);
  if (!socket ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&anywhere), to->ai_addrlen) != 0) {
    return;
  }
  ports_[static_cast<std::size_t>(free - sockets_.begin())] = port_of(socket.get(), &::getsockname);
  ::connect(socket.get(), to->ai_addr, to->ai_addrlen);
  *free = std::move(socket);
}

}  // namespace zhipi::http
