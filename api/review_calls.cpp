// What reviewers do with an application.
#include "api/bodies.h"
#include "api/calls.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

constexpr std::size_t kGroundsBytes = 4000;

const std::string& id_of(const http::Request& request) {
  return request.path_parameter("id");
}

http::Response answer(const Expected<workflow::Answer, Problems>& result) {
  return result ? text_response(result->body, result->status) : problem_response(result.error());
}

http::Response answer(const Expected<workflow::Answer>& result) {
  return result ? text_response(result->body, result->status) : problem_response(result.error());
}

// A call that says everything by its path: no body, or an empty object.
Expected<void> check_empty(const http::Request& request) {
  if (std::string_view(request.body).empty()) return {};
  const auto body = json_body(request);
  if (!body) return tl::unexpected(body.error());
  if (body->is_object() && body->get_object().empty()) return {};
  return problem("undeclared_name", "this call takes nothing: send no body, or {}");
}

using Simple = Expected<workflow::Answer> (workflow::Workflow::*)(const std::string&,
                                                                  const std::optional<std::string>&,
                                                                  const Principal&);

http::Response simple_call(Service& service, const Principal& principal,
                           const http::Request& request, Simple call) {
  if (const auto empty = check_empty(request); !empty) return problem_response(empty.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  return answer((service.workflow.*call)(id_of(request), *key, principal));
}

struct Revocation {
  std::string ground;
  std::string grounds;
};

// {"ground", "grounds"}; every problem at once.
Expected<Revocation, Problems> revocation_of(const Json& body) {
  if (!body.is_object()) {
    return tl::unexpected(Problems{
        {"not_an_object", "send a JSON object: {\"ground\": \"…\", \"grounds\": \"…\"}", ""}});
  }
  Revocation revocation;
  Problems problems;
  for (const auto& [name, value] : body.get_object()) {
    if (name == "ground" || name == "grounds") continue;
    problems.push_back(
        {"undeclared_name", "`ground` and `grounds` are known here", pointer_step(name)});
  }
  for (const auto& [name, into] :
       {std::pair{"ground", &revocation.ground}, std::pair{"grounds", &revocation.grounds}}) {
    const Json* const value = body.get_object().if_contains(name);
    const std::string pointer = pointer_step(name);
    if (value == nullptr || value->is_null()) {
      problems.push_back({"missing_name", "`" + std::string(name) + "` is needed", pointer});
    } else if (!value->is_string()) {
      problems.push_back({"wrong_type", "a text was expected", pointer});
    } else {
      *into = value->get_string();
      if (into->find_first_not_of(" \t\r\n") == std::string::npos || into->size() > kGroundsBytes) {
        problems.push_back(
            {"out_of_range",
             "a text of 1 to " + std::to_string(kGroundsBytes) + " bytes was expected", pointer});
      }
    }
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  return revocation;
}

}  // namespace

http::Response claim(Service& service, const Principal& principal, const http::Request& request) {
  return simple_call(service, principal, request, &workflow::Workflow::claim);
}

http::Response release(Service& service, const Principal& principal, const http::Request& request) {
  return simple_call(service, principal, request, &workflow::Workflow::release);
}

http::Response review(Service& service, const Principal& principal, const http::Request& request) {
  const auto body = json_body(request);
  if (!body) return problem_response(body.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  return answer(service.workflow.review(id_of(request), *body, *key, principal));
}

http::Response revoke(Service& service, const Principal& principal, const http::Request& request) {
  const auto body = json_body(request);
  if (!body) return problem_response(body.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  const auto revocation = revocation_of(*body);
  if (!revocation) return problem_response(revocation.error());
  return answer(service.workflow.revoke(id_of(request), revocation->ground, revocation->grounds,
                                        *key, principal));
}

http::Response disagree(Service& service, const Principal& principal,
                        const http::Request& request) {
  const auto body = json_body(request);
  if (!body) return problem_response(body.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  return answer(service.workflow.disagree(id_of(request), *body, *key, principal));
}

}  // namespace zhipi::api
