#include "api/bodies.h"
#include "api/calls.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

http::Response unknown_matter(const std::string& name) {
  return problem_response(
      Problem{"not_found", "there is no matter `" + name + "`; GET /v1/matters lists them", ""});
}

}  // namespace

http::Response judge(Service& service, const Principal&, const http::Request& request) {
  const auto body = json_text(request);
  if (!body) return problem_response(body.error());
  auto decision = service.workflow.judge(*body);
  if (!decision) return problem_response(decision.error());
  return text_response(*std::move(decision), 200);
}

http::Response list_matters(Service& service, const Principal&, const http::Request&) {
  json::array matters;
  for (const auto& [id, pack] : service.workflow.catalogue().packs()) {
    matters.push_back(workflow::matter_json(*pack));
  }
  return json_response(json::object{{"matters", std::move(matters)}});
}

http::Response get_matter(Service& service, const Principal&, const http::Request& request) {
  const std::string& id = request.path_parameter("id");
  const auto pack = service.workflow.catalogue().find(id);
  return pack ? json_response(workflow::matter_json(*pack)) : unknown_matter(id);
}

http::Response get_form_schema(Service& service, const Principal&, const http::Request& request) {
  const std::string& id = request.path_parameter("id");
  const auto pack = service.workflow.catalogue().find(id);
  if (!pack) return unknown_matter(id);
  http::Response response = json_response(workflow::form_schema(*pack));
  response.content_type = "application/schema+json";
  return response;
}

}  // namespace zhipi::api
