// A response body that is written for as long as the client listens: server-sent events above all.
//
//   const auto stream = std::make_shared<http::Stream>();
//   reply.send({.content_type = "text/event-stream", .stream = stream});
//   …
//   if (!stream->write(text)) …  // nobody listens any more
//
// Any thread may write; nobody ever waits for the client. When the stream has ended, so has its
// connection.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace zhipi::http {

class Connection;

class Stream {
 public:
  // `bound`: bytes that may wait until the client takes them. One that falls further behind is cut
  // off: it knows by the missing end, and asks again.
  explicit Stream(std::size_t bound = 256UL * 1024) : bound_(bound) {}
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // Sends the piece, in order and as a whole. False once nobody listens: the client has gone or was
  // cut off, the stream was ended, the server stops. Pieces written before the response was sent
  // wait for it.
  bool write(std::string_view piece);

  // The body is complete: what waits is still sent.
  void end();

  // Whether a piece would be taken at all.
  bool is_open() const;

  // Bytes that wait for the client. Whoever has much to tell writes on when they are few.
  std::size_t waiting() const;

  // --- For whoever carries the bytes, a connection or a test.

  struct Taken {
    std::string bytes;
    bool ended = false;    // nothing follows
    bool cut_off = false;  // something is missing: nothing may look like an end
  };
  Taken take();

  // The client has gone.
  void abandon();

  // Whom to tell that there is something to take.
  void carry_by(const std::weak_ptr<Connection>& connection);

 private:
  const std::size_t bound_;
  mutable std::mutex mutex_;  // guards what follows; taken after a connection's, never before
  std::weak_ptr<Connection> connection_;
  std::string waiting_;
  bool open_ = true;
  bool cut_off_ = false;
};

}  // namespace zhipi::http
