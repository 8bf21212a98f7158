#include "text.h"

#include <array>
#include <charconv>
#include <utility>

namespace zhipi::specimens {
namespace {

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::array<std::string_view, 10> kFigures{"零", "壹", "贰", "叁", "肆",
                                                    "伍", "陆", "柒", "捌", "玖"};

// Four digits with their places; one 零 stands for any run of zeros between figures.
std::string group_in_words(int group) {
  constexpr std::array<std::string_view, 4> kPlaces{"仟", "佰", "拾", ""};
  std::string words;
  bool zero = false;
  int divisor = 1000;
  for (const std::string_view place : kPlaces) {
    const auto figure = static_cast<std::size_t>(group / divisor % 10);
    divisor /= 10;
    if (figure == 0) {
      zero = !words.empty();
      continue;
    }
    if (zero) words += kFigures[0];
    zero = false;
    words.append(kFigures[figure]).append(place);
  }
  return words;
}

std::string whole_in_words(long long whole) {
  constexpr std::array<std::string_view, 3> kGroups{"亿", "万", ""};
  std::string words;
  bool gap = false;
  long long divisor = 100000000;
  for (const std::string_view name : kGroups) {
    const int group = static_cast<int>(whole / divisor % 10000);
    divisor /= 10000;
    if (group == 0) {
      gap = !words.empty();
      continue;
    }
    if (!words.empty() && (gap || group < 1000)) words += kFigures[0];
    gap = false;
    words.append(group_in_words(group)).append(name);
  }
  return words;
}

}  // namespace

std::optional<Day> day_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return Day{*year, *month, *day};
}

std::string digits(long long number, int width) {
  std::string text = std::to_string(number);
  const auto wanted = static_cast<std::size_t>(width);
  return text.size() < wanted ? std::string(wanted - text.size(), '0') + text : text;
}

std::string iso(const Day& day) {
  return digits(day.year, 4) + "-" + digits(day.month, 2) + "-" + digits(day.day, 2);
}

std::string printed_date(std::string_view iso_date, DateStyle style) {
  const auto day = day_of(iso_date);
  if (!day) return std::string(iso_date);
  const int width = style == DateStyle::chinese ? 1 : 2;
  const std::string year = digits(day->year, 4);
  const std::string month = digits(day->month, width);
  const std::string of_month = digits(day->day, width);
  switch (style) {
    case DateStyle::dotted:
      return year + "." + month + "." + of_month;
    case DateStyle::dashed:
      return year + "-" + month + "-" + of_month;
    case DateStyle::chinese:
    case DateStyle::chinese_padded:
      break;
  }
  return year + "年" + month + "月" + of_month + "日";
}

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> result;
  for (const char byte : text) {
    const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
    if (!continues || result.empty()) result.emplace_back();
    result.back() += byte;
  }
  return result;
}

std::vector<std::string> line_units(std::string_view text) {
  constexpr std::string_view kClosing = "，。；：、）！？,.;:)";
  std::vector<std::string> units;
  for (const std::string& character : characters(text)) {
    const bool ascii = character.size() == 1;
    const bool joins_figures = ascii && !units.empty() && units.back().size() < 20 &&
                               static_cast<unsigned char>(units.back().back()) < 0x80U;
    const bool closes = !units.empty() && kClosing.find(character) != std::string_view::npos;
    if (joins_figures || closes) {
      units.back() += character;
    } else {
      units.push_back(character);
    }
  }
  return units;
}

std::string folded(std::string_view text) {
  std::vector<std::string> letters;
  for (std::string& letter : characters(text)) {
    if (letter == "　") letter = " ";
    if (letter == "￥") letter = "¥";
    // U+FF01 to U+FF5E are EF BC 81 to EF BD 9E.
    if (letter.size() == 3 && letter[0] == '\xEF' && (letter[1] == '\xBC' || letter[1] == '\xBD')) {
      const int code =
          (letter[1] == '\xBC' ? 0 : 64) + (static_cast<unsigned char>(letter[2]) & 0x3F);
      if (code >= 1 && code <= 94) letter = std::string(1, static_cast<char>(code + 0x20));
    }
    letters.push_back(std::move(letter));
  }
  std::string result;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const bool chinese_beside = (i > 0 && letters[i - 1].size() > 2) ||
                                (i + 1 < letters.size() && letters[i + 1].size() > 2);
    if (letters[i] != " " || !chinese_beside) result += letters[i];
  }
  return result;
}

std::string yuan(long long fen) {
  return std::to_string(fen / 100) + "." + digits(fen % 100, 2);
}

std::string amount_in_words(long long fen) {
  const long long whole = fen / 100;
  const auto jiao = static_cast<std::size_t>(fen / 10 % 10);
  const auto rest = static_cast<std::size_t>(fen % 10);
  std::string words = whole > 0 ? whole_in_words(whole) + "元" : "";
  if (jiao == 0 && rest == 0) return (words.empty() ? "零元" : words) + "整";
  if (jiao > 0) words.append(kFigures[jiao]).append("角");
  if (jiao == 0 && !words.empty()) words += kFigures[0];
  if (rest == 0) return words + "整";
  return words.append(kFigures[rest]).append("分");
}

}  // namespace zhipi::specimens
