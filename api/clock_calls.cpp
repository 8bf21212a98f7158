// Special stages, obligations, spot checks.
#include <algorithm>
#include <charconv>

#include "api/bodies.h"
#include "api/calls.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

const std::string& id_of(const http::Request& request) {
  return request.path_parameter("id");
}

http::Response answer(const Expected<Json>& result) {
  return result ? json_response(*result) : problem_response(result.error());
}

using Act = Expected<workflow::Answer> (workflow::Workflow::*)(const std::string&, const Json&,
                                                               const std::optional<std::string>&,
                                                               const Principal&);

// An act with a JSON body, which its key makes repeatable.
http::Response act(Act what, Service& service, const Principal& principal,
                   const http::Request& request) {
  const auto body = json_body(request);
  if (!body) return problem_response(body.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  const auto done = (service.workflow.*what)(id_of(request), *body, *key, principal);
  return done ? text_response(done->body, done->status) : problem_response(done.error());
}

std::optional<std::string> text(const http::Request& request, std::string_view name) {
  const auto value = request.query_value(name);
  return value ? std::optional<std::string>(*value) : std::nullopt;
}

Expected<int> limit_of(const http::Request& request, int otherwise) {
  const auto given = request.query_value("limit");
  if (!given) return otherwise;
  int limit = 0;
  const char* const end = given->data() + given->size();
  const auto [stop, error] = std::from_chars(given->data(), end, limit);
  if (error != std::errc() || stop != end) {
    return problem("bad_limit", "limit is a whole number from 1 to 200");
  }
  return limit;
}

Expected<std::optional<std::string>> state_of(const http::Request& request,
                                              const std::vector<std::string>& known) {
  auto state = text(request, "state");
  if (!state || std::find(known.begin(), known.end(), *state) != known.end()) return state;
  std::string names;
  for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
  return problem("bad_parameter", "state is one of " + names);
}

}  // namespace

http::Response pause(Service& service, const Principal& principal, const http::Request& request) {
  return act(&workflow::Workflow::pause, service, principal, request);
}

http::Response resume(Service& service, const Principal& principal, const http::Request& request) {
  return act(&workflow::Workflow::resume, service, principal, request);
}

http::Response extend(Service& service, const Principal& principal, const http::Request& request) {
  return act(&workflow::Workflow::extend, service, principal, request);
}

http::Response list_obligations(Service& service, const Principal& principal,
                                const http::Request& request) {
  const auto state = state_of(request, {"open", "fulfilled", "lapsed", "ended"});
  if (!state) return problem_response(state.error());
  const auto limit = limit_of(request, 50);
  if (!limit) return problem_response(limit.error());
  store::ObligationQuery query{.state = *state,
                               .matter = text(request, "matter"),
                               .cursor = text(request, "cursor").value_or(""),
                               .limit = *limit};
  if (const auto before = text(request, "due_before")) {
    query.due_before = Date::parse(*before);
    if (!query.due_before) {
      return problem_response(Problem{"bad_parameter", "due_before is a day: 2026-12-01", ""});
    }
  }
  return answer(service.workflow.list_obligations(query, principal));
}

http::Response check_obligation(Service& service, const Principal& principal,
                                const http::Request& request) {
  return act(&workflow::Workflow::check_obligation, service, principal, request);
}

http::Response list_spot_checks(Service& service, const Principal&, const http::Request& request) {
  const auto state = state_of(request, {"open", "right", "wrong", "not_drawn"});
  if (!state) return problem_response(state.error());
  const auto limit = limit_of(request, 50);
  if (!limit) return problem_response(limit.error());
  return answer(service.workflow.list_spot_checks({.state = *state,
                                                   .matter = text(request, "matter"),
                                                   .cursor = text(request, "cursor").value_or(""),
                                                   .limit = *limit}));
}

http::Response answer_spot_check(Service& service, const Principal& principal,
                                 const http::Request& request) {
  return act(&workflow::Workflow::answer_spot_check, service, principal, request);
}

http::Response list_affected(Service& service, const Principal&, const http::Request& request) {
  const auto limit = limit_of(request, workflow::Workflow::kAffectedPage);
  if (!limit) return problem_response(limit.error());
  return answer(
      service.workflow.affected(id_of(request), text(request, "cursor").value_or(""), *limit));
}

}  // namespace zhipi::api
