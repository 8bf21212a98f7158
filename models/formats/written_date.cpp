#include "models/formats/written_date.h"

#include <string>

#include "models/formats/chinese_numerals.h"
#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// One to `most` ASCII digits.
std::optional<int> arabic(std::u32string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return std::nullopt;
  int value = 0;
  for (const char32_t c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<int>(c - U'0');
  }
  return value;
}

std::optional<int> year_number(std::u32string_view text) {
  if (text.size() != 4) return std::nullopt;
  if (const auto year = arabic(text, 4)) return year;
  const auto year = parse_chinese_digits(text);
  if (!year) return std::nullopt;
  return static_cast<int>(*year);
}

// 5, 05, 五, 十二, and the formal 零伍, 壹拾贰, 零壹拾 that cheques demand.
std::optional<int> part_number(std::u32string_view text) {
  if (const auto number = arabic(text, 2)) return number;
  if (text.size() > 1 && chinese_digit(text[0]) == 0) text.remove_prefix(1);
  const auto number = parse_chinese_number(text);
  if (!number || *number > 31) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<Date> date_of(std::optional<int> year, std::optional<int> month,
                            std::optional<int> day) {
  if (!year || !month || !day) return std::nullopt;
  return Date::of(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

// Year, month and day between the marks 年, 月 and 日 (or 号, as one says it).
std::optional<Date> with_characters(std::u32string_view text) {
  const std::size_t year = text.find(U'年');
  const std::size_t month = text.find(U'月');
  if (year == std::u32string_view::npos || month == std::u32string_view::npos || month < year ||
      (text.back() != U'日' && text.back() != U'号' && text.back() != U'號')) {
    return std::nullopt;
  }
  return date_of(year_number(text.substr(0, year)),
                 part_number(text.substr(year + 1, month - year - 1)),
                 part_number(text.substr(month + 1, text.size() - month - 2)));
}

char32_t plain_separator(char32_t c) {
  constexpr std::u32string_view kDashes = U"-‐‑‒–—―−﹣";
  return kDashes.find(c) != std::u32string_view::npos ? U'-' : c;
}

std::optional<Date> with_separators(std::u32string_view text) {
  const auto is_separator = [](char32_t c) { return c == U'-' || c == U'.' || c == U'/'; };
  if (text.size() < 8 || !is_separator(plain_separator(text[4]))) return std::nullopt;
  std::size_t second = 5;
  while (second < text.size() && is_digit(text[second])) ++second;
  if (second == text.size() || plain_separator(text[second]) != plain_separator(text[4])) {
    return std::nullopt;
  }
  return date_of(arabic(text.substr(0, 4), 4), arabic(text.substr(5, second - 5), 2),
                 arabic(text.substr(second + 1), 2));
}

}  // namespace

std::optional<Date> parse_written_date(std::string_view text) {
  const std::u32string compact = to_code_points(without_spaces(text));
  if (compact == U"长期" || compact == U"長期" || compact == U"长期有效") return Date::forever();
  const std::u32string_view view = compact;
  if (view.size() == 8 && arabic(view, 8)) {
    return date_of(arabic(view.substr(0, 4), 4), arabic(view.substr(4, 2), 2),
                   arabic(view.substr(6, 2), 2));
  }
  if (view.size() < 6) return std::nullopt;
  if (const auto date = with_characters(view)) return date;
  return with_separators(view);
}

}  // namespace zhipi::formats
