#include "api/http/server.h"

#include <sys/resource.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "api/http/connection.h"
#include "api/http/edge.h"
#include "api/http/hub.h"
#include "api/http/knocker.h"

namespace zhipi::http {
namespace {

using std::chrono::milliseconds;

// What a server opens besides two descriptors for each connection.
constexpr std::size_t kSpareDescriptors = 128;
// How long closed sockets may take to be noticed by Pistache's threads.
constexpr milliseconds kNoticeLimit{2'000};
// How long a connection can lie unheard in Pistache's queue.
constexpr milliseconds kKnockPeriod{500};

milliseconds tick_for(const ServerOptions& options) {
  const milliseconds shortest =
      std::min({options.head_deadline, options.body_deadline, options.idle_deadline,
                options.write_deadline, options.linger_limit});
  return std::clamp(shortest / 4, milliseconds(5), milliseconds(500));
}

void run_handler(const Hub& hub, Job job) {
  try {
    job.route->handler(std::move(job.request), std::move(job.reply));
  } catch (const std::exception& failure) {
    hub.report(job.route->method + " " + job.route->pattern + ": " + failure.what());
  } catch (...) {
    hub.report(job.route->method + " " + job.route->pattern + ": not a std::exception");
  }
}

// Pistache spins when accept() runs out of descriptors; so there must be enough for every
// connection.
Expected<void> provide_descriptors(std::size_t max_connections) {
  const rlim_t needed = 2 * max_connections + kSpareDescriptors;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return {};
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < needed) {
    return problem("too_few_descriptors",
                   std::to_string(max_connections) + " connections need " + std::to_string(needed) +
                       " file descriptors, the limit is " + std::to_string(limit.rlim_max) +
                       "; raise it (ulimit -n) or lower max_connections");
  }
  limit.rlim_cur = needed;
  if (::setrlimit(RLIMIT_NOFILE, &limit) == 0) return {};
  return problem("too_few_descriptors", "the limit of open files could not be raised to " +
                                            std::to_string(needed) + "; lower max_connections");
}

Pistache::Http::Endpoint::Options endpoint_options(const ServerOptions& options) {
  using Flag = Pistache::Tcp::Options;
  constexpr std::chrono::hours kNever{24 * 365};  // deadlines are the caretaker's
  return Pistache::Http::Endpoint::options()
      .threads(static_cast<int>(options.reactor_threads))
      .headerTimeout(kNever)
      .bodyTimeout(kNever)
      .keepaliveTimeout(kNever)
      .backlog(1024)
      .flags(Pistache::Flags<Flag>(Flag::ReuseAddr) | Flag::NoDelay | Flag::CloseOnExec);
}

}  // namespace

Hub::Hub(ServerOptions chosen, RouteTable table)
    : options(std::move(chosen)),
      routes(std::move(table)),
      caretaker(tick_for(options)),
      workers(options.worker_threads, options.queue_bound,
              [this](Job job) { run_handler(*this, std::move(job)); }) {}

void Hub::report(std::string_view message) const {
  if (options.on_error) options.on_error(message);
}

struct Server::Running {
  std::shared_ptr<Hub> hub;
  std::unique_ptr<Pistache::Http::Endpoint> endpoint;
  std::unique_ptr<Knocker> knocker;
};

Server::Server(ServerOptions options, std::vector<Route> routes)
    : options_(std::move(options)), routes_(std::move(routes)) {
  options_.reactor_threads = std::max<std::size_t>(options_.reactor_threads, 1);
  options_.worker_threads = std::max<std::size_t>(options_.worker_threads, 1);
}

Server::~Server() {
  stop();
}

Expected<void> Server::start() {
  if (auto enough = provide_descriptors(options_.max_connections); !enough) return enough;
  auto table = RouteTable::build(routes_);
  if (!table) return tl::unexpected(table.error());
  const bool ipv6 = options_.address.find(':') != std::string::npos;
  const std::string host = ipv6 ? "[" + options_.address + "]" : options_.address;
  try {
    auto running = std::make_unique<Running>();
    running->hub = std::make_shared<Hub>(options_, std::move(*table));
    running->endpoint = std::make_unique<Pistache::Http::Endpoint>(
        Pistache::Address(host, Pistache::Port(options_.port)));
    running->endpoint->init(endpoint_options(options_));
    running->endpoint->setHandler(Pistache::Http::make_handler<Edge>(running->hub));
    running->endpoint->serveThreaded();
    running->knocker = std::make_unique<Knocker>(
        options_.address, static_cast<std::uint16_t>(running->endpoint->getPort()), kKnockPeriod,
        running->hub->knocking_from);
    running_ = std::move(running);
  } catch (const std::exception& failure) {
    return problem("cannot_listen", "cannot listen on " + host + ":" +
                                        std::to_string(options_.port) + ": " + failure.what());
  }
  return {};
}

std::uint16_t Server::port() const {
  return running_ ? static_cast<std::uint16_t>(running_->endpoint->getPort()) : 0;
}

void Server::stop() {
  if (!running_) return;
  Hub& hub = *running_->hub;
  running_->knocker.reset();
  hub.draining = true;
  for (const auto& connection : hub.caretaker.connections()) connection->drain();
  if (!hub.connections.wait_for_zero(options_.drain_limit)) {
    for (const auto& connection : hub.caretaker.connections()) connection->kill();
  }
  hub.peers.wait_for_zero(kNoticeLimit);
  running_->endpoint->shutdown();
  running_->endpoint.reset();
  hub.workers.stop();
  hub.caretaker.stop();
  running_.reset();
}

std::size_t Server::connections() const {
  return running_ ? running_->hub->connections.value() : 0;
}

std::size_t Server::in_flight() const {
  return running_ ? running_->hub->in_flight.value() : 0;
}

}  // namespace zhipi::http
