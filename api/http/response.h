// One response as a handler makes it, and the shape of the errors the edge makes itself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/problem.h"

namespace zhipi::http {

class Stream;

// What goes back. Content-Length, Connection, `X-Content-Type-Options: nosniff` and (unless the
// handler sets its own) `Cache-Control: no-store` are added on the way out. A header whose name or
// value could break the framing (CR, LF, NUL) turns the whole response into a 500.
struct Response {
  int status = 200;
  std::string content_type = {};  // empty: no Content-Type field
  std::string body = {};          // dropped for HEAD (its length is kept), 204 and 304
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::shared_ptr<Stream> stream = {};  // instead of `body`: what follows, piece by piece
  std::optional<Problem> cause = {};    // of the service's own failure; for its log, never sent
};

// An error that the edge itself reports.
struct Fault {
  int status = 500;
  std::string code;    // stable and machine-readable, snake_case: "body_too_large"
  std::string detail;  // a sentence for the caller: what was found, what to do
};

// Turns a fault into a response. Called on any thread, must not throw.
using ErrorPage = std::function<Response(const Fault&)>;

// The default page: application/problem+json (RFC 9457) with
// {"type": "urn:zhipi:problem:CODE", "title", "status", "detail"}.
Response problem_page(const Fault& fault);

// The reason phrase of a status code: "Not Found"; "Status" for one that is not known.
std::string_view reason_phrase(int status);

}  // namespace zhipi::http
