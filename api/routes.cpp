#include "api/routes.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>

#include "api/authentication.h"
#include "api/bodies.h"
#include "api/calls.h"
#include "api/problems.h"
#include "ocr/protocol/limits.h"
#include "workflow/drafts.h"

namespace zhipi::api {
namespace {

using Roles = std::vector<std::string_view>;

Roles everybody() {
  return {all_roles().begin(), all_roles().end()};
}

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

// One line of the log for each answer, without bodies, values of parameters, or tokens.
http::Reply logged(const Service& service, const http::Request& request, http::Reply reply,
                   std::shared_ptr<const PrincipalPointer> caller) {
  const auto begun = std::chrono::steady_clock::now();
  return http::Reply([&service, begun, method = request.method, route = request.route,
                      peer = request.peer, caller = std::move(caller),
                      inner = std::make_shared<http::Reply>(std::move(reply))](
                         std::optional<http::Response> response) {
    const int status = response ? response->status : 500;
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - begun);
    if (response) inner->send(*std::move(response));
    *inner = http::Reply(nullptr);
    service.log(status >= 500 ? "error" : "info", "request",
                {{"method", method},
                 {"route", route},
                 {"status", status},
                 {"milliseconds", static_cast<double>(spent.count()) / 1000},
                 {"principal", *caller ? (*caller)->name : std::string()},
                 {"peer", peer}});
  });
}

void serve(Service& service, const RouteRow& row, http::Request request, http::Reply plain_reply) {
  const auto caller = std::make_shared<PrincipalPointer>();
  http::Reply reply = logged(service, request, std::move(plain_reply), caller);
  if (!row.roles.empty()) {
    auto known = authenticate(service.keys, request);
    if (!known) return reply.send(problem_response(known.error()));
    *caller = *std::move(known);
    if (!is_allowed(**caller, row.roles)) {
      std::string roles;
      for (const std::string_view role : row.roles)
        roles.append(roles.empty() ? "" : ", ").append(role);
      return reply.send(problem_response(
          Problem{"forbidden", "this call needs a key with one of the roles " + roles, ""}));
    }
  }
  if (const auto query = check_query(row, request); !query) {
    return reply.send(problem_response(query.error()));
  }
  static const Principal kNobody;
  const Principal& principal = *caller ? **caller : kNobody;
  if (const Call* const call = std::get_if<Call>(&row.call)) {
    return reply.send((*call)(service, principal, request));
  }
  std::get<LaterCall>(row.call)(service, principal, std::move(request), std::move(reply));
}

}  // namespace

std::vector<RouteRow> route_rows() {
  const Roles applying{"submitter", "applicant"};
  const Roles reading{"submitter", "applicant", "reviewer", "auditor"};
  const Roles trying{"submitter", "reviewer", "author", "publisher"};
  const Roles writing{"author", "publisher"};
  const std::size_t file = ocr::Limits{}.file_bytes + 1;  // so that a file says itself too large
  const std::string_view list = "/v1/applications";
  return {
      {"POST", "/v1/materials", applying, file, {}, "Bytes", "Material", add_material},
      {"POST", list, applying, kMultipartBytes, {}, "Submission", "Application", submit},
      {"GET",
       list,
       reading,
       0,
       {"state", "matter", "reference", "sort", "cursor", "limit"},
       "",
       "ApplicationPage",
       list_applications},
      {"GET", "/v1/applications/{id}", reading, 0, {}, "", "Application", get_application},
      {"GET", "/v1/applications/{id}/decision", reading, 0, {}, "", "Decision", get_decision},
      {"GET", "/v1/applications/{id}/readings", reading, 0, {}, "", "Readings", get_readings},
      {"GET", "/v1/applications/{id}/facts", reading, 0, {}, "", "Facts", get_facts},
      {"GET", "/v1/applications/{id}/timeline", reading, 0, {}, "", "Timeline", get_timeline},
      {"GET",
       "/v1/applications/{id}/materials/{type}/pages/{n}",
       reading,
       0,
       {},
       "",
       "Png",
       get_page},
      {"POST",
       "/v1/applications/{id}/supplements",
       applying,
       kMultipartBytes,
       {},
       "Supplement",
       "Application",
       supplement},
      {"POST",
       "/v1/applications/{id}/withdraw",
       applying,
       kJsonBytes,
       {},
       "Withdrawal",
       "Application",
       withdraw},
      {"GET",
       "/v1/events",
       reading,
       0,
       {"after", "matter", "application", "limit"},
       "",
       "Events",
       events},
      {"POST", "/v1/judge", trying, kJsonBytes, {}, "JudgeRequest", "Decision", judge},
      {"POST",
       "/v1/packs/check",
       writing,
       workflow::kDraftBytes,
       {},
       "Draft",
       "Findings",
       check_pack},
      {"POST",
       "/v1/packs/backtest",
       writing,
       workflow::kDraftBytes,
       {},
       "BacktestRequest",
       "BacktestReport",
       backtest_pack},
      {"POST",
       "/v1/packs/test",
       writing,
       workflow::kDraftBytes,
       {},
       "Draft",
       "PackTest",
       test_pack},
      {"GET", "/v1/matters", everybody(), 0, {}, "", "Matters", list_matters},
      {"GET", "/v1/matters/{id}", everybody(), 0, {}, "", "Matter", get_matter},
      {"GET",
       "/v1/matters/{id}/form.schema.json",
       everybody(),
       0,
       {},
       "",
       "JsonSchema",
       get_form_schema},
      {"GET", "/healthz", {}, 0, {}, "", "Status", healthz},
      {"GET", "/readyz", {}, 0, {}, "", "Status", readyz},
  };
}

std::vector<http::Route> routes(Service& service) {
  std::vector<http::Route> routes;
  for (RouteRow& row : route_rows()) {
    http::Route route{.method = std::string(row.method),
                      .pattern = std::string(row.path),
                      .body_limit = row.body_limit,
                      .handler = {}};
    route.handler = [&service, kept = std::move(row)](http::Request request, http::Reply reply) {
      serve(service, kept, std::move(request), std::move(reply));
    };
    routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace zhipi::api
