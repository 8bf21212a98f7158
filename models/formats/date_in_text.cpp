#include "models/formats/date_in_text.h"

#include <array>
#include <string>

#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

constexpr std::array<std::u32string_view, 12> kMonths = {
    U"january", U"february", U"march",     U"april",   U"may",      U"june",
    U"july",    U"august",   U"september", U"october", U"november", U"december"};

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

bool is_letter(char32_t c) {
  return (c | 32) >= U'a' && (c | 32) <= U'z';
}

bool is_separator(char32_t c) {
  return c == U'/' || c == U'-' || c == U'.';
}

std::u32string small(std::u32string_view text) {
  std::u32string result(text);
  for (char32_t& c : result) c += c >= U'A' && c <= U'Z' ? U'a' - U'A' : 0;
  return result;
}

// A position that moves over the text; every step says whether it could be taken.
struct Cursor {
  std::u32string_view text;
  std::size_t at = 0;

  char32_t peek(std::size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : U'\0';
  }

  std::size_t digits_ahead() const {
    std::size_t count = 0;
    while (is_digit(peek(count))) ++count;
    return count;
  }

  std::optional<int> number(std::size_t digits) {
    if (digits == 0 || digits_ahead() < digits) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i)
      value = value * 10 + static_cast<int>(text[at++] - U'0');
    return value;
  }

  // One or two figures with no third behind them.
  std::optional<int> part() {
    const std::size_t digits = digits_ahead();
    return digits <= 2 ? number(digits) : std::nullopt;
  }

  bool take(char32_t c) {
    if (peek() != c) return false;
    ++at;
    return true;
  }

  bool take(std::u32string_view word) {
    if (!text.substr(at).starts_with(word)) return false;
    at += word.size();
    return true;
  }

  void take_any(std::u32string_view marks) {
    if (at < text.size() && marks.find(peek()) != std::u32string_view::npos) ++at;
  }

  // A month's name, whole, or its first three letters (and Sept).
  std::optional<int> month() {
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
      const std::size_t before = at;
      const bool named =
          take(kMonths[i]) || (i == 8 && take(U"sept")) || take(kMonths[i].substr(0, 3));
      if (named && !is_letter(peek())) return static_cast<int>(i) + 1;
      at = before;
    }
    return std::nullopt;
  }

  // 8:13, 20:54:50, 8:13:39PM.
  bool hour() {
    const std::size_t before = at;
    const auto hours = part();
    const bool minutes = hours && *hours < 24 && (take(U':') || take(U'.')) &&
                         digits_ahead() >= 2 && *number(2) < 60;
    if (minutes && (peek() == U':' || peek() == U'.') && is_digit(peek(1)) && is_digit(peek(2)))
      at += 3;
    if (minutes && !is_digit(peek())) {
      if (!take(U"am")) take(U"pm");
      return true;
    }
    at = before;
    return false;
  }

  // Nothing of the same number goes on here.
  bool at_end_of_date() const {
    if (is_digit(peek())) return Cursor{text, at}.hour();
    return !(is_separator(peek()) || peek() == U':') || !is_digit(peek(1));
  }
};

struct Year {
  int year = 0;
  bool century_assumed = false;
};

std::optional<Year> year_at(Cursor& cursor, DateOrder order) {
  Cursor four = cursor;
  if (const auto year = four.number(4);
      year && *year >= 1900 && *year < 2100 && four.at_end_of_date()) {
    cursor = four;
    return Year{*year, false};
  }
  Cursor two = cursor;
  if (order == DateOrder::unsaid) return std::nullopt;
  if (const auto year = two.number(2); year && two.at_end_of_date()) {
    cursor = two;
    return Year{2000 + *year, true};
  }
  return std::nullopt;
}

