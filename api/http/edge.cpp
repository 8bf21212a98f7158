#include "api/http/edge.h"

#include <fcntl.h>
#include <pistache/peer.h>
#include <sys/socket.h>

#include "api/http/connection.h"
#include "api/http/hub.h"
#include "api/http/wire.h"

namespace zhipi::http {
namespace {

using PeerPointer = std::shared_ptr<Pistache::Tcp::Peer>;

constexpr const char* kConnection = "connection";

std::shared_ptr<Connection> connection_of(const PeerPointer& peer) {
  return std::static_pointer_cast<Connection>(peer->tryGetData(kConnection));
}

// Answers someone whom there is no room for, as far as the socket takes it at once.
void turn_away(const Hub& hub, int socket) {
  Response response = hub.options.error_page(
      {503, "too_many_connections", "too many connections are open; try again later"});
  response.headers.emplace_back("Retry-After", std::to_string(hub.options.retry_after.count()));
  const std::string text = response_head(response, false, false) + response.body;
  ::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(socket, SHUT_RDWR);
}

}  // namespace

Edge::Edge(std::shared_ptr<Hub> hub)
    : hub_(std::move(hub)), unused_parser_(std::make_shared<Pistache::Http::RequestParser>(1)) {}

void Edge::onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter) {}

void Edge::onConnection(const PeerPointer& peer) {
  hub_->peers.add();
  peer->putData(ParserData, unused_parser_);
  // Idle for good: Pistache's own timeout answer can reach another client, ours cannot.
  peer->setIdle(true);
  if (is_knock(peer->fd(), hub_->knocking_from)) {
    ::shutdown(peer->fd(), SHUT_RDWR);
    return;
  }
  try {
    welcome(peer);
  } catch (const std::exception& failure) {
    hub_->report(failure.what());
    ::shutdown(peer->fd(), SHUT_RDWR);
  }
}

void Edge::welcome(const PeerPointer& peer) {
  if (hub_->draining || hub_->connections.value() >= hub_->options.max_connections) {
    return turn_away(*hub_, peer->fd());
  }
  UniqueFd own(::fcntl(peer->fd(), F_DUPFD_CLOEXEC, 0));
  if (!own) return turn_away(*hub_, peer->fd());
  const auto connection =
      std::make_shared<Connection>(hub_, std::move(own), peer->address().host());
  peer->putData(kConnection, connection);
  hub_->caretaker.adopt(connection);
  if (hub_->draining) connection->drain();
}

void Edge::onInput(const char* bytes, std::size_t size, const PeerPointer& peer) {
  const auto connection = connection_of(peer);
  if (!connection) return;
  try {
    connection->receive({bytes, size});
  } catch (const std::exception& failure) {
    hub_->report(failure.what());
    connection->kill();
  }
}

void Edge::onDisconnection(const PeerPointer& peer) {
  hub_->peers.remove();
  const auto connection = connection_of(peer);
  if (!connection) return;
  try {
    connection->input_ended();
  } catch (const std::exception& failure) {
    hub_->report(failure.what());
    connection->kill();
  }
}

}  // namespace zhipi::http
