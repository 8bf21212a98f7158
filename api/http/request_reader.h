// Frames one request after another out of a stream of bytes.
//
// Strict on purpose: where two readers of one stream could disagree on where a request ends, the
// request is refused and the stream is given up. The head goes to Boost.Beast's request_parser once
// it is complete; what Beast tolerates and we do not (folded lines, lengths given twice, encodings
// other than chunked) is refused before and after. RFC 9112.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/body_reader.h"
#include "api/http/request.h"
#include "api/http/response.h"

namespace zhipi::http {

struct Head {
  std::string method;
  std::string target;
  Headers headers;
  bool http10 = false;
  bool keep_alive = true;
  bool chunked = false;
  std::uint64_t content_length = 0;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length > 0; }
};

// Not thread-safe.
class RequestReader {
 public:
  enum class Event {
    kNeedMore,  // nothing can be said yet
    kHead,      // head() is complete; call expect_body() or give up, then feed again
    kDone,      // the body is complete: take_body(), then reset() for the next request
    kFault,     // the stream cannot be trusted any more; fault() says why
  };

  // In bytes; heads are limited to 60 KiB whatever `head_limit` says, because Beast throws on
  // fields of 64 KiB.
  RequestReader(std::size_t head_limit, std::size_t target_limit)
      : head_limit_(std::min<std::size_t>(head_limit, 60 * 1024)), target_limit_(target_limit) {}

  // Consumes from the front of `input`. What it leaves must come again, with more behind it.
  Event feed(std::string_view& input);

  // How many bytes of body the request may have, its declared length being within that, and where
  // they are kept.
  void expect_body(std::size_t limit, const Spool& spool = {});

  // Back to the state before a request; gives up all memory.
  void reset();

  // Whether a request has begun: its first byte has been seen.
  bool begun() const { return begun_; }
  bool in_body() const { return body_.has_value(); }

  const Head& head() const { return head_; }
  Head& head() { return head_; }
  const Fault& fault() const { return fault_; }
  std::size_t body_in_memory() const { return body_ ? body_->kept().in_memory() : 0; }
  std::size_t body_in_file() const { return body_ ? body_->kept().in_file() : 0; }
  Body take_body() { return body_->take_body(); }

 private:
  Event feed_head(std::string_view& input);
  Event feed_body(std::string_view& input);
  bool parse_head(std::string_view text);
  bool check_framing();
  bool refuse(int status, std::string code, std::string detail);

  std::size_t head_limit_;
  std::size_t target_limit_;
  std::size_t scanned_ = 0;  // of the head, without the end being found
  bool begun_ = false;
  Head head_;
  std::optional<BodyReader> body_;
  Fault fault_;
};

}  // namespace zhipi::http
