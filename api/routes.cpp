#include "api/routes.h"

#include <string>

#include "api/authentication.h"
#include "api/bodies.h"
#include "api/calls.h"
#include "api/serving.h"
#include "ocr/protocol/limits.h"
#include "workflow/drafts.h"

namespace zhipi::api {
namespace {

using Roles = std::vector<std::string_view>;

Roles everybody() {
  return {all_roles().begin(), all_roles().end()};
}

}  // namespace

std::vector<RouteRow> route_rows() {
  const Roles applying{"submitter", "applicant"};
  const Roles reading{"submitter", "applicant", "reviewer", "supervisor", "auditor"};
  const Roles reviewing{"reviewer"};
  const Roles watching{"reviewer", "auditor"};
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
       {"state", "matter", "reference", "reviewer", "sort", "cursor", "limit"},
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
      {"POST", "/v1/applications/{id}/pause", reviewing, kJsonBytes, {}, "Pause", "Stage", pause},
      {"POST",
       "/v1/applications/{id}/resume",
       reviewing,
       kJsonBytes,
       {},
       "Resumption",
       "Stage",
       resume},
      {"POST",
       "/v1/applications/{id}/extend",
       {"supervisor"},
       kJsonBytes,
       {},
       "Extension",
       "Extended",
       extend},
      {"GET",
       "/v1/obligations",
       reading,
       0,
       {"state", "matter", "due_before", "cursor", "limit"},
       "",
       "Obligations",
       list_obligations},
      {"POST",
       "/v1/obligations/{id}/check",
       reviewing,
       kJsonBytes,
       {},
       "ObligationCheck",
       "Obligation",
       check_obligation},
      {"GET",
       "/v1/spot-checks",
       watching,
       0,
       {"state", "matter", "cursor", "limit"},
       "",
       "SpotChecks",
       list_spot_checks},
      {"POST",
       "/v1/spot-checks/{id}/answer",
       reviewing,
       kJsonBytes,
       {},
       "SpotCheckAnswer",
       "SpotCheck",
       answer_spot_check},
      {"GET",
       "/v1/spot-checks/{id}/affected",
       watching,
       0,
       {"cursor", "limit"},
       "",
       "Affected",
       list_affected},
      {"GET",
       "/v1/events",
       reading,
       0,
       {"after", "matter", "application", "limit"},
       "",
       "Events",
       events},
      {"POST", "/v1/applications/{id}/claim", reviewing, kJsonBytes, {}, "Nothing", "Claim", claim},
      {"POST",
       "/v1/applications/{id}/release",
       reviewing,
       kJsonBytes,
       {},
       "Nothing",
       "Claim",
       release},
      {"POST",
       "/v1/applications/{id}/review",
       reviewing,
       kJsonBytes,
       {},
       "Review",
       "Reviewed",
       review},
      {"POST",
       "/v1/applications/{id}/revoke",
       reviewing,
       kJsonBytes,
       {},
       "Revocation",
       "Revoked",
       revoke},
      {"POST",
       "/v1/applications/{id}/disagree",
       reviewing,
       kJsonBytes,
       {},
       "Disagreement",
       "Disagreed",
       disagree},
      {"POST", "/v1/judge", trying, kJsonBytes, {}, "JudgeRequest", "Decision", judge, true},
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
      {"GET",
       "/v1/statistics",
       {"reviewer", "author", "publisher", "auditor"},
       0,
       {"from", "to", "by", "matter"},
       "",
       "Statistics",
       get_statistics},
      {"GET", "/healthz", {}, 0, {}, "", "Status", healthz},
      {"GET", "/readyz", {}, 0, {}, "", "Status", readyz},
      {"GET", "/metrics", {}, 0, {}, "", "Metrics", get_metrics},
      {"GET", "/openapi.json", {}, 0, {}, "", "OpenApi", get_openapi},
      {"GET", "/docs", {}, 0, {}, "", "Page", get_documentation},
      {"GET", "/docs/{file}", {}, 0, {}, "", "PageFile", get_documentation_file},
  };
}

std::vector<http::Route> routes(Service& service) {
  std::vector<http::Route> routes;
  for (RouteRow& row : route_rows()) {
    http::Route route{.method = std::string(row.method),
                      .pattern = std::string(row.path),
                      .body_limit = row.body_limit,
                      .handler = {},
                      .computes = row.computes};
    route.handler = [&service, kept = std::move(row)](http::Request request, http::Reply reply) {
      serve(service, kept, std::move(request), std::move(reply));
    };
    routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace zhipi::api
