#include "app/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace zhipi::app
