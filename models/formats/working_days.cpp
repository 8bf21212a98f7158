#include "models/formats/working_days.h"

#include <string>

namespace zhipi::formats {
namespace {

tl::unexpected<Problem> bad(std::string message, std::size_t document, std::string_view member) {
  return problem("bad_calendar", std::move(message),
                 "/" + std::to_string(document) + std::string(member));
}

struct Day {
  Date date;
  bool off;
};

std::optional<Day> day_from(const Json& value, int year) {
  const json::object* members = value.if_object();
  if (members == nullptr) return std::nullopt;
  const Json* date = members->if_contains("date");
  const Json* off = members->if_contains("isOffDay");
  if (date == nullptr || !date->is_string() || off == nullptr || !off->is_bool()) {
    return std::nullopt;
  }
  const json::string& text = date->get_string();
  const auto day = Date::parse({text.data(), text.size()});
  if (!day) return std::nullopt;
  const bool december_before = day->year() == year - 1 && day->month() == 12;
  if (day->year() != year && !december_before) return std::nullopt;
  return Day{*day, off->get_bool()};
}

std::optional<int> year_of(const Json& document) {
  const json::object* members = document.if_object();
  const Json* year = members == nullptr ? nullptr : members->if_contains("year");
  const std::int64_t* number = year == nullptr ? nullptr : year->if_int64();
  if (number == nullptr || *number < 1 || *number > 9999) return std::nullopt;
  return static_cast<int>(*number);
}

}  // namespace

Expected<WorkingDays> WorkingDays::from(std::span<const Json> years) {
  std::map<int, std::size_t> documents;  // by year, whatever order they came in
  for (std::size_t i = 0; i < years.size(); ++i) {
    const auto year = year_of(years[i]);
    if (!year) return bad("a calendar names its year, a number", i, "/year");
    if (!documents.emplace(*year, i).second) {
      return bad("two calendars for one year; keep one of them", i, "/year");
    }
  }
  WorkingDays calendar;
  json::array sorted;
  for (const auto& [year, i] : documents) {
    const Json* days = years[i].get_object().if_contains("days");
    if (days == nullptr || !days->is_array() || days->get_array().empty()) {
      return bad("a calendar lists days; without them the year is not published", i, "/days");
    }
    for (const Json& listed : days->get_array()) {
      const auto day = day_from(listed, year);
      if (!day) {
        return bad("a day is {name, date: YYYY-MM-DD of the year, isOffDay: true or false}, not " +
                       canonical_json(listed),
                   i, "/days");
      }
      calendar.listed_.insert_or_assign(day->date, day->off);  // a later paper has the last word
    }
    calendar.published_.insert(year);
    sorted.push_back(years[i]);
  }
  calendar.digest_ = Digest::of(canonical_json(sorted));
  return calendar;
}

int WorkingDays::days_published(Date from) const {
  int last = from.year();
  if (!published_.contains(last)) return 0;
  while (published_.contains(last + 1)) ++last;
  return from.days_until(*Date::of(last, 12, 31)) + 1;
}

std::optional<bool> WorkingDays::is_working_day(Date day) const {
  if (!published_.contains(day.year())) return std::nullopt;
  if (const auto listed = listed_.find(day); listed != listed_.end()) return !listed->second;
  const std::chrono::weekday weekday(day.days());
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

std::optional<Date> WorkingDays::add_workdays(Date day, int count) const {
  const int step = count < 0 ? -1 : 1;
  while (count != 0) {
    const Date next = day.add_days(step);
    if (next == day) return std::nullopt;  // the end of all calendars
    day = next;
    const auto works = is_working_day(day);
    if (!works) return std::nullopt;
    if (*works) count -= step;
  }
  return day;
}

std::optional<int> WorkingDays::workdays_between(Date from, Date to) const {
  if (to < from) {
    const auto days = workdays_between(to, from);
    return days ? std::optional<int>(-*days) : std::nullopt;
  }
  int count = 0;
  while (from < to) {
    from = from.add_days(1);
    const auto works = is_working_day(from);
    if (!works) return std::nullopt;
    if (*works) ++count;
  }
  return count;
}

}  // namespace zhipi::formats
