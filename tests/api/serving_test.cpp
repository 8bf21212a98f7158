#include "api/serving.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "api/problems.h"
#include "tests/api/running.h"

namespace zhipi::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::problem_code;
using testing::Running;
using ::testing::StartsWith;

constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr const char* kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

std::string traceresponse(const http::Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "traceresponse") return value;
  }
  return {};
}

TEST(Serving, AnswersInTheTraceOfTheCaller) {
  Running running;
  const auto response = running.ask({.target = "/healthz", .headers = {{"traceparent", kParent}}});
  const auto trace = workflow::parse_traceparent(traceresponse(response));
  ASSERT_TRUE(trace) << traceresponse(response);
  EXPECT_EQ(trace->id, kTrace);
  EXPECT_NE(trace->span, "00f067aa0ba902b7");
  const auto logged = running.logged();
  ASSERT_EQ(logged.size(), 1U);
  EXPECT_EQ(logged[0].fields.at("trace"), kTrace);
  EXPECT_EQ(logged[0].fields.at("span").as_string(), trace->span);
  EXPECT_EQ(logged[0].fields.at("parent"), "00f067aa0ba902b7");
}

TEST(Serving, DoesNotBelieveATraceThatIsNone) {
  Running running;
  const auto response =
      running.ask({.target = "/healthz", .headers = {{"traceparent", "00-nonsense-00-01"}}});
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(workflow::parse_traceparent(traceresponse(response)));
  EXPECT_FALSE(running.logged()[0].fields.contains("parent"));
}

TEST(Serving, NamesInEveryProblemWhereTheLogTellsMore) {
  Running running;
  const auto response =
      running.ask({.target = "/v1/matters", .headers = {{"traceparent", kParent}}});
  ASSERT_EQ(response.status, 401);
  const Json document = parse_json(response.body).value();
  EXPECT_EQ(response.body, canonical_json(document));
  EXPECT_THAT(std::string(document.at("instance").as_string()),
              StartsWith(std::string("urn:zhipi:trace:") + kTrace + ":"));
}

// A call whose fault is ours: what it throws is for the operator alone.
http::Response throws(Service&, const workflow::Principal&, const http::Request&) {
  throw std::runtime_error("the secret inside");
}

TEST(Serving, AnswersForACallThatThrewAndTellsTheOperatorWhy) {
  Running running;
  const RouteRow row{"GET", "/healthz", {}, 0, {}, "", "Status", throws};
  std::optional<http::Response> response;
  serve(running.service(), row, http::Request{.method = "GET", .route = "/healthz"},
        http::Reply([&](std::optional<http::Response> given) { response = std::move(given); }));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 500);
  EXPECT_EQ(problem_code(*response), "internal_error");
  EXPECT_THAT(response->body, Not(HasSubstr("secret")));
  const auto logged = running.logged();
  ASSERT_EQ(logged.size(), 2U);
  EXPECT_EQ(logged[0].event, "request");
  EXPECT_EQ(logged[1].event, "call_failed");
  EXPECT_EQ(logged[1].fields.at("message"), "the secret inside");
  EXPECT_EQ(logged[1].fields.at("span"), logged[0].fields.at("span"));
}

// One whose store is away.
http::Response fails(Service&, const workflow::Principal&, const http::Request&) {
  return problem_response(Problem{"unavailable", "cannot reach the host secret.internal", ""});
}

TEST(Serving, TellsWhyItFailedToTheOperatorAndNotToTheCaller) {
  Running running;
  const RouteRow row{"GET", "/healthz", {}, 0, {}, "", "Status", fails};
  std::optional<http::Response> response;
  serve(running.service(), row, http::Request{.method = "GET", .route = "/healthz"},
        http::Reply([&](std::optional<http::Response> given) { response = std::move(given); }));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
  EXPECT_THAT(response->body, Not(HasSubstr("secret")));
  const auto logged = running.logged();
  ASSERT_EQ(logged.size(), 1U);
  EXPECT_EQ(logged[0].fields.at("code"), "unavailable");
  EXPECT_EQ(logged[0].fields.at("problem"), "cannot reach the host secret.internal");
}

TEST(Serving, TellsNoCauseOfWhatTheCallerGotWrong) {
  Running running;
  running.ask({.target = "/v1/matters"});
  EXPECT_FALSE(running.logged()[0].fields.contains("code"));
}

TEST(Serving, CountsEveryAnswer) {
  Running running;
  running.ask({.target = "/v1/matters"});
  const auto metrics = running.ask({.target = "/metrics"});
  EXPECT_EQ(metrics.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(
      metrics.body,
      HasSubstr(R"(zhipi_http_requests_total{method="GET",route="/v1/matters",status="401"} 1)"));
  EXPECT_THAT(metrics.body, HasSubstr(R"(zhipi_pack_info{digest="sha256:)"));
}

}  // namespace
}  // namespace zhipi::api
