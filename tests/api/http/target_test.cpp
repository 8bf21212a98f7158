#include "api/http/target.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace zhipi::http {
namespace {

TEST(Target, DecodesEachSegmentAndKeepsAnEncodedSlashInsideIt) {
  const auto target = parse_target("/v1/%E4%B8%AD%E6%96%87/a%2Fb+c");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "中文", "a/b+c"}));
  EXPECT_EQ(target->path, "/v1/中文/a/b+c");
}

TEST(Target, DecodesTheQueryWithPlusAsSpace) {
  const auto target = parse_target("/?q=a+b%2Bc&empty=&bare&%E5%90%8D=%E6%9E%97&&e=x=y");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->query,
            (std::map<std::string, std::string>{
                {"q", "a b+c"}, {"empty", ""}, {"bare", ""}, {"名", "林"}, {"e", "x=y"}}));
}

TEST(Target, HasNoSegmentsForTheRoot) {
  const auto target = parse_target("/");
  ASSERT_TRUE(target);
  EXPECT_TRUE(target->segments.empty());
}

TEST(Target, KeepsEmptySegmentsSoThatTheyMatchNothing) {
  const auto target = parse_target("/a//b/");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a", "", "b", ""}));
}

TEST(Target, TakesTheAbsoluteForm) {
  const auto target = parse_target("http://example.test:80/a?b=c");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"a"}));
  EXPECT_EQ(target->query.at("b"), "c");
  EXPECT_TRUE(parse_target("https://example.test"));
}

class BadTarget : public ::testing::TestWithParam<const char*> {};

TEST_P(BadTarget, IsRefused) {
  const auto target = parse_target(GetParam());
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().code, "bad_target");
}

INSTANTIATE_TEST_SUITE_P(Every, BadTarget,
                         ::testing::Values("", "a", "*", "host:443", "/%", "/%4", "/%zz", "/%4g",
                                           "/a?b=%", "/%00", "/a%0d%0ab", "/%7f", "/..", "/a/../b",
                                           "/%2e%2e/b", "/a/.", "/#x", "/%ff", "/%c0%af",
                                           "/%ed%a0%80", "/%f5%80%80%80", "/%e4%b8", "/%c2%85",
                                           "/a?b=1&b=2", "/a?b&%62", "ftp://host/a"));

}  // namespace
}  // namespace zhipi::http
