#include "api/interface.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "api/embedded.h"
#include "api/problems.h"
#include "tests/api/running.h"

namespace zhipi::api {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::problem_code;
using testing::Running;

http::Response healthy(Service&, const workflow::Principal&, const http::Request&) {
  return {};
}

RouteRow health_row() {
  return {"GET", "/healthz", {}, 0, {}, "", "Status", healthy};
}

std::string lack_of(const RouteRow& row) {
  try {
    openapi({row});
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "nothing";
}

// Every value of these members, wherever they stand.
void collect(const Json& value, std::string_view name, std::set<std::string>& found) {
  if (value.is_array()) {
    for (const Json& element : value.get_array()) collect(element, name, found);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      if (member.key() == name && member.value().is_string()) {
        found.emplace(member.value().get_string());
      }
      collect(member.value(), name, found);
    }
  }
}

std::set<std::string> all(const Json& value, std::string_view name) {
  std::set<std::string> found;
  collect(value, name, found);
  return found;
}

const Json& operation_of(const Json& document, const RouteRow& row) {
  std::string method(row.method);
  std::transform(method.begin(), method.end(), method.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return document.at("paths").at(row.path).at(method);
}

TEST(Interface, DescribesEveryRowWithItsRolesAndParameters) {
  const Json document = openapi(route_rows());
  std::set<std::string> names;
  for (const RouteRow& row : route_rows()) {
    const Json& operation = operation_of(document, row);
    EXPECT_TRUE(names.emplace(operation.at("operationId").as_string()).second) << row.path;
    EXPECT_EQ(operation.as_object().contains("requestBody"), !row.request.empty()) << row.path;
    const json::array& security = operation.at("security").as_array();
    ASSERT_EQ(security.empty(), row.roles.empty()) << row.path;
    if (row.roles.empty()) continue;
    EXPECT_EQ(security.at(0).at("key"), json::array(row.roles.begin(), row.roles.end()));
  }
}

TEST(Interface, DescribesNoCallThatIsNotServed) {
  std::set<std::string> served;
  for (const RouteRow& row : route_rows()) {
    served.insert(std::string(row.method) + " " + std::string(row.path));
  }
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("interface/calls/")) continue;
    const Json calls = parse_json(file.text).value();
    for (const auto& call : calls.as_object()) {
      EXPECT_THAT(served, Contains(std::string(call.key()))) << file.path;
    }
  }
}

TEST(Interface, EveryBodyOfJsonHasASchemaAndAnExample) {
  const Json document = openapi(route_rows());
  const auto check = [&](const Json& content, std::string_view path) {
    for (const auto& [type, body] : content.as_object()) {
      EXPECT_TRUE(body.as_object().contains("schema")) << path;
      if (!std::string_view(type).ends_with("json")) continue;
      const bool told =
          body.as_object().contains("examples") || body.as_object().contains("example");
      EXPECT_TRUE(told || type == "application/problem+json") << path << " " << type;
    }
  };
  for (const RouteRow& row : route_rows()) {
    const json::object& operation = operation_of(document, row).as_object();
    if (!row.request.empty()) check(operation.at("requestBody").at("content"), row.path);
    for (const auto& [status, response] : operation.at("responses").as_object()) {
      if (response.as_object().contains("content")) check(response.at("content"), row.path);
    }
  }
}

TEST(Interface, RefersToEachShapeAndToNothingElse) {
  const Json document = openapi(route_rows());
  std::set<std::string> shapes;
  for (const auto& shape : document.at("components").at("schemas").as_object()) {
    shapes.insert("#/components/schemas/" + std::string(shape.key()));
  }
  EXPECT_EQ(all(document, "$ref"), shapes);
}

TEST(Interface, NamesEveryProblemThatCallersMayMeet) {
  const std::string text = openapi_text();
  for (const ProblemKind& kind : problem_kinds()) {
    EXPECT_THAT(text, HasSubstr("urn:zhipi:problem:" + std::string(kind.code) + "\"")) << kind.code;
  }
}

TEST(Interface, ARowWithoutATextIsAMistakeThatNamesIt) {
  RouteRow row = health_row();
  row.path = "/v1/nowhere";
  EXPECT_THAT(lack_of(row), HasSubstr("GET /v1/nowhere: add it to a file of calls/"));
}

TEST(Interface, ARowOfAnUnknownShapeIsAMistakeThatNamesIt) {
  RouteRow row = health_row();
  row.response = "Nonsense";
  EXPECT_THAT(lack_of(row), HasSubstr("there is no shape `Nonsense`"));
}

TEST(Interface, AParameterThatNothingExplainsIsAMistakeThatNamesIt) {
  RouteRow row = health_row();
  row.query = {"colour"};
  EXPECT_THAT(lack_of(row), HasSubstr("query parameter `colour`"));
}

TEST(Documentation, IsServedToAnybodyUnderAStrictPolicy) {
  Running running;
  const auto page = running.ask({.target = "/docs"});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("docs/plain.js"));
  EXPECT_THAT(page.headers, Contains(::testing::Pair("Content-Security-Policy",
                                                     HasSubstr("default-src 'none'"))));
  EXPECT_THAT(running.ask({.target = "/docs/plain.js"}).content_type, HasSubstr("text/javascript"));
  EXPECT_THAT(running.ask({.target = "/docs/plain.css"}).content_type, HasSubstr("text/css"));
  EXPECT_EQ(running.ask({.target = "/openapi.json"}).body, openapi_text());
}

TEST(Documentation, HasNothingFromElsewhere) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("documentation/")) continue;
    EXPECT_THAT(file.text, Not(HasSubstr("http:"))) << file.path;
    EXPECT_THAT(file.text, Not(HasSubstr("https:"))) << file.path;
  }
}

TEST(Documentation, HasOnlyItsOwnScriptsAndStyleSheets) {
  Running running;
  for (const char* const file : {"nothing.js", "plain.html", "..%2Finterface.json"}) {
    EXPECT_EQ(problem_code(running.ask({.target = std::string("/docs/") + file})), "not_found");
  }
}

TEST(Documentation, IsNotSentAgainToWhoHasIt) {
  Running running;
  for (const char* const target : {"/openapi.json", "/docs", "/docs/plain.css"}) {
    const auto first = running.ask({.target = target});
    const auto tag = std::find_if(first.headers.begin(), first.headers.end(),
                                  [](const auto& header) { return header.first == "ETag"; });
    ASSERT_NE(tag, first.headers.end()) << target;
    const auto again = running.ask({.target = target, .headers = {{"If-None-Match", tag->second}}});
    EXPECT_EQ(again.status, 304) << target;
    EXPECT_THAT(again.body, IsEmpty());
    const auto other = running.ask({.target = target, .headers = {{"If-None-Match", "\"x\""}}});
    EXPECT_EQ(other.status, 200) << target;
  }
}

}  // namespace
}  // namespace zhipi::api
