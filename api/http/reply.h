// The right to answer one request, once, from any thread.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "api/http/response.h"

namespace zhipi::http {

// Move-only. A reply that is dropped unanswered answers 500, so that no client waits for ever;
// that also covers a handler that throws. It may outlive the handler, the connection and the
// server: answering someone who has gone is harmless.
class Reply {
 public:
  // Takes the answer; nothing means that the reply was dropped. Called exactly once, on the thread
  // that answers. A test makes its own sink to call a handler without a server.
  using Sink = std::function<void(std::optional<Response>)>;

  explicit Reply(Sink sink) : sink_(std::move(sink)) {}
  Reply(Reply&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)) {}
  Reply& operator=(Reply&& other) noexcept;
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply() { drop(); }

  // Answers. Never blocks on the client: what the socket does not take at once is written later.
  // A second answer, or one through a moved-from reply, is a programming mistake.
  void send(Response response);

  // Whether this still has to be answered.
  explicit operator bool() const { return static_cast<bool>(sink_); }

 private:
  void drop() noexcept;

  Sink sink_;
};

}  // namespace zhipi::http
