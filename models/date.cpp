#include "models/date.h"

#include <algorithm>

namespace zhipi {
namespace {

namespace chrono = std::chrono;

constexpr chrono::year_month_day kFirst{chrono::year(1), chrono::month(1), chrono::day(1)};
constexpr chrono::year_month_day kLast{chrono::year(9999), chrono::month(12), chrono::day(31)};

std::optional<unsigned> digits(std::string_view text) {
  unsigned value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

// A day that its month lacks is the month's last (民法典 §202).
chrono::year_month_day existing(chrono::year_month_day day) {
  return day.ok() ? day : chrono::year_month_day(day.year() / day.month() / chrono::last);
}

// Over the zeros before `end`.
void write_digits(std::string& text, std::size_t end, unsigned value) {
  for (; value != 0; value /= 10) text[--end] = static_cast<char>('0' + value % 10);
}

}  // namespace

std::optional<Date> Date::of(int year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999 || month > 12 || day > 31) return std::nullopt;
  const chrono::year_month_day date{chrono::year(year), chrono::month(month), chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return Date(date);
}

std::optional<Date> Date::parse(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return of(static_cast<int>(*year), *month, *day);
}

std::string Date::text() const {
  std::string text = "0000-00-00";
  write_digits(text, 4, static_cast<unsigned>(year()));
  write_digits(text, 7, month());
  write_digits(text, 10, day());
  return text;
}

int Date::years_until(Date later) const {
  const int years = later.year() - year();
  const chrono::year_month_day birthday = existing({later.day_.year(), day_.month(), day_.day()});
  return later.day_ < birthday ? years - 1 : years;
}

int Date::days_until(Date later) const {
  return static_cast<int>((later.days() - days()).count());
}

Date Date::add_months(int months) const {
  const std::int64_t index = std::int64_t{year()} * 12 + (month() - 1) + months;
  if (index < 12) return Date(kFirst);
  if (index >= std::int64_t{10000} * 12) return Date(kLast);
  return Date(existing({chrono::year(static_cast<int>(index / 12)),
                        chrono::month(static_cast<unsigned>(index % 12) + 1), day_.day()}));
}

Date Date::add_days(int days_more) const {
  const chrono::sys_days moved = days() + chrono::days(days_more);
  return Date(std::clamp(moved, chrono::sys_days(kFirst), chrono::sys_days(kLast)));
}

}  // namespace zhipi
