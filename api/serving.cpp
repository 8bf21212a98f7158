#include "api/serving.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/authentication.h"
#include "api/calls.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

using Clock = std::chrono::steady_clock;

// An unexpected parameter is a typo that would silently widen a search.
Expected<void> check_query(const RouteRow& row, const http::Request& request) {
  for (const auto& [name, value] : request.query) {
    if (std::find(row.query.begin(), row.query.end(), name) != row.query.end()) continue;
    std::string known;
    for (const std::string_view one : row.query)
      known.append(known.empty() ? "" : ", ").append(one);
    return problem("unknown_parameter", "there is no parameter `" + name +
                                            "` here; known: " + (known.empty() ? "none" : known));
  }
  return {};
}

// One call, from its request to its answer, as the log tells it: without bodies, values of
// parameters, or tokens.
struct Served {
  Clock::time_point begun = Clock::now();
  std::string method;
  std::string route;
  std::string peer;
  std::string parent;   // the caller's span, where it named one
  Principal principal;  // with the trace
};

// A problem says where the operator finds more (RFC 9457 section 3.1.5).
void name_instance(http::Response& response, const workflow::Trace& trace) {
  if (response.content_type != "application/problem+json") return;
  auto document = parse_json(response.body);
  if (!document || !document->is_object()) return;
  document->get_object()["instance"] = "urn:zhipi:trace:" + trace.id + ":" + trace.span;
  response.body = canonical_json(*document);
}

void tell(const Service& service, const Served& served, int status,
          const std::optional<Problem>& cause) {
  const auto spent = Clock::now() - served.begun;
  service.metrics->answered(served.method, served.route, status, spent);
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(spent).count();
  const std::string problem = cause ? to_line(*cause) : std::string();
  std::vector<LogField> line{{"method", std::string_view(served.method)},
                             {"route", std::string_view(served.route)},
                             {"status", std::int64_t{status}},
                             {"milliseconds", static_cast<double>(microseconds) / 1000},
                             {"principal", std::string_view(served.principal.name)},
                             {"peer", std::string_view(served.peer)},
                             {"trace", std::string_view(served.principal.trace.id)},
                             {"span", std::string_view(served.principal.trace.span)}};
  if (!served.parent.empty()) line.push_back({"parent", std::string_view(served.parent)});
  if (cause) {
    line.push_back({"code", std::string_view(cause->code)});
    line.push_back({"problem", std::string_view(problem)});
  }
  service.log(status >= 500 ? "error" : "info", "request", line);
}

// A call that ended without an answer, because it threw, is answered all the same.
http::Reply watched(const Service& service, http::Reply reply, std::shared_ptr<Served> served) {
  return http::Reply([&service, served = std::move(served),
                      inner = std::make_shared<http::Reply>(std::move(reply))](
                         std::optional<http::Response> given) {
    http::Response response =
        given ? *std::move(given)
              : problem_response(Problem{"unanswered", "the call ended without an answer", ""});
    const int status = response.status;
    const std::optional<Problem> cause = std::exchange(response.cause, std::nullopt);
    name_instance(response, served->principal.trace);
    response.headers.emplace_back("traceresponse", to_traceparent(served->principal.trace));
    inner->send(std::move(response));
    tell(service, *served, status, cause);
  });
}

std::string listed(const std::vector<std::string_view>& roles) {
  std::string text;
  for (const std::string_view role : roles) text.append(text.empty() ? "" : ", ").append(role);
  return text;
}

void answer(Service& service, const RouteRow& row, Served& served, http::Request request,
            http::Reply reply) {
  if (!row.roles.empty()) {
    const auto caller = authenticate(service.keys, request);
    if (!caller) return reply.send(problem_response(caller.error()));
    served.principal.name = (*caller)->name;
    served.principal.roles = (*caller)->roles;
    if (!is_allowed(served.principal, row.roles)) {
      return reply.send(problem_response(Problem{
          "forbidden", "this call needs a key with one of the roles " + listed(row.roles), ""}));
    }
  }
  if (const auto query = check_query(row, request); !query) {
    return reply.send(problem_response(query.error()));
  }
  if (const Call* const call = std::get_if<Call>(&row.call)) {
    return reply.send((*call)(service, served.principal, request));
  }
  std::get<LaterCall>(row.call)(service, served.principal, std::move(request), std::move(reply));
}

}  // namespace

void serve(Service& service, const RouteRow& row, http::Request request, http::Reply reply) {
  const auto served = std::make_shared<Served>(
      Served{.method = request.method, .route = request.route, .peer = request.peer});
  const auto parent = workflow::parse_traceparent(request.headers.find("traceparent").value_or(""));
  if (parent) served->parent = parent->span;
  served->principal.trace = workflow::next_span(parent.value_or(workflow::Trace{}));
  try {
    answer(service, row, *served, std::move(request), watched(service, std::move(reply), served));
  } catch (const std::exception& failure) {
    const std::array<LogField, 5> line{{{"method", std::string_view(served->method)},
                                        {"route", std::string_view(served->route)},
                                        {"message", std::string_view(failure.what())},
                                        {"trace", std::string_view(served->principal.trace.id)},
                                        {"span", std::string_view(served->principal.trace.span)}}};
    service.log("error", "call_failed", line);
  }
}

}  // namespace zhipi::api
