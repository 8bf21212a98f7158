#include "api/http/request_reader.h"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <utility>

namespace zhipi::http {
namespace {

namespace beast = boost::beast::http;

// Fields that mean one thing: two of them are an attack or a mistake, never a list.
constexpr std::array kSingletons = {
    "authorization",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "content-encoding",
    "date",
    "expect",
    "from",
    "host",
    "idempotency-key",
    "if-modified-since",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "proxy-authorization",
    "range",
    "referer",
    "transfer-encoding",
    "user-agent",
    "x-request-id",
};

// Where the head ends, just after its empty line; npos while it has not. `from` bytes were looked
// at in an earlier call. Sets `bad` at the first byte that no head may hold there.
std::size_t find_head_end(std::string_view text, std::size_t from, bool& bad) {
  for (std::size_t i = from; i < text.size(); ++i) {
    const char c = text[i];
    const char before = i == 0 ? '\0' : text[i - 1];
    if (c == '\n') {
      bad = before != '\r';
      if (bad) return std::string_view::npos;
      if (i >= 3 && text[i - 2] == '\n') return i + 1;
      continue;
    }
    const bool control =
        (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r') || c == 0x7f;
    const bool lone_cr = before == '\r';
    const bool folded = before == '\n' && (c == ' ' || c == '\t');
    bad = control || lone_cr || folded;
    if (bad) return std::string_view::npos;
  }
  return std::string_view::npos;
}

Fault fault_of(const boost::system::error_code& error) {
  if (error == beast::error::bad_version) {
    return {505, "bad_version", "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  }
  return {400, "bad_request", "the request head is malformed: " + error.message()};
}

}  // namespace

bool RequestReader::refuse(int status, std::string code, std::string detail) {
  fault_ = {status, std::move(code), std::move(detail)};
  return false;
}

RequestReader::Event RequestReader::feed(std::string_view& input) {
  return body_ ? feed_body(input) : feed_head(input);
}

RequestReader::Event RequestReader::feed_head(std::string_view& input) {
  // A client may send one empty line between requests (RFC 9112 §2.2).
  if (!begun_ && input.starts_with("\r\n")) input.remove_prefix(2);
  if (!begun_ && (input.empty() || input == "\r")) return Event::kNeedMore;
  begun_ = true;

  bool bad = false;
  const std::string_view looked_at = input.substr(0, head_limit_);
  const std::size_t end = find_head_end(looked_at, scanned_, bad);
  if (bad) {
    refuse(400, "bad_request",
           "the request head holds a bare CR or LF, a control character or a folded line");
    return Event::kFault;
  }
  scanned_ = looked_at.size();
  if (end == std::string_view::npos) {
    const std::size_t line = std::min(input.find("\r\n"), input.size());
    if (line > target_limit_ + 64) {
      refuse(414, "target_too_long",
             "the request target is longer than " + std::to_string(target_limit_) + " bytes");
      return Event::kFault;
    }
    if (input.size() < head_limit_) return Event::kNeedMore;
    refuse(431, "head_too_large",
           "the request head is larger than " + std::to_string(head_limit_) + " bytes");
    return Event::kFault;
  }
  const std::string_view text = input.substr(0, end);
  input.remove_prefix(end);
  return parse_head(text) && check_framing() ? Event::kHead : Event::kFault;
}

bool RequestReader::parse_head(std::string_view text) {
  beast::request_parser<beast::empty_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(head_limit_ + 64));
  parser.body_limit(boost::none);
  parser.eager(false);
  boost::system::error_code error;
  const std::size_t consumed = parser.put(boost::asio::buffer(text.data(), text.size()), error);
  if (error) {
    fault_ = fault_of(error);
    return false;
  }
  if (!parser.is_header_done() || consumed != text.size()) {
    return refuse(400, "bad_request", "the request head is malformed");
  }
  const auto& message = parser.get();
  head_.method = std::string(message.method_string());
  head_.target = std::string(message.target());
  head_.http10 = message.version() == 10;
  head_.keep_alive = message.keep_alive();
  if (message.version() != 10 && message.version() != 11) {
    return refuse(505, "bad_version", "only HTTP/1.0 and HTTP/1.1 are spoken here");
  }
  if (head_.target.size() > target_limit_) {
    return refuse(414, "target_too_long",
                  "the request target is longer than " + std::to_string(target_limit_) + " bytes");
  }
  for (const auto& field : message) {
    const std::string_view name(field.name_string().data(), field.name_string().size());
    const bool single =
        std::any_of(kSingletons.begin(), kSingletons.end(),
                    [&](std::string_view known) { return equal_ignoring_case(known, name); });
    if (single && head_.headers.find(name)) {
      return refuse(400, "repeated_field",
                    "the field " + std::string(name) + " is given twice; give it once");
    }
    head_.headers.add(name, std::string_view(field.value().data(), field.value().size()));
  }
  return true;
}

bool RequestReader::check_framing() {
  const auto length = head_.headers.find("content-length");
  const auto encoding = head_.headers.find("transfer-encoding");
  if (encoding) {
    if (length || head_.http10) {
      return refuse(400, "bad_framing",
                    "Transfer-Encoding cannot stand beside Content-Length, nor in HTTP/1.0");
    }
    if (!equal_ignoring_case(*encoding, "chunked")) {
      return refuse(501, "bad_framing", "the only transfer encoding that is understood is chunked");
    }
    head_.chunked = true;
  }
  if (length) {
    const bool digits =
        !length->empty() && length->size() <= 18 &&
        std::all_of(length->begin(), length->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return refuse(400, "bad_framing", "Content-Length is not a whole number of bytes");
    head_.content_length = std::stoull(std::string(*length));
  }
  if (!head_.http10 && !head_.headers.find("host")) {
    return refuse(400, "bad_request", "an HTTP/1.1 request names its Host");
  }
  if (const auto expected = head_.headers.find("expect"); expected && !head_.http10) {
    if (!equal_ignoring_case(*expected, "100-continue")) {
      return refuse(417, "bad_expectation", "the only expectation that is met is 100-continue");
    }
    head_.expects_continue = head_.has_body();
  }
  return true;
}

void RequestReader::expect_body(std::size_t limit, const Spool& spool) {
  body_ = head_.chunked ? BodyReader::of_chunks(limit, spool)
                        : BodyReader::of_length(head_.content_length, spool);
}

RequestReader::Event RequestReader::feed_body(std::string_view& input) {
  switch (body_->feed(input)) {
    case BodyReader::State::kReading:
      return Event::kNeedMore;
    case BodyReader::State::kDone:
      return Event::kDone;
    case BodyReader::State::kTooLarge:
      refuse(413, "body_too_large", "the body is larger than this call accepts");
      return Event::kFault;
    case BodyReader::State::kNoSpace:
      refuse(503, "no_space", "there is no room to keep the body; try again later");
      return Event::kFault;
    case BodyReader::State::kMalformed:
      break;
  }
  refuse(400, "bad_framing", "the chunked body is malformed");
  return Event::kFault;
}

void RequestReader::reset() {
  *this = RequestReader(head_limit_, target_limit_);
}

}  // namespace zhipi::http
