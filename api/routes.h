// The route table: every call of the service, once.
//
// From these rows follow the router, who may call what, the published description (interface.h) and
// the tests of all three. A new call is a new row.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>
#include <vector>

#include "api/http/server.h"
#include "api/service.h"

namespace zhipi::api {

// Answers before it returns.
using Call = http::Response (*)(Service&, const workflow::Principal&, const http::Request&);
// May keep the reply and answer later, from another thread.
using LaterCall = void (*)(Service&, const workflow::Principal&, http::Request, http::Reply);

struct RouteRow {
  std::string_view method;
  std::string_view path;                // as http::Route::pattern
  std::vector<std::string_view> roles;  // any one of them; none: needs no key
  std::size_t body_limit = 0;           // bytes
  std::vector<std::string_view> query;  // names of the query parameters; others are refused
  std::string_view request;             // name of the body's shape; empty: no body
  std::string_view response;            // name of the answer's shape
  std::variant<Call, LaterCall> call;
  bool computes = false;  // as http::Route::computes
};

std::vector<RouteRow> route_rows();

// The rows as the edge serves them, each behind authentication, its roles and its query parameters,
// with one line in the log for each request. `service` must outlive the server.
std::vector<http::Route> routes(Service& service);

}  // namespace zhipi::api
