#include "api/http/route_table.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

namespace zhipi::http {
namespace {

Route route(std::string method, std::string pattern) {
  return {std::move(method), std::move(pattern), 0, [](const Request&, Reply) {}};
}

RouteTable table() {
  auto built = RouteTable::build({
      route("GET", "/"),
      route("POST", "/v1/packs/{digest}"),
      route("POST", "/v1/packs/check"),
      route("GET", "/v1/packs/{digest}"),
      route("GET", "/v1/applications/{id}/materials/{type}/pages/{n}"),
      route("OPTIONS", "/v1/open"),
      route("HEAD", "/v1/open"),
      route("GET", "/v1/open"),
  });
  EXPECT_TRUE(built) << to_line(built.error());
  return std::move(*built);
}

std::string pattern_of(std::string_view method, const std::vector<std::string>& segments) {
  const RouteTable routes = table();
  const auto match = routes.match(method, segments);
  const auto* found = std::get_if<RouteTable::Found>(&match);
  return found ? found->route->method + " " + found->route->pattern : "";
}

TEST(RouteTable, FillsTheParameters) {
  const RouteTable routes = table();
  const auto match =
      routes.match("GET", {"v1", "applications", "A1", "materials", "id_card", "pages", "2"});
  const auto& found = std::get<RouteTable::Found>(match);
  EXPECT_EQ(found.parameters,
            (std::map<std::string, std::string>{{"id", "A1"}, {"type", "id_card"}, {"n", "2"}}));
}

TEST(RouteTable, PrefersALiteralSegmentToAParameter) {
  EXPECT_EQ(pattern_of("POST", {"v1", "packs", "check"}), "POST /v1/packs/check");
  EXPECT_EQ(pattern_of("POST", {"v1", "packs", "other"}), "POST /v1/packs/{digest}");
  EXPECT_EQ(pattern_of("GET", {"v1", "packs", "check"}), "GET /v1/packs/{digest}");
}

TEST(RouteTable, FindsTheRoot) {
  EXPECT_EQ(pattern_of("GET", {}), "GET /");
}

TEST(RouteTable, LetsGetServeHeadUnlessHeadIsDeclared) {
  EXPECT_EQ(pattern_of("HEAD", {}), "GET /");
  EXPECT_EQ(pattern_of("HEAD", {"v1", "open"}), "HEAD /v1/open");
}

TEST(RouteTable, NamesTheMethodsOfAPathThatLacksTheOneAsked) {
  const RouteTable routes = table();
  const auto match = routes.match("DELETE", {"v1", "packs", "check"});
  EXPECT_EQ(std::get<RouteTable::WrongMethod>(match).allow, "GET, HEAD, OPTIONS, POST");
}

TEST(RouteTable, KnowsNoPathWithAnEmptyParameterOrATrailingSlash) {
  EXPECT_EQ(pattern_of("GET", {"v1", "packs", ""}), "");
  EXPECT_EQ(pattern_of("GET", {"v1", "packs", "x", ""}), "");
  EXPECT_EQ(pattern_of("GET", {"v1", "packs"}), "");
}

class BadRoute : public ::testing::TestWithParam<const char*> {};

TEST_P(BadRoute, IsRefused) {
  const auto built = RouteTable::build({route("GET", GetParam())});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().code, "bad_route");
}

INSTANTIATE_TEST_SUITE_P(Every, BadRoute,
                         ::testing::Values("", "v1", "/v1/", "//", "/{}", "/{a", "/a}", "/{a}/{a}",
                                           "/x{a}", "/a%20b"));

TEST(RouteTable, RefusesTwoRoutesForOnePath) {
  const auto built = RouteTable::build({route("GET", "/a/{x}"), route("GET", "/a/{y}")});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().code, "bad_route");
}

TEST(RouteTable, RefusesAMethodInLowerCaseAndAMissingHandler) {
  EXPECT_FALSE(RouteTable::build({route("get", "/a")}));
  EXPECT_FALSE(RouteTable::build({Route{"GET", "/a", 0, nullptr}}));
}

}  // namespace
}  // namespace zhipi::http
