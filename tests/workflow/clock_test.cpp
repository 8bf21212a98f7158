#include "workflow/clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <unordered_set>

namespace zhipi::workflow {
namespace {

using std::chrono::milliseconds;
using testing::Lt;
using testing::StartsWith;

// 20 November 2026 in UTC.
store::Time utc(int hour, int minute, int second, int thousandth) {
  return store::Time(milliseconds(1795132800000)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) + milliseconds(thousandth);
}

TEST(DayTest, EndsAtMidnightInChina) {
  EXPECT_EQ(day_of(utc(15, 59, 59, 999)), *Date::of(2026, 11, 20));
  EXPECT_EQ(day_of(utc(16, 0, 0, 0)), *Date::of(2026, 11, 21));
}

TEST(DayTest, BeginsEightHoursBeforeTheDayInUtc) {
  EXPECT_EQ(day_of(utc(0, 0, 0, 0)), *Date::of(2026, 11, 20));
  EXPECT_EQ(day_of(utc(0, 0, 0, -1)), *Date::of(2026, 11, 20));
  EXPECT_EQ(day_of(utc(-8, 0, 0, -1)), *Date::of(2026, 11, 19));
}

TEST(DayTest, CrossesTheYearInChinaToo) {
  EXPECT_EQ(day_of(utc(24 * 41 + 16, 0, 0, 0)), *Date::of(2027, 1, 1));
}

TEST(ApplicationIdTest, NamesTheDayInChina) {
  EXPECT_THAT(new_application_id(utc(15, 59, 59, 999)), StartsWith("A20261120-"));
  EXPECT_THAT(new_application_id(utc(16, 0, 0, 0)), StartsWith("A20261121-"));
}

TEST(ApplicationIdTest, HasAlwaysTheSameForm) {
  const std::regex form(R"(A\d{8}-[0-9A-Z]{16})");
  for (int hour = 0; hour < 48; ++hour) {
    const std::string id = new_application_id(utc(hour, 0, 0, 0));
    EXPECT_TRUE(std::regex_match(id, form)) << id;
  }
}

TEST(ApplicationIdTest, SortsByTime) {
  std::string before = new_application_id(utc(-9, 0, 0, 0));
  for (int step = 1; step <= 20'000; ++step) {
    // Steps of a millisecond to half a minute, over the end of several days.
    const auto moment = utc(-9, 0, 0, 0) + milliseconds(std::int64_t{step} * step);
    const std::string id = new_application_id(moment);
    ASSERT_THAT(before, Lt(id)) << "step " << step;
    before = id;
  }
}

TEST(ApplicationIdTest, NeverComesTwice) {
  std::unordered_set<std::string> seen;
  for (int i = 0; i < 100'000; ++i) seen.insert(new_application_id(utc(8, 0, 0, 0)));
  EXPECT_EQ(seen.size(), 100'000u);
}

TEST(ApplicationIdTest, CannotBeGuessedFromTheOneBefore) {
  // 50 bits are drawn: over many ids every one of the ten last letters takes all 32 values.
  std::array<std::unordered_set<char>, 10> letters;
  for (int i = 0; i < 2'000; ++i) {
    const std::string id = new_application_id(utc(8, 0, 0, 0));
    for (std::size_t at = 0; at < 10; ++at) letters[at].insert(id[id.size() - 10 + at]);
  }
  for (const auto& values : letters) EXPECT_EQ(values.size(), 32u);
}

}  // namespace
}  // namespace zhipi::workflow
