#include "models/formats/chinese_numerals.h"

#include <array>

namespace zhipi::formats {
namespace {

constexpr std::array<std::u32string_view, 10> kDigits = {
    U"〇零○", U"一壹弌", U"二贰貳弍弐两兩", U"三叁參叄参", U"四肆",
    U"五伍",  U"六陆陸", U"七柒",           U"八捌",       U"九玖"};

// Where a section begins: at the front, right after a higher one, or with one skipped between
// (壹亿零伍仟, where 壹亿伍仟 would be heard as 壹亿伍仟万).
constexpr int kFront = 0;
constexpr int kNext = 10000;
constexpr int kSkipped = 100000;

// Below 10^4. `place` is the last power of ten that was filled; one skipped needs a 零.
std::optional<std::int64_t> section(std::u32string_view text, int place) {
  const bool follows = place != kFront;
  if (text.empty()) return follows ? std::optional<std::int64_t>(0) : std::nullopt;
  std::int64_t value = 0;
  bool zero = false;
  for (std::size_t i = 0; i < text.size();) {
    auto digit = chinese_digit(text[i]);
    if (digit == 0) {
      if (zero) return std::nullopt;
      zero = true;
      ++i;
      continue;
    }
    if (digit) {
      ++i;
    } else if (place == 0 && value == 0 && !zero && chinese_unit(text[i]) == 10) {
      digit = 1;  // 十五
    } else {
      return std::nullopt;
    }
    const int unit = i < text.size() ? chinese_unit(text[i]).value_or(1) : 1;
    if (unit != 1) ++i;
    if (place != 0 && (unit >= place || (unit * 10 != place && !zero))) return std::nullopt;
    if (unit == 1 && i != text.size()) return std::nullopt;
    value += std::int64_t{*digit} * unit;
    place = unit;
    zero = false;
  }
  // A 零 at the end stands for nothing, unless it is the whole number.
  if (zero && (follows || text.size() > 1)) return std::nullopt;
  return value;
}

// [under 10^4 万] [under 10^4]; after a higher part an empty text is zero.
std::optional<std::int64_t> wan(std::u32string_view text, bool follows) {
  const std::size_t split = text.find_first_of(U"万萬");
  if (split == std::u32string_view::npos) return section(text, follows ? kSkipped : kFront);
  const auto high = section(text.substr(0, split), follows ? kNext : kFront);
  const auto low = section(text.substr(split + 1), kNext);
  if (!high || !low || *high == 0 || split == 0) return std::nullopt;
  return *high * 10000 + *low;
}

}  // namespace

std::optional<int> chinese_digit(char32_t c) {
  for (std::size_t digit = 0; digit < kDigits.size(); ++digit) {
    if (kDigits[digit].find(c) != std::u32string_view::npos) return static_cast<int>(digit);
  }
  return std::nullopt;
}

std::optional<int> chinese_unit(char32_t c) {
  switch (c) {
    case U'十':
    case U'拾':
      return 10;
    case U'百':
    case U'佰':
      return 100;
    case U'千':
    case U'仟':
      return 1000;
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> parse_chinese_number(std::u32string_view text) {
  const std::size_t split = text.find_last_of(U"亿億");
  if (split == std::u32string_view::npos) return wan(text, false);
  const auto high = wan(text.substr(0, split), false);
  const auto low = wan(text.substr(split + 1), true);
  if (!high || !low || *high == 0) return std::nullopt;
  return *high * 100000000 + *low;
}

std::optional<std::int64_t> parse_chinese_digits(std::u32string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::int64_t value = 0;
  for (const char32_t c : text) {
    const auto digit = chinese_digit(c);
    if (!digit) return std::nullopt;
    value = value * 10 + *digit;
  }
  return value;
}

}  // namespace zhipi::formats
