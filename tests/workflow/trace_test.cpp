#include "workflow/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace zhipi::workflow {
namespace {

const std::string kId = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kSpan = "00f067aa0ba902b7";

TEST(Traceparent, IsReadAndWrittenBack) {
  const std::string value = "00-" + kId + "-" + kSpan + "-01";
  const auto trace = parse_traceparent(value);
  ASSERT_TRUE(trace);
  EXPECT_EQ(*trace, (Trace{kId, kSpan, true}));
  EXPECT_EQ(to_traceparent(*trace), value);
  EXPECT_FALSE(parse_traceparent("00-" + kId + "-" + kSpan + "-02")->sampled);
  EXPECT_TRUE(parse_traceparent("00-" + kId + "-" + kSpan + "-0b")->sampled);
}

TEST(Traceparent, OfALaterVersionIsReadAsFarAsItIsKnown) {
  EXPECT_EQ(parse_traceparent("cc-" + kId + "-" + kSpan + "-01-what-comes-later")->id, kId);
  EXPECT_EQ(parse_traceparent("cc-" + kId + "-" + kSpan + "-01")->span, kSpan);
  EXPECT_FALSE(parse_traceparent("cc-" + kId + "-" + kSpan + "-01.later"));
}

TEST(Traceparent, ThatIsNoneIsNotBelieved) {
  const std::string zeros(32, '0');
  for (const std::string& value :
       {std::string(), std::string("00"), "ff-" + kId + "-" + kSpan + "-01",
        "00-" + kId + "-" + kSpan + "-01-more", "00-" + kId + "-" + kSpan + "-1",
        "00-" + kId + "-" + kSpan + "-01 ", "00-" + zeros + "-" + kSpan + "-01",
        "00-" + kId + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + kSpan + "-01", "00_" + kId + "-" + kSpan + "-01",
        "00-" + kId + "-" + kSpan + "-0x", "0x-" + kId + "-" + kSpan + "-01",
        "00-" + kId + kSpan + "---01"}) {
    EXPECT_FALSE(parse_traceparent(value)) << value;
  }
}

TEST(Trace, GoesOnUnderItsIdAtANewPlace) {
  const Trace next = next_span({kId, kSpan, false});
  EXPECT_EQ(next.id, kId);
  EXPECT_NE(next.span, kSpan);
  EXPECT_FALSE(next.sampled);
  EXPECT_EQ(parse_traceparent(to_traceparent(next)), next);
}

TEST(Trace, WithoutOneBeforeIsNew) {
  const Trace first = next_span({});
  EXPECT_EQ(parse_traceparent(to_traceparent(first)), first);
  EXPECT_NE(first.id, next_span({}).id);
}

}  // namespace
}  // namespace zhipi::workflow
