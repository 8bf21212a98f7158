#include "api/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "api/authentication.h"
#include "tests/api/running.h"

namespace zhipi::api {
namespace {

using testing::Ask;
using testing::problem_code;
using testing::Running;
using testing::target_of;

// What tells nothing of any application.
bool is_open(const RouteRow& row) {
  return row.path == "/healthz" || row.path == "/readyz" || row.path == "/metrics" ||
         row.path == "/openapi.json" || row.path.starts_with("/docs");
}

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers) {
    if (http::equal_ignoring_case(known, name)) return value;
  }
  return {};
}

TEST(RouteTable, EveryCallHasRolesButThoseOfOperation) {
  for (const RouteRow& row : route_rows()) {
    EXPECT_EQ(row.roles.empty(), is_open(row)) << row.path;
    for (const std::string_view role : row.roles) {
      EXPECT_THAT(all_roles(), ::testing::Contains(role)) << row.path;
    }
  }
}

TEST(RouteTable, EveryCallNamesTheShapeOfItsAnswerAndOfItsBodyIfItHasOne) {
  for (const RouteRow& row : route_rows()) {
    EXPECT_FALSE(row.response.empty()) << row.path;
    EXPECT_EQ(row.request.empty(), row.body_limit == 0) << row.path;
    EXPECT_EQ(row.request.empty(), row.method == "GET") << row.path;
  }
}

TEST(Authorisation, RefusesEveryCallWithoutAKey) {
  Running running;
  for (const RouteRow& row : route_rows()) {
    const auto response = running.ask({std::string(row.method), target_of(row)});
    if (is_open(row)) {
      EXPECT_NE(response.status, 401) << row.path;
      continue;
    }
    EXPECT_EQ(response.status, 401) << row.path;
    EXPECT_EQ(problem_code(response), "no_key") << row.path;
    EXPECT_THAT(header(response, "WWW-Authenticate"), ::testing::StartsWith("Bearer"));
  }
}

TEST(Authorisation, RefusesEveryCallToAnUnknownKey) {
  Running running;
  for (const RouteRow& row : route_rows()) {
    if (is_open(row)) continue;
    const auto response = running.ask({std::string(row.method), target_of(row), new_token()});
    EXPECT_EQ(response.status, 401) << row.path;
    EXPECT_EQ(problem_code(response), "unknown_key") << row.path;
  }
}

TEST(Authorisation, LetsAKeyIntoExactlyTheCallsOfItsRole) {
  Running running;
  for (const std::string_view role : all_roles()) {
    const std::string token = running.key({std::string(role)});
    for (const RouteRow& row : route_rows()) {
      if (is_open(row)) continue;
      const bool allowed = std::find(row.roles.begin(), row.roles.end(), role) != row.roles.end();
      const auto response = running.ask({std::string(row.method), target_of(row), token});
      EXPECT_EQ(response.status == 403, !allowed) << role << " " << row.method << " " << row.path;
      EXPECT_NE(response.status, 401) << role << " " << row.path;
      EXPECT_LT(response.status, 500) << role << " " << row.path << " " << response.body;
    }
  }
}

TEST(Authorisation, TakesTheSchemeWithoutRegardToCase) {
  Running running;
  const auto response =
      running.ask({.target = "/v1/matters",
                   .headers = {{"Authorization", "bEARER " + running.key({"auditor"})}}});
  EXPECT_EQ(response.status, 200);
}

TEST(Authorisation, TakesNoOtherScheme) {
  Running running;
  const auto response =
      running.ask({.target = "/v1/matters",
                   .headers = {{"Authorization", "Basic " + running.key({"auditor"})}}});
  EXPECT_EQ(response.status, 401);
}

TEST(Authorisation, ComesBeforeAnythingIsSaidAboutTheRequest) {
  Running running;
  EXPECT_EQ(running.ask({.target = "/v1/matters?typo=1"}).status, 401);
}

TEST(Authorisation, MakesTokensOf43UrlSafeCharactersThatDiffer) {
  const std::string token = new_token();
  EXPECT_THAT(token, ::testing::MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_EQ(token.size(), 43U);
  EXPECT_NE(token, new_token());
}

TEST(Query, RefusesAnUnknownParameterOnEveryCall) {
  Running running;
  const std::string token =
      running.key(std::vector<std::string>(all_roles().begin(), all_roles().end()));
  for (const RouteRow& row : route_rows()) {
    const auto response =
        running.ask({std::string(row.method), target_of(row) + "?no_such_parameter=1", token});
    EXPECT_EQ(response.status, 400) << row.path;
    EXPECT_EQ(problem_code(response), "unknown_parameter") << row.path;
  }
}

TEST(RequestLog, NamesCallStatusAndKeyButNeitherTargetNorToken) {
  Running running;
  const std::string token = running.key({"submitter"});
  running.ask({.target = "/v1/applications/350102194005061221", .token = token});
  const auto logged = running.logged();
  ASSERT_EQ(logged.size(), 1U);
  EXPECT_EQ(logged[0].event, "request");
  EXPECT_EQ(logged[0].fields.at("route"), "/v1/applications/{id}");
  EXPECT_EQ(logged[0].fields.at("status"), 404);
  EXPECT_EQ(logged[0].fields.at("principal"), "key1");
  const std::string line = json::serialize(logged[0].fields);
  EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr(token)));
  EXPECT_THAT(line, ::testing::Not(::testing::HasSubstr("350102194005061221")));
}

}  // namespace
}  // namespace zhipi::api
