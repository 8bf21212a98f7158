// POST /v1/packs/backtest through the route table.
#include <gtest/gtest.h>

#include "tests/api/running.h"
#include "workflow/drafts.h"

namespace zhipi::api {
namespace {

using testing::problem_code;
using testing::Running;

class Backtest : public ::testing::Test {
 protected:
  http::Response backtest(const std::string& body, const std::string& token) {
    return running.ask(
        {"POST", "/v1/packs/backtest", token, {{"Content-Type", "application/json"}}, body});
  }

  Running running;
  std::string author = running.key({"author"});
};

TEST_F(Backtest, AnswersAReportOverTheStoredApplications) {
  const http::Response matters = running.ask({"GET", "/v1/matters", author, {}, ""});
  const Json listed = parse_json(matters.body).value();
  const std::string matter(listed.at("matters").as_array()[0].at("id").as_string());
  const Json body = json::object{
      {"matter", matter},
      {"files",
       {{"matter.lua", "return matter { title = \"x\", version = \"1\" }"},
        {"criteria.lua",
         "criterion \"a\" { check = function() return true end, otherwise = deny \"x\" }"}}}};
  const http::Response answered = backtest(canonical_json(body), author);
  ASSERT_EQ(answered.status, 200) << answered.body;
  const Json report = parse_json(answered.body).value();
  EXPECT_EQ(report.at("cases"), 0);
  EXPECT_EQ(report.at("complete"), true);
}

TEST_F(Backtest, IsForAuthors) {
  EXPECT_EQ(backtest("{}", running.key({"submitter"})).status, 403);
  EXPECT_EQ(backtest("{}", "").status, 401);
}

TEST_F(Backtest, RefusesWhatIsNoDraftAtItsPlace) {
  const http::Response empty = backtest("{}", author);
  EXPECT_EQ(empty.status, 422);
  EXPECT_EQ(problem_code(empty), "missing_name");
  const http::Response limit = backtest(R"({"limit": 0})", author);
  EXPECT_EQ(problem_code(limit), "out_of_range");
  EXPECT_EQ(backtest(std::string(workflow::kDraftBytes + 1, ' '), author).status, 413);
  EXPECT_EQ(backtest("{", author).status, 400);
}

}  // namespace
}  // namespace zhipi::api
