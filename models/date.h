// A day of the Gregorian calendar, without time or zone.
#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace zhipi {

class Date {
 public:
  // Nothing unless it is a real day of the years 1 to 9999.
  static std::optional<Date> of(int year, unsigned month, unsigned day);

  // ISO 8601 `YYYY-MM-DD` alone; what people write is read by formats/written_date.h.
  static std::optional<Date> parse(std::string_view text);

  // 长期: a card or licence without end is valid to this day.
  static Date forever() { return *of(9999, 12, 31); }

  int year() const { return static_cast<int>(day_.year()); }
  unsigned month() const { return static_cast<unsigned>(day_.month()); }
  unsigned day() const { return static_cast<unsigned>(day_.day()); }
  std::string text() const;  // YYYY-MM-DD
  std::chrono::sys_days days() const { return day_; }

  // Whole years from this day to `later`, rounded down: an age. A birthday counts from its own day
  // on; one on 29 February falls on 28 February in other years (民法典 §202). Negative when `later`
  // is earlier.
  int years_until(Date later) const;

  // Days from this day to `later`; negative when `later` is earlier.
  int days_until(Date later) const;

  // The same day of another month; a day that month lacks is its last (民法典 §202). Days beyond
  // year 9999 or before year 1 end at those years' last and first day.
  Date add_months(int months) const;
  Date add_days(int days) const;

  friend auto operator<=>(const Date&, const Date&) = default;

 private:
  explicit Date(std::chrono::year_month_day day) : day_(day) {}
  std::chrono::year_month_day day_;
};

}  // namespace zhipi
