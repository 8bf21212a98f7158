#include "bench/service/echo.h"

#include <pistache/endpoint.h>
#include <pistache/http.h>

#include <iostream>
#include <string>
#include <thread>

#include "api/http/server.h"

namespace zhipi::bench {
namespace {

// What serves and judges in the product too: as many workers as `zhipi serve` has.
std::size_t workers() {
  return std::max(4U, 2 * std::thread::hardware_concurrency());
}

void serve_until_input_ends(unsigned port) {
  std::cout << "port " << port << std::endl;
  std::string ignored;
  while (std::getline(std::cin, ignored)) {
  }
}

class EchoHandler : public Pistache::Http::Handler {
 public:
  HTTP_PROTOTYPE(EchoHandler)
  void onRequest(const Pistache::Http::Request& request,
                 Pistache::Http::ResponseWriter response) override {
    response.send(Pistache::Http::Code::Ok, request.body(), MIME(Application, Json));
  }
};

}  // namespace

int serve_our_echo() {
  http::ServerOptions options;
  options.worker_threads = workers();
  http::Server server(options, {{"POST", "/echo", 1U << 20U,
                                 [](const http::Request& request, http::Reply reply) {
                                   reply.send({.content_type = "application/json",
                                               .body = std::string(request.body)});
                                 },
                                 true}});
  if (!server.start()) return 1;
  serve_until_input_ends(server.port());
  return 0;
}

int serve_pistache_echo() {
  using Pistache::Tcp::Options;
  Pistache::Http::Endpoint endpoint(
      Pistache::Address(Pistache::Ipv4::loopback(), Pistache::Port(0)));
  endpoint.init(Pistache::Http::Endpoint::options()
                    .threads(1)
                    .flags(Pistache::Flags<Options>(Options::ReuseAddr) | Options::NoDelay)
                    .maxRequestSize(1U << 20U));
  endpoint.setHandler(Pistache::Http::make_handler<EchoHandler>());
  endpoint.serveThreaded();
  serve_until_input_ends(endpoint.getPort());
  endpoint.shutdown();
  return 0;
}

}  // namespace zhipi::bench
