// The half of a connection that writes.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <exception>
#include <utility>

#include "api/http/connection.h"
#include "api/http/hub.h"
#include "api/http/wire.h"

namespace zhipi::http {
namespace {

// What stands before the bytes of a chunk (RFC 9112 §7.1).
std::string chunk_head(std::size_t size) {
  std::array<char, 18> text;
  char* const end = std::to_chars(text.data(), text.data() + 16, size, 16).ptr;
  return std::string(text.data(), end) + "\r\n";
}

}  // namespace

void Connection::answer(std::optional<Response> response) {
  Lock lock(mutex_);
  if (phase_ != Phase::kHandling) return count_in_flight(false);
  try {
    if (!response) {
      response = hub_->options.error_page(
          {500, "internal", "the service failed to answer; the failure has been recorded"});
    }
    respond(std::move(*response), true, &lock);
    pump(lock);
  } catch (const std::exception& failure) {  // out of memory: nobody else would end this request
    hub_->report(failure.what());
    close();
    count_in_flight(false);
  }
}

void Connection::refuse(const Fault& fault, bool keep_alive,
                        std::vector<std::pair<std::string, std::string>> headers) {
  Response response = hub_->options.error_page(fault);
  for (auto& header : headers) response.headers.push_back(std::move(header));
  if (fault.status == 503) {
    response.headers.emplace_back("Retry-After", std::to_string(hub_->options.retry_after.count()));
  }
  respond(std::move(response), keep_alive);
}

void Connection::respond(Response response, bool keep_alive, Lock* lock) {
  if (!is_sendable(response)) {
    hub_->report("a response held a status or a header that cannot be sent: " + request_.route);
    response = problem_page(
        {500, "internal", "the service failed to answer; the failure has been recorded"});
  }
  const Head& head = reader_.head();
  keep_alive_ =
      keep_alive && head.keep_alive && !hub_->draining && !overflowed_ && !response.stream;
  out_head_ = response_head(response, keep_alive_, head.http10);
  if (head.method != "HEAD" && !is_bodiless(response.status)) out_body_ = std::move(response.body);
  out_sent_ = 0;
  phase_ = Phase::kWriting;
  deadline_ = Clock::now() + hub_->options.write_deadline;
  count_in_flight(true);
  if (response.stream) begin_stream(std::move(response.stream), head.method != "HEAD");
  write_some(lock);
}

// From here on nothing is held for the request, and nothing waits for its end.
void Connection::begin_stream(std::shared_ptr<Stream> stream, bool wanted) {
  if (hub_->draining || !wanted) stream->end();
  phase_ = Phase::kStreaming;
  stream_ended_ = !wanted;
  stream_ = std::move(stream);
  stream_->carry_by(weak_from_this());
  release_body();
  count_in_flight(false);
  // A peer that vanished without a word is given up when it has confirmed nothing for so long.
  const auto patience = static_cast<unsigned>(hub_->options.write_deadline.count());
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof patience);
}

// Puts the next piece into the buffers that are empty now. False where there is nothing to write.
bool Connection::fill_from_stream() {
  if (stream_ended_) {
    finish_response();
    return false;
  }
  Stream::Taken taken = stream_->take();
  if (taken.cut_off) {
    abort();
    return false;
  }
  deadline_ = Clock::now() + hub_->options.write_deadline;
  out_sent_ = 0;
  const bool chunked = !reader_.head().http10;
  if (!taken.bytes.empty()) {
    out_head_ = chunked ? chunk_head(taken.bytes.size()) : std::string();
    out_body_ = std::move(taken.bytes);
    if (chunked) out_body_ += "\r\n";
    return true;
  }
  out_head_ = taken.ended && chunked ? "0\r\n\r\n" : "";
  std::string().swap(out_body_);
  stream_ended_ = taken.ended;
  if (!taken.ended) deadline_ = Clock::time_point::max();  // a stream may be silent
  return taken.ended;
}

// A client asks again as soon as it has the answer, while whoever sends it is still inside the
// kernel: the thread that reads from all clients must not wait for that.
ssize_t Connection::send(const msghdr& message, Lock* lock) {
  constexpr int kFlags = MSG_NOSIGNAL | MSG_DONTWAIT;
  if (lock == nullptr) return ::sendmsg(socket_.get(), &message, kFlags);
  sending_ = true;
  lock->unlock();
  const ssize_t sent = ::sendmsg(socket_.get(), &message, kFlags);
  const int error = errno;
  lock->lock();
  sending_ = false;
  errno = error;
  return sent;
}

void Connection::write_some(Lock* lock) {
  for (;;) {
    const std::size_t head_sent = std::min(out_sent_, out_head_.size());
    const std::size_t body_sent = out_sent_ - head_sent;
    iovec pieces[2] = {{out_head_.data() + head_sent, out_head_.size() - head_sent},
                       {out_body_.data() + body_sent, out_body_.size() - body_sent}};
    if (pieces[0].iov_len + pieces[1].iov_len == 0) {
      if (phase_ != Phase::kStreaming) return finish_response();
      if (fill_from_stream()) continue;
      return;
    }
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    const ssize_t sent = send(message, lock);
    if (phase_ == Phase::kClosed) return forget_output();
    if (sent >= 0) {
      out_sent_ += static_cast<std::size_t>(sent);
    } else if (errno == EAGAIN) {
      socket_full_ = true;
      return hub_->caretaker.await_writable(shared_from_this(), socket_.get());
    } else if (errno != EINTR) {
      return close();
    }
  }
}

void Connection::forget_output() {
  std::string().swap(out_head_);
  std::string().swap(out_body_);
}

void Connection::finish_response() {
  forget_output();
  release_body();
  count_in_flight(false);
  reader_.reset();
  request_ = {};
  stream_.reset();
  if (!keep_alive_ || overflowed_ || hub_->draining) return linger();
  phase_ = Phase::kReading;
  deadline_ = Clock::now() + hub_->options.idle_deadline;
}

// Closing while unread bytes are in the socket would reset the connection, and with it the response
// that the client has not read yet (RFC 9112 §9.6): so say that nothing follows, and wait a little.
void Connection::linger() {
  if (input_ended_) return close();
  ::shutdown(socket_.get(), SHUT_WR);
  phase_ = Phase::kLingering;
  deadline_ = Clock::now() + hub_->options.linger_limit;
  std::string().swap(in_);
  used_ = 0;
}

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  if (phase_ != Phase::kHandling) count_in_flight(false);
  phase_ = Phase::kClosed;
  ::shutdown(socket_.get(), SHUT_RDWR);
  std::string().swap(in_);
  if (!sending_) forget_output();
  used_ = 0;
  reader_.reset();
  release_body();
  if (stream_) stream_->abandon();
  stream_.reset();
}

// Closes with a reset. A client that goes on sending after an orderly close can be left with a full
// window that nobody will ever open, and a reader that takes nothing would keep its response in the
// kernel.
void Connection::abort() {
  const ::linger at_once{1, 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

}  // namespace zhipi::http
