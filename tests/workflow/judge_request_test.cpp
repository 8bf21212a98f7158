#include "workflow/judge_request.h"

#include <gtest/gtest.h>

#include <string>

#include "models/json.h"

namespace zhipi::workflow {
namespace {

TEST(JudgeRequest, IsTakenApartInEitherOrder) {
  const auto last = plain_judge_request(R"({"facts":{"form":{"a":"}"}},"matter":"trial"})");
  ASSERT_TRUE(last);
  EXPECT_FALSE(last->by_digest);
  EXPECT_EQ(last->name, "trial");
  EXPECT_EQ(last->facts, R"({"form":{"a":"}"}})");
  const auto first = plain_judge_request(" { \"pack\" : \"sha256:0a\" ,\n\"facts\" : {} } \r\n");
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->by_digest);
  EXPECT_EQ(first->name, "sha256:0a");
  EXPECT_EQ(*parse_json(first->facts), Json(json::object()));
}

TEST(JudgeRequest, IsLeftToTheParserWhereItIsWrittenOtherwise) {
  for (const std::string body : {"",
                                 "{",
                                 "{}",
                                 "[]",
                                 "\"",
                                 "{\"}",
                                 R"({"facts":{}})",
                                 R"({"matter":"m"})",
                                 R"({"facts":{},"matter":1})",
                                 R"({"facts":{},"matter":"\u006d"})",
                                 R"({"facts":{},"matter":"林"})",
                                 R"({"facts":{},"matter":"m",})",
                                 R"({"facts":{},"other":"m"})",
                                 R"({"matter":"m" "facts":{}})",
                                 R"({"facts" {},"matter":"m"})",
                                 R"({"facts":"matter":"m"})",
                                 R"({"facts":"z\",\"matter":"m"})",
                                 R"({"facts":"z\",\"matter":"m\""})",
                                 R"(["matter":"m","facts":{}])",
                                 R"({"matter":"m","facts":{}}.)",
                                 R"({"matter":"m,"facts":{})"}) {
    EXPECT_FALSE(plain_judge_request(body)) << body;
  }
}

// What is no JSON between the ends is nobody's request: it must not look like one either.
TEST(JudgeRequest, HoldsFactsThatAreJsonOnlyWhereTheBodyIs) {
  for (const std::string body :
       {R"({"facts":{},"facts":{},"matter":"m"})", R"({"matter":"m","facts":{},"facts":{}})",
        R"({"matter":"m","facts":{},"more":{}})", R"({"facts":{},"a":1,"matter":"m"})",
        R"({"facts":,"matter":"m"})", R"({"matter":"m","facts":})",
        R"({"facts":{}},{"matter":"m"})", R"({"matter":"m","facts":{}}})"}) {
    const auto request = plain_judge_request(body);
    EXPECT_FALSE(request && parse_json(request->facts)) << body;
  }
}

}  // namespace
}  // namespace zhipi::workflow
