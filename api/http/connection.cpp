#include "api/http/connection.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>
#include <variant>

#include "api/http/hub.h"
#include "api/http/target.h"

namespace zhipi::http {
namespace {

// What an idle connection may keep; a larger buffer is given back.
constexpr std::size_t kKeptBuffer = 4 * 1024;
// What is read and thrown away after the last response, so that a client that sends its whole body
// before it reads still finds the answer. It costs no memory, and ends with linger_limit.
constexpr std::size_t kLingerBytes = 48UL * 1024 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(std::shared_ptr<Hub> hub, UniqueFd socket, std::string peer)
    : hub_(std::move(hub)),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      deadline_(Clock::now() + hub_->options.idle_deadline),
      reader_(hub_->options.head_limit, hub_->options.target_limit) {
  hub_->connections.add();
}

Connection::~Connection() {
  // For ThreadSanitizer: it cannot see into Pistache, which may be the last to let go.
  const std::lock_guard lock(mutex_);
  release_body();
  count_in_flight(false);
  hub_->connections.remove();
}

void Connection::receive(std::string_view bytes) {
  Lock lock(mutex_);
  switch (phase_) {
    case Phase::kReading:
      in_.append(bytes);
      pump(lock);
      break;
    case Phase::kHandling:
    case Phase::kWriting:
      overflowed_ = overflowed_ || in_.size() + bytes.size() > hub_->options.pipeline_limit;
      if (!overflowed_) in_.append(bytes);
      break;
    case Phase::kStreaming:  // it is the last response: nothing more is read
      break;
    case Phase::kLingering:
      lingered_ += bytes.size();
      if (lingered_ > kLingerBytes) abort();
      break;
    case Phase::kClosed:
      break;
  }
}

void Connection::input_ended() {
  Lock lock(mutex_);
  input_ended_ = true;
  // Nobody listens to a stream who has stopped sending: that is how a closed one looks from here.
  if (phase_ == Phase::kLingering || phase_ == Phase::kStreaming) close();
  pump(lock);
}

void Connection::continue_writing() {
  Lock lock(mutex_);
  socket_full_ = false;
  if (sending_ || (phase_ != Phase::kWriting && phase_ != Phase::kStreaming)) return;
  write_some();
  pump(lock);
}

void Connection::continue_stream() {
  const Lock lock(mutex_);
  if (phase_ == Phase::kStreaming && !socket_full_ && !sending_) write_some();
}

void Connection::check_deadline(Clock::time_point now) {
  Lock lock(mutex_);
  if (now < deadline_ || phase_ == Phase::kHandling || phase_ == Phase::kClosed) return;
  if (phase_ == Phase::kReading && reader_.begun()) {
    refuse({408, "too_slow", "the request did not arrive in time"}, false);
  } else if (phase_ == Phase::kWriting || phase_ == Phase::kStreaming || lingered_ > 0) {
    abort();
  } else {
    close();
  }
}

void Connection::drain() {
  std::shared_ptr<Stream> ending;
  Lock lock(mutex_);
  if (phase_ == Phase::kStreaming) ending = stream_;
  if (ending) {
    lock.unlock();  // a stream tells its connection
    return ending->end();
  }
  if (phase_ != Phase::kReading) return;
  if (reader_.begun()) {
    refuse({503, "stopping", "the service is stopping; send the request again later"}, false);
  } else {
    close();
  }
}

void Connection::kill() {
  Lock lock(mutex_);
  close();
}

// Frames and answers until the client has to send, a worker to answer or the socket to take bytes.
// One thread at a time; it looks again after it had let go of the lock.
void Connection::pump(Lock& lock) {
  if (pumping_) return;
  pumping_ = true;
  while (phase_ == Phase::kReading && step(lock)) {
  }
  pumping_ = false;
  in_.erase(0, used_);
  used_ = 0;
  if (in_.empty() && in_.capacity() > kKeptBuffer) std::string().swap(in_);
  if (phase_ == Phase::kReading && input_ended_) close();
}

bool Connection::step(Lock& lock) {
  const bool begun = reader_.begun();
  std::string_view input = std::string_view(in_).substr(used_);
  const std::size_t offered = input.size();
  const RequestReader::Event event = reader_.feed(input);
  used_ += offered - input.size();
  if (!begun && reader_.begun()) deadline_ = Clock::now() + hub_->options.head_deadline;
  if (!charge_body()) {
    refuse({503, "busy", "too many large requests are being received; try again later"}, false);
    return true;
  }
  switch (event) {
    case RequestReader::Event::kNeedMore:
      return false;
    case RequestReader::Event::kHead:
      accept_head();
      return true;
    case RequestReader::Event::kDone:
      dispatch(lock);
      return true;
    case RequestReader::Event::kFault:
      if (reader_.fault().code == "no_space") hub_->report("a request body could not be kept");
      refuse(reader_.fault(), false);
      return true;
  }
  return false;
}

void Connection::accept_head() {
  const Head& head = reader_.head();
  const bool keep_alive = !head.has_body();
  if (head.method == "OPTIONS" && head.target == "*") {
    return respond({204, "", "", {{"Allow", hub_->routes.allow_anywhere()}}}, keep_alive);
  }
  auto target = parse_target(head.target);
  if (!target) return refuse({400, target.error().code, target.error().message}, keep_alive);

  auto match = hub_->routes.match(head.method, target->segments);
  if (const auto* wrong = std::get_if<RouteTable::WrongMethod>(&match)) {
    if (head.method == "OPTIONS")
      return respond({204, "", "", {{"Allow", wrong->allow}}}, keep_alive);
    return refuse({405, "method_not_allowed", "this path answers " + wrong->allow}, keep_alive,
                  {{"Allow", wrong->allow}});
  }
  auto* found = std::get_if<RouteTable::Found>(&match);
  if (!found) return refuse({404, "not_found", "there is nothing at this path"}, keep_alive);
  request_.path = std::move(target->path);
  request_.segments = std::move(target->segments);
  request_.query = std::move(target->query);
  accept_route(std::move(*found), head);
}

void Connection::accept_route(RouteTable::Found found, const Head& head) {
  route_ = found.route;
  request_.path_parameters = std::move(found.parameters);
  if (head.content_length > route_->body_limit) {
    return refuse({413, "body_too_large",
                   "the body is larger than the " + std::to_string(route_->body_limit) +
                       " bytes that this call accepts"},
                  false);
  }
  if (hub_->draining) {
    return refuse({503, "stopping", "the service is stopping; send the request again later"},
                  false);
  }
  reader_.expect_body(route_->body_limit, hub_->options.spool);
  deadline_ = Clock::now() + hub_->options.body_deadline;
  const bool body_waits = used_ < in_.size();
  if (!head.expects_continue || body_waits) return;
  const auto sent =
      ::send(socket_.get(), kContinue.data(), kContinue.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent != static_cast<ssize_t>(kContinue.size())) close();
}

void Connection::dispatch(Lock& lock) {
  Head& head = reader_.head();
  request_.method = head.method;
  request_.target = std::move(head.target);
  request_.headers = std::move(head.headers);
  request_.body = reader_.take_body();
  request_.route = route_->pattern;
  request_.peer = peer_;
  Job job{route_, std::exchange(request_, {}),
          Reply([self = shared_from_this()](std::optional<Response> response) {
            self->answer(std::move(response));
          })};
  phase_ = Phase::kHandling;
  count_in_flight(true);

  // The reply may be answered before this thread has the lock again; pump() then goes on from
  // there.
  lock.unlock();
  if (!hub_->workers.offer(job, job.route->computes)) {
    Response busy = hub_->options.error_page(
        {503, "busy", "more requests are waiting than can be answered; try again later"});
    busy.headers.emplace_back("Retry-After", std::to_string(hub_->options.retry_after.count()));
    job.reply.send(std::move(busy));
  }
  lock.lock();
}

bool Connection::charge_body() {
  const std::size_t memory = reader_.body_in_memory();
  const std::size_t space = reader_.body_in_file();
  if (memory == charged_memory_ && space == charged_space_) return true;
  // Differences wrap around where a body has moved from memory to its file; sums come out right.
  const std::size_t in_memory = hub_->body_bytes += memory - std::exchange(charged_memory_, memory);
  const std::size_t in_files = hub_->spooled_bytes += space - std::exchange(charged_space_, space);
  return in_memory <= hub_->options.body_memory && in_files <= hub_->options.spool_space;
}

void Connection::release_body() {
  hub_->body_bytes -= std::exchange(charged_memory_, 0);
  hub_->spooled_bytes -= std::exchange(charged_space_, 0);
}

void Connection::count_in_flight(bool counted) {
  if (counted_ == counted) return;
  counted_ = counted;
  counted ? hub_->in_flight.add() : hub_->in_flight.remove();
}

}  // namespace zhipi::http
