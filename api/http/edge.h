// How Pistache is used: it listens, accepts and reads; everything else is ours (docs/http.md).
#pragma once

#include <pistache/endpoint.h>
#include <pistache/http.h>

#include <memory>
#include <string>

namespace zhipi::http {

struct Hub;

// Pistache clones one for each reactor thread.
class Edge : public Pistache::Http::Handler {
  HTTP_PROTOTYPE(Edge)

 public:
  explicit Edge(std::shared_ptr<Hub> hub);

  // Never called: no request is framed by Pistache.
  void onRequest(const Pistache::Http::Request& request,
                 Pistache::Http::ResponseWriter writer) override;

  void onConnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
  void onInput(const char* bytes, std::size_t size,
               const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;
  void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;

 private:
  void welcome(const std::shared_ptr<Pistache::Tcp::Peer>& peer);

  std::shared_ptr<Hub> hub_;
  // Pistache's idle check asks every peer for a parser; one that nobody feeds serves them all.
  std::shared_ptr<Pistache::Http::RequestParser> unused_parser_;
};

}  // namespace zhipi::http
