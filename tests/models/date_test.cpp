#include "models/date.h"

#include <gtest/gtest.h>

#include <random>

namespace zhipi {
namespace {

Date day(const char* text) {
  return *Date::parse(text);
}

// A calendar by counting, to compare with.
bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
unsigned month_length(int year, unsigned month) {
  constexpr unsigned kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kLengths[month - 1];
}

TEST(Date, ExistsExactlyForRealDays) {
  for (int year : {1, 4, 1900, 2000, 2023, 2024, 2100, 9999}) {
    for (unsigned month = 0; month <= 14; ++month) {
      for (unsigned of_month = 0; of_month <= 33; ++of_month) {
        const bool real =
            month >= 1 && month <= 12 && of_month >= 1 && of_month <= month_length(year, month);
        EXPECT_EQ(Date::of(year, month, of_month).has_value(), real)
            << year << '-' << month << '-' << of_month;
      }
    }
  }
  EXPECT_FALSE(Date::of(0, 1, 1));
  EXPECT_FALSE(Date::of(10000, 1, 1));
  EXPECT_FALSE(Date::of(2023, 257, 1));
}

TEST(Date, ReadsAndWritesIso8601) {
  EXPECT_EQ(day("2026-05-08").text(), "2026-05-08");
  EXPECT_EQ(day("0001-01-01").text(), "0001-01-01");
  EXPECT_EQ(Date::forever().text(), "9999-12-31");
  for (const char* bad : {"", "2026-5-8", "20260508", "2026/05/08", "2026-02-30", "2026-05-08 ",
                          "+026-05-08", "2026-0５-08", "0000-01-01"}) {
    EXPECT_FALSE(Date::parse(bad)) << bad;
  }
}

TEST(Date, CountsDaysLikeACalendar) {
  int count = 0;
  const Date first = day("1999-01-01");
  for (int year = 1999; year <= 2030; ++year) {
    for (unsigned month = 1; month <= 12; ++month) {
      for (unsigned of_month = 1; of_month <= month_length(year, month); ++of_month, ++count) {
        const Date date = *Date::of(year, month, of_month);
        ASSERT_EQ(first.days_until(date), count);
        ASSERT_EQ(date.days_until(first), -count);
        ASSERT_EQ(first.add_days(count), date);
      }
    }
  }
}

TEST(Date, CountsAgesFromTheBirthdayItself) {
  EXPECT_EQ(day("1940-05-06").years_until(day("2020-05-05")), 79);
  EXPECT_EQ(day("1940-05-06").years_until(day("2020-05-06")), 80);
  EXPECT_EQ(day("2020-05-06").years_until(day("2020-05-06")), 0);
}

TEST(Date, KeepsALeapDaysBirthdayOnTheLastDayOfFebruary) {
  EXPECT_EQ(day("1992-02-29").years_until(day("2010-02-27")), 17);
  EXPECT_EQ(day("1992-02-29").years_until(day("2010-02-28")), 18);
  EXPECT_EQ(day("1992-02-29").years_until(day("2012-02-28")), 19);
  EXPECT_EQ(day("1992-02-29").years_until(day("2012-02-29")), 20);
}

TEST(Date, CountsYearsBackwardsAsNegative) {
  EXPECT_EQ(day("2020-05-06").years_until(day("2020-05-05")), -1);
  EXPECT_EQ(day("2020-05-06").years_until(day("2019-05-06")), -1);
  EXPECT_EQ(day("2020-05-06").years_until(day("2019-05-05")), -2);
}

TEST(Date, AddsMonthsEndingOnTheLastDayOfAShortMonth) {
  EXPECT_EQ(day("2026-01-31").add_months(1), day("2026-02-28"));
  EXPECT_EQ(day("2024-01-31").add_months(1), day("2024-02-29"));
  EXPECT_EQ(day("2026-03-31").add_months(-1), day("2026-02-28"));
  EXPECT_EQ(day("2026-08-31").add_months(1), day("2026-09-30"));
  EXPECT_EQ(day("2026-11-20").add_months(14), day("2028-01-20"));
  EXPECT_EQ(day("2026-01-20").add_months(-1), day("2025-12-20"));
}

TEST(Date, AddsMonthsLikeALoopOverMonths) {
  std::mt19937 random(202);
  for (int i = 0; i < 2000; ++i) {
    const int year = 1900 + static_cast<int>(random() % 200);
    const unsigned month = 1 + static_cast<unsigned>(random() % 12);
    const unsigned of_month = 1 + static_cast<unsigned>(random() % month_length(year, month));
    const int steps = static_cast<int>(random() % 600);
    int at_year = year;
    unsigned at_month = month;
    for (int step = 0; step < steps; ++step) {
      if (++at_month == 13) {
        at_month = 1;
        ++at_year;
      }
    }
    const Date expected =
        *Date::of(at_year, at_month, std::min(of_month, month_length(at_year, at_month)));
    EXPECT_EQ(Date::of(year, month, of_month)->add_months(steps), expected);
  }
}

TEST(Date, StopsAtTheEndsOfTheCalendar) {
  EXPECT_EQ(Date::forever().add_days(1), Date::forever());
  EXPECT_EQ(Date::forever().add_months(1), Date::forever());
  EXPECT_EQ(day("2026-01-01").add_days(2147483647), Date::forever());
  EXPECT_EQ(day("2026-01-01").add_months(2147483647), Date::forever());
  EXPECT_EQ(day("2026-01-01").add_days(-2147483647), day("0001-01-01"));
  EXPECT_EQ(day("2026-01-01").add_months(-2147483647), day("0001-01-01"));
}

TEST(Date, OrdersByTime) {
  EXPECT_LT(day("2025-12-31"), day("2026-01-01"));
  EXPECT_LT(day("2026-01-31"), day("2026-02-01"));
  EXPECT_EQ(day("2026-01-31"), day("2026-01-31"));
}

}  // namespace
}  // namespace zhipi
