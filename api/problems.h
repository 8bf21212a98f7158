// Errors as clients see them: application/problem+json (RFC 9457).
//
//   {"type": "urn:zhipi:problem:wrong_type", "title": "…", "status": 422, "detail": "…",
//    "errors": [{"pointer": "/form/id_number", "code": "wrong_type", "detail": "…"}]}
//
// What a code means in HTTP stands in one table, problem_kinds(). A code that the table does not
// know is our own mistake: a plain 500. What the service itself failed at is for the operator's log
// (Response::cause): callers have no use for the names of files and hosts.
#pragma once

#include <span>
#include <string_view>

#include "api/http/response.h"
#include "models/problem.h"

namespace zhipi::api {

struct ProblemKind {
  std::string_view code;
  int status;
  std::string_view title;  // for people, the same for every occurrence
};

// All codes that callers may meet, for the documentation too.
std::span<const ProblemKind> problem_kinds();

// Null for a code that callers never see.
const ProblemKind* find_problem_kind(std::string_view code);

// The response for one problem or several; at least one. The type is the first problem's, unless
// another one is the service's own fault. `status`, if given, replaces the table's: the same code
// can be a 404 for a path and a 422 for a body. 503 carries Retry-After, 401 WWW-Authenticate.
http::Response problem_response(const Problems& problems, int status = 0);
http::Response problem_response(const Problem& problem, int status = 0);

}  // namespace zhipi::api
