// Drafts of rule packs, before they are published.
#include "api/bodies.h"
#include "api/calls.h"
#include "api/problems.h"
#include "engine/authoring/check.h"
#include "workflow/drafts.h"

namespace zhipi::api {

http::Response check_pack(Service& service, const Principal&, const http::Request& request) {
  const auto body = json_body(request, workflow::kDraftBytes);
  if (!body) return problem_response(body.error());
  const auto draft = workflow::draft_files(service.workflow.catalogue(), *body);
  if (!draft) return problem_response(draft.error());
  return json_response(workflow::to_json(engine::check_files(*draft)));
}

http::Response backtest_pack(Service& service, const Principal&, const http::Request& request) {
  auto body = json_body(request, workflow::kDraftBytes);
  if (!body) return problem_response(body.error());
  const auto report = service.workflow.backtest(*std::move(body));
  return report ? json_response(*report) : problem_response(report.error());
}

http::Response test_pack(Service& service, const Principal&, const http::Request& request) {
  const auto body = json_body(request, workflow::kDraftBytes);
  if (!body) return problem_response(body.error());
  const auto draft = workflow::draft_files(service.workflow.catalogue(), *body);
  if (!draft) return problem_response(draft.error());
  const auto report = service.test_draft(*draft);
  if (!report) return problem_response(report.error());
  return json_response(*report);
}

}  // namespace zhipi::api
