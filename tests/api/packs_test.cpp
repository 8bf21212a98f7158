// Drafts of rule packs through the API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/api/running.h"
#include "workflow/drafts.h"

namespace zhipi::api {
namespace {

using ::testing::HasSubstr;
using testing::problem_code;
using testing::Running;

class Packs : public ::testing::Test {
 protected:
  http::Response check(const json::object& files, const std::string& token,
                       const std::string& call = "/v1/packs/check") {
    const Json body = json::object{{"matter", "noodle_shop"}, {"files", files}};
    return running.ask(
        {"POST", call, token, {{"Content-Type", "application/json"}}, canonical_json(body)});
  }
  Json checked(const json::object& files) {
    const http::Response response = check(files, author);
    EXPECT_EQ(response.status, 200) << response.body;
    return parse_json(response.body).value();
  }

  static constexpr const char* kMatter = R"(return matter { title = "面馆", version = "1.0.0",
    form = { full_name = person_name { title = "姓名" } },
    materials = { id_card = use "common/id_card" { required = true } } })";

  Running running;
  std::string author = running.key({"author"});
};

TEST_F(Packs, ADraftWithErrorsIsAnswered200WithThem) {
  const Json found = checked({{"matter.lua", kMatter},
                              {"criteria.lua", R"(criterion "a" { basis = "x", otherwise = deny "x",
  check = function(app) return app.form.ful_name == app.id_card.full_name end })"}});
  ASSERT_EQ(found.at("errors").as_array().size(), 1u);
  const Json& error = found.at("errors").as_array()[0];
  EXPECT_EQ(error.at("where"), "criteria.lua:2:41");
  EXPECT_EQ(error.at("code"), "undeclared_name");
  EXPECT_THAT(std::string(error.at("message").as_string()), HasSubstr("`full_name`"));
  EXPECT_EQ(found.at("warnings").as_array()[0].at("code"), "no_cases");
}

TEST_F(Packs, ADraftThatDoesNotLoadIsAnsweredToo) {
  const Json found = checked({{"matter.lua", "return matter {"}, {"criteria.lua", "local x ="}});
  EXPECT_EQ(found.at("errors").as_array().size(), 2u) << canonical_json(found);
  EXPECT_EQ(checked({}).at("errors").as_array().size(), 1u);
}

TEST_F(Packs, ADraftReadsNothingOutsideItself) {
  const Json found =
      checked({{"matter.lua", R"(return matter { title = "x", version = "1",
    materials = { a = use "../senior_allowance/matter" {}, b = use "/etc/passwd" {} } })"},
               {"criteria.lua", "criteria_table \"../senior_allowance/tables/tiers.csv\""}});
  EXPECT_THAT(canonical_json(found), HasSubstr("no common material"));
}

TEST_F(Packs, AnEndlessDraftIsAnswered) {
  const Json found = checked({{"matter.lua", kMatter}, {"criteria.lua", "while true do end"}});
  EXPECT_THAT(canonical_json(found), HasSubstr("out of processor time"));
}

TEST_F(Packs, ATooLargeDraftIs413AndABadPath422) {
  const auto large = check({{"matter.lua", std::string(workflow::kDraftBytes, ' ')}}, author);
  EXPECT_EQ(large.status, 413);
  const auto outside = check({{"../x.lua", ""}}, author);
  EXPECT_EQ(outside.status, 422);
  EXPECT_EQ(problem_code(outside), "bad_path");
}

TEST_F(Packs, ASubmitterMayNotCheck) {
  EXPECT_EQ(check({}, running.key({"submitter"})).status, 403);
}

TEST_F(Packs, ADraftIsTestedWithWhatItsCasesDoNotNotice) {
  const json::object files{
      {"matter.lua", R"(return matter { title = "面馆", version = "1.0.0",
        automatic = { approve = true, deny = true }, form = { area = integer {} } })"},
      {"criteria.lua", R"(criterion "large" { otherwise = deny "小",
        check = function(app) return app.form.area >= 50 end })"},
      {"cases/a.json",
       R"([{"name": "大", "facts": {"application": "A", "received_on": "2026-11-20",
             "form": {"area": 60}}, "expect": {"outcome": "approve"}},
           {"name": "小", "facts": {"application": "A", "received_on": "2026-11-20",
             "form": {"area": 5}}, "expect": {"outcome": "approve"}}])"}};
  const http::Response response = check(files, author, "/v1/packs/test");
  ASSERT_EQ(response.status, 200) << response.body;
  const Json report = parse_json(response.body).value();
  EXPECT_EQ(report.at("passed").to_number<int>(), 1);
  EXPECT_EQ(report.at("failed").to_number<int>(), 1);
  EXPECT_EQ(report.at("cases").at(1).at("differences").at(0).at("was"), "deny");
  EXPECT_FALSE(report.at("mutation").at("survivors").as_array().empty());
}

TEST_F(Packs, ADraftThatDoesNotLoadIsAnsweredWithItsErrors) {
  const http::Response response =
      check({{"matter.lua", "return 1"}, {"criteria.lua", ""}}, author, "/v1/packs/test");
  ASSERT_EQ(response.status, 200) << response.body;
  const Json report = parse_json(response.body).value();
  EXPECT_FALSE(report.at("errors").as_array().empty());
  EXPECT_FALSE(report.as_object().contains("cases"));
}

}  // namespace
}  // namespace zhipi::api
