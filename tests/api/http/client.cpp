#include "tests/api/http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <stdexcept>

namespace zhipi::http::testing {
namespace {

constexpr int kWaitMilliseconds = 20'000;

bool wait_for(int socket, short events) {
  pollfd wanted{socket, events, 0};
  if (::poll(&wanted, 1, kWaitMilliseconds) > 0) return true;
  ADD_FAILURE() << "the server neither answered nor closed in time";
  return false;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

Answer parse_head(std::string_view head) {
  Answer answer;
  answer.status = std::atoi(std::string(head.substr(9, 3)).c_str());
  head.remove_prefix(head.find("\r\n") + 2);
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    const std::size_t colon = line.find(": ");
    const auto [place, inserted] = answer.headers.emplace(lower(std::string(line.substr(0, colon))),
                                                          std::string(line.substr(colon + 2)));
    EXPECT_TRUE(inserted) << "the response repeats " << place->first;
    head.remove_prefix(end + 2);
  }
  return answer;
}

}  // namespace

Client::Client(std::uint16_t port, int receive_buffer)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (receive_buffer > 0) {
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr generic{};
  static_assert(sizeof generic == sizeof address);
  std::copy_n(reinterpret_cast<const char*>(&address), sizeof address,
              reinterpret_cast<char*>(&generic));
  if (::connect(socket_.get(), &generic, sizeof address) != 0) {
    throw std::runtime_error("cannot connect to the server under test");
  }
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent =
        ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN || !wait_for(socket_.get(), POLLOUT)) {
      return false;
    }
  }
  return true;
}

bool Client::fill() {
  if (!wait_for(socket_.get(), POLLIN)) return false;
  char buffer[16 * 1024];
  const ssize_t count = ::recv(socket_.get(), buffer, sizeof buffer, 0);
  if (count <= 0) return false;
  pending_.append(buffer, static_cast<std::size_t>(count));
  return true;
}

std::optional<Answer> Client::read(bool to_head) {
  std::size_t end = 0;
  while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) return std::nullopt;
  }
  Answer answer = parse_head(std::string_view(pending_).substr(0, end + 2));
  pending_.erase(0, end + 4);
  const auto length = answer.headers.find("content-length");
  if (to_head || length == answer.headers.end()) return answer;
  const std::size_t size = std::stoul(length->second);
  while (pending_.size() < size) {
    if (!fill()) return std::nullopt;
  }
  answer.body = pending_.substr(0, size);
  pending_.erase(0, size);
  return answer;
}

std::optional<Answer> Client::ask(std::string_view request, bool to_head) {
  send(request);
  return read(to_head);
}

std::string Client::read_all() {
  while (fill()) {
  }
  return std::exchange(pending_, {});
}

void Client::end_sending() {
  ::shutdown(socket_.get(), SHUT_WR);
}

void Client::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  socket_ = UniqueFd();
}

std::unique_ptr<Server> serve(std::vector<Route> routes, ServerOptions options) {
  auto server = std::make_unique<Server>(std::move(options), std::move(routes));
  const auto started = server->start();
  if (!started) throw std::runtime_error(to_line(started.error()));
  return server;
}

std::string request(std::string_view method, std::string_view target, std::string_view body,
                    std::string_view fields) {
  std::string text;
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
  text.append(fields);
  if (!body.empty()) text.append("Content-Length: " + std::to_string(body.size()) + "\r\n");
  return text.append("\r\n").append(body);
}

Handler say(std::string text) {
  return [text = std::move(text)](const Request&, Reply reply) {
    reply.send({200, "text/plain", text});
  };
}

Handler echo() {
  return [](const Request& request, Reply reply) {
    reply.send({200, "application/octet-stream", std::string(request.body)});
  };
}

}  // namespace zhipi::http::testing
