// The HTTP/1.1 edge: turns sockets into Request values, and Response values into bytes.
//
//   Server server(options, {{"GET", "/v1/applications/{id}", 0, handler}});
//   if (auto started = server.start(); !started) …;
//   …
//   server.stop();   // every request that was accepted has been answered
//
// Handlers run on a bounded pool of workers, never on the threads that read sockets.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/http/body.h"
#include "api/http/reply.h"
#include "api/http/request.h"
#include "api/http/response.h"
#include "models/problem.h"

namespace zhipi::http {

// Called on a worker thread, several at once. Either answers before it returns, or keeps the reply
// and returns. What it throws goes to `on_error`; the client sees a plain 500.
using Handler = std::function<void(Request, Reply)>;

struct Route {
  std::string method;  // "GET", "POST", …; GET also serves HEAD, OPTIONS is answered for every path
  std::string pattern;  // "/v1/applications/{id}/pages/{n}": a segment is a literal or a parameter
  std::size_t body_limit = 0;  // bytes; a longer body is 413 before it is read
  Handler handler;
  bool computes = false;  // it waits for nothing but the processor: few of its calls run at once
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // numeric IPv4 or IPv6 address, or a host name
  std::uint16_t port = 0;             // 0: any free one, see Server::port()

  std::size_t reactor_threads = 1;  // read sockets and frame requests; at least 1
  std::size_t worker_threads = 4;   // run handlers; at least 1
  std::size_t queue_bound = 256;    // requests waiting for a worker; beyond it 503
  std::size_t max_connections = 1024;

  std::size_t head_limit = 16 * 1024;      // bytes of request line and fields, at most 60 KiB; 431
  std::size_t target_limit = 4096;         // bytes of the request target; 414
  std::size_t pipeline_limit = 64 * 1024;  // bytes read ahead while a request is answered
  std::size_t body_memory = 256UL * 1024UL * 1024;       // bytes of short bodies held at once; 503
  std::size_t spool_space = 4UL * 1024UL * 1024 * 1024;  // bytes of long ones in files; 503
  Spool spool = {};                                      // where, and from which length on

  std::chrono::milliseconds head_deadline{30'000};   // first byte to end of head; 408
  std::chrono::milliseconds body_deadline{30'000};   // end of head to end of body; 408
  std::chrono::milliseconds idle_deadline{60'000};   // between requests; closed
  std::chrono::milliseconds write_deadline{60'000};  // start to end of one response; closed
  std::chrono::milliseconds linger_limit{2'000};     // from the last response to closing for good
  std::chrono::milliseconds drain_limit{30'000};     // how long stop() waits for replies
  std::chrono::seconds retry_after{1};               // told with every 503

  ErrorPage error_page = problem_page;
  // What the operator should know and the client should not: a handler's exception, a response that
  // could not be sent as it was. Called on any thread, must not throw; empty discards.
  std::function<void(std::string_view)> on_error;
};

class Server {
 public:
  // Nothing happens yet.
  Server(ServerOptions options, std::vector<Route> routes);

  // Stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and serves on its own threads. Fails with `bad_route` (malformed or ambiguous pattern),
  // `too_few_descriptors` (two for each connection; the soft limit is raised where allowed) or
  // `cannot_listen`. Call once.
  Expected<void> start();

  // The port listened on, once started.
  std::uint16_t port() const;

  // Refuses what is new, waits up to `drain_limit` for what is being answered, then closes every
  // connection and joins every thread. A handler that runs is waited for without limit. Idempotent.
  void stop();

  // Open connections, and requests being handled or written, at this moment. For metrics.
  std::size_t connections() const;
  std::size_t in_flight() const;

 private:
  struct Running;

  ServerOptions options_;
  std::vector<Route> routes_;
  std::unique_ptr<Running> running_;
};

}  // namespace zhipi::http
