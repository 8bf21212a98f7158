#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include "api/bodies.h"
#include "api/calls.h"
#include "api/prefer.h"
#include "api/problems.h"

namespace zhipi::api {
namespace {

http::Response answer(const Expected<Json>& result, int status = 200) {
  return result ? json_response(*result, status) : problem_response(result.error());
}

const std::string& id_of(const http::Request& request) {
  return request.path_parameter("id");
}

// The states in which the machine has not finished yet.
bool is_under_way(const Json& application) {
  const std::string_view state(application.at("state").as_string());
  return state == "received" || state == "reading" || state == "judging";
}

http::Response submitted(workflow::Answer answer) {
  http::Response response = text_response(std::move(answer.body), answer.status);
  response.headers.emplace_back("Location", "/v1/applications/" + answer.id);
  return response;
}

// What a caller who waited is told: where the application stands now.
http::Response after_waiting(Service& service, const std::string& id, const Principal& principal) {
  const auto application = service.workflow.application(id, principal);
  if (!application) return problem_response(application.error());
  return submitted({.status = is_under_way(*application) ? 202 : 201,
                    .body = canonical_json(*application),
                    .id = id});
}

using Wait = std::optional<std::chrono::seconds>;

Wait wait_of(const http::Request& request) {
  return preferred_wait(request.headers.find("Prefer").value_or(""));
}

// At once what was accepted, or with `Prefer: wait` what became of it.
void answer_or_wait(Service& service, const Principal& principal, const Wait& wait,
                    http::Reply reply, Expected<workflow::Answer, Problems> accepted) {
  if (!accepted) return reply.send(problem_response(accepted.error()));
  if (!wait) return reply.send(submitted(*std::move(accepted)));
  const auto applied = [wait](http::Response response) {
    if (response.status < 400) {
      response.headers.emplace_back("Preference-Applied", "wait=" + std::to_string(wait->count()));
    }
    return response;
  };
  if (accepted->status == 201) return reply.send(applied(submitted(*std::move(accepted))));
  service.workflow.when_decided(accepted->id, std::chrono::steady_clock::now() + *wait,
                                [&service, applied, principal, id = accepted->id,
                                 held = std::make_shared<http::Reply>(std::move(reply))] {
                                  held->send(applied(after_waiting(service, id, principal)));
                                });
}

// Grounds are for people; nobody reads more.
constexpr std::size_t kGroundsBytes = 4000;

Expected<std::string> grounds_of(const Json& body) {
  if (!body.is_object()) {
    return problem("not_an_object", "send a JSON object: {\"grounds\": \"…\"}");
  }
  for (const auto& member : body.get_object()) {
    if (member.key() != "grounds") {
      return problem("undeclared_name", "there is no such name here; did you mean `grounds`?",
                     "/" + std::string(member.key()));
    }
  }
  const Json* const grounds = body.get_object().if_contains("grounds");
  if (grounds == nullptr) return problem("missing_name", "grounds are needed", "/grounds");
  if (!grounds->is_string()) return problem("wrong_type", "grounds are a text", "/grounds");
  const std::string text(grounds->get_string());
  if (text.find_first_not_of(" \t\r\n") == std::string::npos || text.size() > kGroundsBytes) {
    return problem("out_of_range",
                   "grounds are a text of 1 to " + std::to_string(kGroundsBytes) + " bytes",
                   "/grounds");
  }
  return text;
}

// A label for the browser's download, made of what cannot be misread.
std::string page_file_name(std::string_view material, std::string_view page) {
  std::string name;
  for (const char c : material.substr(0, 64)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    name += plain ? c : '_';
  }
  return name + "-" + std::string(page) + ".png";
}

}  // namespace

http::Response json_response(const Json& body, int status) {
  return text_response(canonical_json(body), status);
}

http::Response text_response(std::string body, int status) {
  return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

http::Response add_material(Service& service, const Principal& principal,
                            const http::Request& request) {
  const auto typed =
      check_declared_type(request.headers.find("Content-Type").value_or(""), request.body);
  if (!typed) return problem_response(typed.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  return answer(service.workflow.add_material(request.body, principal, *key), 201);
}

void submit(Service& service, const Principal& principal, http::Request request,
            http::Reply reply) {
  const auto submission = submission_body(request);
  if (!submission) return reply.send(problem_response(submission.error()));
  const auto key = idempotency_key(request);
  if (!key) return reply.send(problem_response(key.error()));
  service.workflow.submit(submission->application, submission->uploads, *key, principal,
                          [&service, principal, wait = wait_of(request),
                           held = std::make_shared<http::Reply>(std::move(reply))](
                              Expected<workflow::Answer, Problems> accepted) {
                            answer_or_wait(service, principal, wait, std::move(*held),
                                           std::move(accepted));
                          });
}

void supplement(Service& service, const Principal& principal, http::Request request,
                http::Reply reply) {
  const auto submission = submission_body(request, "supplement");
  if (!submission) return reply.send(problem_response(submission.error()));
  const auto key = idempotency_key(request);
  if (!key) return reply.send(problem_response(key.error()));
  auto accepted = service.workflow.supplement(id_of(request), submission->application,
                                              submission->uploads, *key, principal);
  answer_or_wait(service, principal, wait_of(request), std::move(reply), std::move(accepted));
}

http::Response list_applications(Service& service, const Principal& principal,
                                 const http::Request& request) {
  auto query = list_query(request, principal);
  if (!query) return problem_response(query.error());
  return answer(service.workflow.list(*std::move(query), principal));
}

http::Response get_application(Service& service, const Principal& principal,
                               const http::Request& request) {
  return answer(service.workflow.application(id_of(request), principal));
}

http::Response get_decision(Service& service, const Principal& principal,
                            const http::Request& request) {
  return answer(service.workflow.decision(id_of(request), principal));
}

http::Response get_readings(Service& service, const Principal& principal,
                            const http::Request& request) {
  return answer(service.workflow.readings(id_of(request), principal));
}

http::Response get_facts(Service& service, const Principal& principal,
                         const http::Request& request) {
  return answer(service.workflow.facts(id_of(request), principal));
}

http::Response get_timeline(Service& service, const Principal& principal,
                            const http::Request& request) {
  return answer(service.workflow.timeline(id_of(request), principal));
}

http::Response get_page(Service& service, const Principal& principal,
                        const http::Request& request) {
  const std::string& material = request.path_parameter("type");
  const std::string& number = request.path_parameter("n");
  int page = 0;
  const char* const end = number.data() + number.size();
  const auto [stop, error] = std::from_chars(number.data(), end, page);
  if (error != std::errc() || stop != end || page < 1) {
    return problem_response(
        Problem{"no_such_page", "pages are counted from 1 across the material's files", ""});
  }
  auto png = service.workflow.page_png(id_of(request), material, page, principal);
  if (!png) return problem_response(png.error());
  return {.content_type = "image/png",
          .body = *std::move(png),
          .headers = {
              {"Content-Disposition",
               "attachment; filename=\"" + page_file_name(material, std::to_string(page)) + "\""}}};
}

http::Response withdraw(Service& service, const Principal& principal,
                        const http::Request& request) {
  const auto body = json_body(request);
  if (!body) return problem_response(body.error());
  const auto grounds = grounds_of(*body);
  if (!grounds) return problem_response(grounds.error());
  const auto key = idempotency_key(request);
  if (!key) return problem_response(key.error());
  return answer(service.workflow.withdraw(id_of(request), *grounds, principal, *key));
}

}  // namespace zhipi::api
