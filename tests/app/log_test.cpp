#include "app/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace zhipi::app {
namespace {

TEST(Log, WritesOneLineOfJsonWithEverythingEscapedAndMasked) {
  ::testing::internal::CaptureStderr();
  Log().write("warn", "event",
              {{"message", "a \"quoted\"\nline %v {} 350102194005061221"},
               {"nested", {{"list", {"350102194005061221"}}}}});
  const std::string written = ::testing::internal::GetCapturedStderr();
  ASSERT_THAT(written, ::testing::EndsWith("\n"));
  const auto line = parse_json(std::string_view(written).substr(0, written.size() - 1));
  ASSERT_TRUE(line) << written;
  EXPECT_EQ(line->at("level"), "warn");
  EXPECT_EQ(line->at("event"), "event");
  EXPECT_EQ(line->at("message"), "a \"quoted\"\nline %v {} 350102********1221");
  EXPECT_THAT(written, ::testing::Not(::testing::HasSubstr("350102194005061221")));
}

TEST(Log, WritesFieldsThatStandSomewhereLikeOthers) {
  ::testing::internal::CaptureStderr();
  const std::vector<api::LogField> fields{{"peer", std::string_view("a \"b\" 350102194005061221")},
                                          {"status", std::int64_t{200}},
                                          {"milliseconds", 0.125}};
  Log().write("info", "request", fields);
  const std::string written = ::testing::internal::GetCapturedStderr();
  ASSERT_THAT(written, ::testing::EndsWith("\n"));
  const auto line = parse_json(std::string_view(written).substr(0, written.size() - 1));
  ASSERT_TRUE(line) << written;
  EXPECT_EQ(line->at("level"), "info");
  EXPECT_EQ(line->at("event"), "request");
  EXPECT_EQ(line->at("peer"), "a \"b\" 350102********1221");
  EXPECT_EQ(line->at("status"), 200);
  EXPECT_EQ(line->at("milliseconds"), 0.125);
  EXPECT_EQ(line->at("time").as_string().size(), 24U);
}

TEST(Log, DropsNoLineOfManyThatComeAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kLines = 5000;
  ::testing::internal::CaptureStderr();
  {
    const Log log;
    std::vector<std::thread> writers;
    for (int t = 0; t < kThreads; ++t) {
      writers.emplace_back([&] {
        for (int line = 0; line < kLines; ++line) log.write("info", "many", {{"line", line}});
      });
    }
    for (std::thread& writer : writers) writer.join();
  }
  const std::string written = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), kThreads * kLines);
}

TEST(Log, IsWrittenOutBeforeItsEndWhenAsked) {
  ::testing::internal::CaptureStderr();
  const Log log;
  log.write("warn", "last");
  log.write_out();
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("\"last\""));
}

}  // namespace
}  // namespace zhipi::app
