#include "models/formats/working_days.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

namespace zhipi::formats {
namespace {

Date day(const char* text) {
  return *Date::parse(text);
}

std::vector<Json> documents() {
  std::vector<Json> years;
  for (const char* year : {"2023", "2024", "2025", "2026"}) {
    std::ifstream file(std::string(ZHIPI_SOURCE_DIR "/rules/common/calendar/") + year + ".json");
    std::stringstream text;
    text << file.rdbuf();
    years.push_back(parse_json(text.str()).value());
  }
  return years;
}

WorkingDays calendar() {
  return WorkingDays::from(documents()).value();
}

bool is_weekend(Date date) {
  const std::chrono::weekday weekday(date.days());
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

TEST(Calendars, AskForWorkOnlyOnWeekendsAndGiveBackTheStatutoryHolidays) {
  for (const Json& year : documents()) {
    int weekdays_off = 0;
    int weekends_worked = 0;
    for (const Json& listed : year.at("days").as_array()) {
      const Date date = day(listed.at("date").as_string().c_str());
      if (listed.at("isOffDay").as_bool()) {
        weekdays_off += is_weekend(date) ? 0 : 1;
      } else {
        EXPECT_TRUE(is_weekend(date)) << date.text();
        ++weekends_worked;
      }
    }
    // 11 statutory holidays until 2024 and 13 since, all of which fell on or were moved to
    // weekdays.
    const std::int64_t statutory = year.at("year").as_int64() <= 2024 ? 11 : 13;
    EXPECT_EQ(weekdays_off - weekends_worked, statutory) << year.at("year");
  }
}

TEST(Calendars, NameThePapersTheyFollow) {
  for (const Json& year : documents()) EXPECT_FALSE(year.at("papers").as_array().empty());
}

TEST(WorkingDays, FollowTheNotices) {
  const WorkingDays days = calendar();
  for (const char* worked : {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
                             "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20",
                             "2026-10-10", "2026-11-20", "2024-10-12", "2023-10-08"}) {
    EXPECT_EQ(days.is_working_day(day(worked)), true) << worked;
  }
  for (const char* off : {"2026-01-01", "2026-02-23", "2026-04-06", "2026-10-07", "2026-11-21",
                          "2025-06-02", "2025-10-08", "2024-02-17", "2023-01-02", "2023-04-05"}) {
    EXPECT_EQ(days.is_working_day(day(off)), false) << off;
  }
}

TEST(WorkingDays, AreUnknownWithoutACalendar) {
  const WorkingDays days = calendar();
  EXPECT_FALSE(days.is_working_day(day("2027-01-01")));
  EXPECT_FALSE(days.is_working_day(day("2022-12-31")));
  EXPECT_FALSE(days.add_workdays(day("2026-12-31"), 1));
  EXPECT_FALSE(days.add_workdays(day("2026-12-20"), 2000000000));
  EXPECT_FALSE(days.workdays_between(day("2026-12-30"), day("2027-01-02")));
  EXPECT_FALSE(days.workdays_between(day("2026-12-30"), Date::forever()));
  EXPECT_FALSE(WorkingDays().is_working_day(day("2026-11-20")));
  EXPECT_FALSE(WorkingDays().add_workdays(Date::forever(), 1));
}

TEST(WorkingDays, DoNotCountTheDayTheyStartFrom) {
  const WorkingDays days = calendar();
  EXPECT_EQ(days.add_workdays(day("2026-11-20"), 1), day("2026-11-23"));
  EXPECT_EQ(days.add_workdays(day("2026-11-20"), 10), day("2026-12-04"));
  EXPECT_EQ(days.add_workdays(day("2026-09-30"), 1), day("2026-10-08"));
  EXPECT_EQ(days.add_workdays(day("2026-10-01"), 3), day("2026-10-10"));
  EXPECT_EQ(days.add_workdays(day("2026-11-21"), 0), day("2026-11-21"));
  EXPECT_EQ(days.add_workdays(day("2026-11-23"), -1), day("2026-11-20"));
  EXPECT_EQ(days.workdays_between(day("2026-11-20"), day("2026-11-23")), 1);
  EXPECT_EQ(days.workdays_between(day("2026-11-20"), day("2026-11-20")), 0);
  EXPECT_EQ(days.workdays_between(day("2026-11-23"), day("2026-11-20")), -1);
}

TEST(WorkingDays, AddAndCountAlike) {
  const WorkingDays days = calendar();
  std::mt19937 random(201);
  for (int i = 0; i < 2000; ++i) {
    const Date from = day("2023-01-01").add_days(static_cast<int>(random() % 1300));
    const int count = static_cast<int>(random() % 60);
    const Date to = *days.add_workdays(from, count);
    EXPECT_EQ(days.workdays_between(from, to), count) << from.text();
    EXPECT_EQ(days.workdays_between(to, from), -count) << from.text();
  }
}

TEST(WorkingDays, HaveADigestThatDependsOnTheDaysAndNotOnTheirOrder) {
  std::vector<Json> years = documents();
  const Digest digest = WorkingDays::from(years)->digest();
  std::swap(years[0], years[3]);
  EXPECT_EQ(WorkingDays::from(years)->digest(), digest);
  years.pop_back();
  EXPECT_NE(WorkingDays::from(years)->digest(), digest);
  EXPECT_EQ(WorkingDays().digest(), WorkingDays::from({})->digest());
}

TEST(WorkingDays, LetALaterPaperChangeTheDecemberBefore) {
  const std::vector<Json> years = {
      parse_json(R"({"year":2028,"days":[{"name":"x","date":"2027-12-31","isOffDay":true}]})")
          .value(),
      parse_json(R"({"year":2027,"days":[{"name":"x","date":"2027-12-31","isOffDay":false}]})")
          .value()};
  EXPECT_EQ(WorkingDays::from(years)->is_working_day(day("2027-12-31")), false);
}

TEST(WorkingDays, RefuseADocumentThatIsNoCalendar) {
  for (const char* text : {"[]", "{}", R"({"year":"2026","days":[]})", R"({"year":2026})",
                           R"({"year":2026,"days":[]})",
                           R"({"year":2026,"days":[{"date":"2026-02-30","isOffDay":true}]})",
                           R"({"year":2026,"days":[{"date":"2025-11-30","isOffDay":true}]})",
                           R"({"year":2026,"days":[{"date":"2026-01-01","isOffDay":1}]})"}) {
    const std::vector<Json> years = {parse_json(text).value()};
    const auto refused = WorkingDays::from(years);
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().code, "bad_calendar");
  }
  std::vector<Json> twice = documents();
  twice.push_back(twice[0]);
  EXPECT_EQ(WorkingDays::from(twice).error().where, "/4/year");
}

TEST(Calendars, SayHowManyDaysTheyReach) {
  EXPECT_EQ(calendar().days_published(day("2026-12-31")), 1);
  EXPECT_EQ(calendar().days_published(day("2026-12-01")), 31);
  EXPECT_EQ(calendar().days_published(day("2023-01-01")), 365 + 366 + 365 + 365);
  EXPECT_EQ(calendar().days_published(day("2027-01-01")), 0);
  EXPECT_EQ(calendar().days_published(day("2022-12-31")), 0);
}

TEST(Calendars, ReachNoFurtherThanTheFirstYearThatIsMissing) {
  std::vector<Json> years = documents();
  years.erase(years.begin() + 2);
  EXPECT_EQ(WorkingDays::from(years)->days_published(day("2024-12-30")), 2);
}

}  // namespace
}  // namespace zhipi::formats