std::optional<DateInText> dated(const Cursor& end, Year year, int month, int day) {
  const auto date = Date::of(year.year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  if (!date) return std::nullopt;
  return DateInText{0, end.at, *date, year.century_assumed};
}

// Two figures of which either may be the day.
std::optional<DateInText> ordered(const Cursor& end, Year year, int first, int second,
                                  DateOrder order) {
  if (order == DateOrder::dmy) return dated(end, year, second, first);
  if (order == DateOrder::mdy) return dated(end, year, first, second);
  const auto day_first = dated(end, year, second, first);
  const auto month_first = dated(end, year, first, second);
  if (day_first && month_first && day_first->date != month_first->date) return std::nullopt;
  return day_first ? day_first : month_first;
}

// 2018-3-10, 2018年3月10日.
std::optional<DateInText> year_first(Cursor cursor) {
  if (cursor.digits_ahead() != 4) return std::nullopt;
  const int year = *cursor.number(4);
  const char32_t mark = cursor.peek();
  if (year < 1900 || year >= 2100 || (!is_separator(mark) && mark != U'年')) return std::nullopt;
  ++cursor.at;
  const auto month = cursor.part();
  if (!month || !cursor.take(mark == U'年' ? U'月' : mark)) return std::nullopt;
  // An hour may run into the day: 2018-03-1018:24, 2018-03-18:24.
  for (const std::size_t digits : {2U, 1U}) {
    Cursor behind = cursor;
    const auto day = behind.number(digits);
    if (!day || (mark == U'年' && !behind.take(U'日') && !behind.take(U'号'))) continue;
    if (behind.at_end_of_date()) return dated(behind, {year, false}, *month, *day);
  }
  return std::nullopt;
}

// 25/12/2018.
std::optional<DateInText> figures(Cursor cursor, DateOrder order) {
  const auto first = cursor.part();
  const char32_t mark = cursor.peek();
  if (!first || !is_separator(mark)) return std::nullopt;
  ++cursor.at;
  const auto second = cursor.part();
  if (!second || !cursor.take(mark)) return std::nullopt;
  const auto year = year_at(cursor, order);
  if (!year) return std::nullopt;
  return ordered(cursor, *year, *first, *second, order);
}

// 10MAR2018, 10th-Mar-18.
std::optional<DateInText> day_and_month(Cursor cursor, DateOrder order) {
  const auto day = cursor.part();
  if (!day) return std::nullopt;
  for (const std::u32string_view ending : {U"st", U"nd", U"rd", U"th"}) {
    if (cursor.take(ending)) break;
  }
  cursor.take_any(U"/-.,");
  const auto month = cursor.month();
  if (!month) return std::nullopt;
  cursor.take_any(U"/-.,");
  const auto year = year_at(cursor, order);
  if (!year) return std::nullopt;
  return dated(cursor, *year, *month, *day);
}

// March10,2018.
std::optional<DateInText> month_and_day(Cursor cursor) {
  const auto month = cursor.month();
  if (!month) return std::nullopt;
  cursor.take_any(U".-/");
  const std::size_t digits = cursor.digits_ahead();
  const auto day = cursor.number(digits > 4 ? std::min<std::size_t>(digits - 4, 2) : digits);
  if (!day || *day > 31) return std::nullopt;
  for (const std::u32string_view ending : {U"st", U"nd", U"rd", U"th"}) {
    if (cursor.take(ending)) break;
  }
  cursor.take_any(U"/-.,");
  const auto year = year_at(cursor, DateOrder::unsaid);
  if (!year) return std::nullopt;
  return dated(cursor, *year, *month, *day);
}

bool may_begin_at(std::u32string_view text, std::size_t at) {
  if (at == 0) return true;
  const char32_t before = text[at - 1];
  if (is_letter(text[at])) return !is_letter(before);
  if (is_digit(before)) return false;
  return !is_separator(before) || at < 2 || !is_digit(text[at - 2]);
}

std::optional<DateInText> date_at(std::u32string_view text, std::size_t at, DateOrder order) {
  const Cursor cursor{text, at};
  std::optional<DateInText> found;
  if (is_letter(text[at])) {
    found = month_and_day(cursor);
  } else if (is_digit(text[at])) {
    found = year_first(cursor);
    if (!found) found = figures(cursor, order);
    if (!found) found = day_and_month(cursor, order);
  }
  if (found) found->from = at;
  return found;
}

}  // namespace

std::vector<DateInText> dates_in(std::u32string_view text, DateOrder order) {
  const std::u32string plain = small(text);
  std::vector<DateInText> dates;
  for (std::size_t at = 0; at < plain.size();) {
    const auto found = may_begin_at(plain, at) ? date_at(plain, at, order) : std::nullopt;
    if (found) dates.push_back(*found);
    at = found ? found->to : at + 1;
  }
  return dates;
}

std::optional<DateInText> parse_foreign_date(std::string_view text, DateOrder order) {
  const std::u32string compact = small(to_code_points(without_spaces(text)));
  if (compact.empty()) return std::nullopt;
  const auto found = date_at(compact, 0, order);
  if (!found) return std::nullopt;
  Cursor rest{compact, found->to};
  if (rest.at < compact.size()) rest.hour();
  return rest.at == compact.size() ? found : std::nullopt;
}

}  // namespace zhipi::formats
