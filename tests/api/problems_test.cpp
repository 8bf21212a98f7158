#include "api/problems.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "models/json.h"

namespace zhipi::api {
namespace {

Json document(const http::Response& response) {
  return parse_json(response.body).value();
}

TEST(Problems, EveryCodeStandsOnceInTheTableWithAnErrorStatusAndATitle) {
  std::set<std::string_view> codes;
  for (const ProblemKind& kind : problem_kinds()) {
    EXPECT_TRUE(codes.insert(kind.code).second) << kind.code;
    EXPECT_GE(kind.status, 400) << kind.code;
    EXPECT_LT(kind.status, 600) << kind.code;
    EXPECT_FALSE(kind.title.empty()) << kind.code;
  }
}

TEST(Problems, ADocumentNamesTypeTitleStatusDetailAndPlace) {
  const auto response =
      problem_response(Problem{"wrong_type", "a text was expected", "/form/full_name"});
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(
      document(response),
      parse_json(R"({"type":"urn:zhipi:problem:wrong_type","title":"A value has the wrong type",
        "status":422,"detail":"/form/full_name: a text was expected","errors":[
        {"pointer":"/form/full_name","code":"wrong_type","detail":"a text was expected"}]})")
          .value());
}

TEST(Problems, AllOfThemAreListedAndTheFirstGivesTheType) {
  const auto response = problem_response(
      Problems{{"not_a_date", "x", "/form/a"}, {"undeclared_name", "y", "/form/b"}});
  EXPECT_EQ(document(response).at("type"), "urn:zhipi:problem:not_a_date");
  EXPECT_EQ(document(response).at("errors").as_array().size(), 2U);
}

TEST(Problems, LineAndColumnAreToldInTheSentenceBecauseTheyAreNoPointer) {
  const auto response = problem_response(Problem{"bad_json", "unexpected comma", "3:14"});
  EXPECT_EQ(response.status, 400);
  const Json error = document(response).at("errors").as_array().front();
  EXPECT_EQ(error.at("pointer"), "");
  EXPECT_EQ(error.at("detail"), "3:14: unexpected comma");
}

TEST(Problems, ACodeThatCallersNeverMeetShowsNothingFromInside) {
  const auto response =
      problem_response(Problem{"damaged", "row 17 of table secret", "/var/lib/zhipi/x.db"});
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(document(response).at("type"), "urn:zhipi:problem:internal_error");
  EXPECT_THAT(response.body, ::testing::Not(::testing::HasSubstr("secret")));
  EXPECT_THAT(response.body, ::testing::Not(::testing::HasSubstr("/var/lib")));
}

TEST(Problems, WhatTheServiceFailedAtIsKeptForItsLog) {
  const auto response = problem_response(
      Problems{{"wrong_type", "x", "/a"}, {"unavailable", "cannot reach secret.internal", ""}});
  ASSERT_TRUE(response.cause);
  EXPECT_EQ(response.cause->message, "cannot reach secret.internal");
  EXPECT_THAT(response.body, ::testing::Not(::testing::HasSubstr("secret")));
  EXPECT_FALSE(problem_response(Problem{"wrong_type", "x", "/a"}).cause);
}

TEST(Problems, TheServicesOwnFaultComesBeforeTheCallers) {
  EXPECT_EQ(problem_response(Problems{{"wrong_type", "x", "/a"}, {"unavailable", "y", ""}}).status,
            503);
}

TEST(Problems, AnUnavailableServiceSaysWhenToComeAgain) {
  const auto response = problem_response(Problem{"unavailable", "the disk is full", ""});
  EXPECT_THAT(response.headers, ::testing::Contains(::testing::Key("Retry-After")));
}

TEST(Problems, AStatusCanDependOnTheCall) {
  const auto response = problem_response(Problem{"unknown_matter", "x", ""}, 404);
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(document(response).at("status"), 404);
}

}  // namespace
}  // namespace zhipi::api
