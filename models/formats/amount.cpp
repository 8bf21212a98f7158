#include "models/formats/amount.h"

#include <array>
#include <limits>

#include "models/formats/chinese_numerals.h"
#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// Takes the mark from the front (or the back) of the text, if it is there.
bool take_front(std::u32string_view& text, std::u32string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}
bool take_back(std::u32string_view& text, std::u32string_view mark) {
  if (!text.ends_with(mark)) return false;
  text.remove_suffix(mark.size());
  return true;
}

void take_currency(std::u32string_view& text) {
  for (const std::u32string_view mark : {U"人民币", U"人民幣", U"RMB", U"CNY", U"rmb"}) {
    if (take_front(text, mark)) break;
  }
  take_front(text, U":");
  take_front(text, U"¥");
}

bool take_sign(std::u32string_view& text) {
  return take_front(text, U"-") || take_front(text, U"−") || take_front(text, U"负") ||
         take_front(text, U"負");
}

// How many 分 the number counts for, as its unit says.
std::uint64_t take_unit(std::u32string_view& text) {
  if (take_back(text, U"角")) return 10;
  if (take_back(text, U"分")) return 1;
  if (!take_back(text, U"元") && !take_back(text, U"圆")) take_back(text, U"圓");
  std::uint64_t fen = 100;
  if (take_back(text, U"亿") || take_back(text, U"億")) fen *= 100000000;
  if (take_back(text, U"万") || take_back(text, U"萬")) fen *= 10000;
  return fen;
}

// The digits before the point, without their commas; nothing when those do not group by three.
std::optional<std::u32string> ungrouped(std::u32string_view whole) {
  const std::size_t first = whole.find(U',');
  if (first == std::u32string_view::npos) return std::u32string(whole);
  if (first == 0 || first > 3 || whole.size() % 4 != first % 4) return std::nullopt;
  std::u32string digits;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool comma_place = i >= first && (i - first) % 4 == 0;
    if ((whole[i] == U',') != comma_place) return std::nullopt;
    if (!comma_place) digits += whole[i];
  }
  return digits;
}

// digits × fen, refusing overflow.
bool add_scaled(std::uint64_t& sum, std::uint64_t digit, std::uint64_t fen) {
  if (digit != 0 && fen > (kLargest - sum) / digit) return false;
  sum += digit * fen;
  return true;
}

std::optional<std::uint64_t> whole_fen(std::u32string_view digits, std::uint64_t fen) {
  std::uint64_t number = 0;
  for (const char32_t c : digits) {
    if (!is_digit(c)) return std::nullopt;
    const std::uint64_t digit = c - U'0';
    if (number > (kLargest - digit) / 10) return std::nullopt;
    number = number * 10 + digit;
  }
  std::uint64_t sum = 0;
  if (!add_scaled(sum, number, fen)) return std::nullopt;
  return sum;
}

// The digits after the point; those below one 分 must be zero.
bool add_fraction(std::uint64_t& sum, std::u32string_view digits, std::uint64_t fen) {
  for (const char32_t c : digits) {
    if (!is_digit(c)) return false;
    const std::uint64_t digit = c - U'0';
    if (digit != 0 && fen % 10 != 0) return false;
    fen /= 10;
    if ((digit != 0 && fen == 0) || !add_scaled(sum, digit, fen)) return false;
  }
  return true;
}

std::int64_t signed_fen(std::uint64_t fen, bool negative) {
  return negative ? -static_cast<std::int64_t>(fen) : static_cast<std::int64_t>(fen);
}

// What stands after 元: [零]角, [零]分, or both; 分 right after 元 needs its 零.
std::optional<std::int64_t> small_change(std::u32string_view text, bool follows_yuan) {
  std::int64_t fen = 0;
  bool zero = false;
  int last = 100;
  for (std::size_t i = 0; i < text.size();) {
    const auto digit = chinese_digit(text[i++]);
    if (!digit) return std::nullopt;
    const int unit = i == text.size() ? 0 : text[i] == U'角' ? 10 : text[i] == U'分' ? 1 : 0;
    if (*digit == 0 && unit == 0) {
      if (zero) return std::nullopt;
      zero = true;
      continue;
    }
    const bool skipped = unit == 1 && last == 100 && follows_yuan;
    if (unit == 0 || unit >= last || (skipped && !zero && *digit != 0)) return std::nullopt;
    fen += std::int64_t{*digit} * unit;
    last = unit;
    zero = false;
    ++i;
  }
  if (zero) return std::nullopt;
  return fen;
}

constexpr std::array<std::string_view, 10> kFormalDigits = {"零", "壹", "贰", "叁", "肆",
                                                            "伍", "陆", "柒", "捌", "玖"};

// Below 10^4. One 零 stands for zeros between, and before when something higher was written.
void write_section(std::string& out, std::uint64_t value) {
  constexpr std::array<std::pair<std::uint64_t, std::string_view>, 4> kPlaces = {
      {{1000, "仟"}, {100, "佰"}, {10, "拾"}, {1, ""}}};
  bool gap = false;
  for (const auto& [place, unit] : kPlaces) {
    const std::uint64_t digit = value / place % 10;
    if (digit == 0) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += kFormalDigits[0];
    out += kFormalDigits[digit];
    out += unit;
    gap = false;
  }
}

// Below 10^16.
std::string whole_in_words(std::uint64_t yuan) {
  constexpr std::uint64_t kWan = 10000;
  constexpr std::uint64_t kYi = kWan * kWan;
  std::string out;
  const std::uint64_t above = yuan / kYi;
  if (above != 0) {
    out = whole_in_words(above) + "亿";
    yuan %= kYi;
  }
  // 壹亿零伍元: all of 万 is skipped, and the section below writes the one 零.
  if (yuan / kWan != 0) {
    write_section(out, yuan / kWan);
    out += "万";
  } else if (above != 0 && yuan >= 1000) {
    out += kFormalDigits[0];
  }
  write_section(out, yuan % kWan);
  return out;
}

}  // namespace

std::optional<std::int64_t> parse_amount_figures(std::string_view text) {
  const std::u32string compact = to_code_points(without_spaces(text));
  std::u32string_view rest = compact;
  bool negative = take_sign(rest);
  take_currency(rest);
  if (!negative) negative = take_sign(rest);
  if (!take_back(rest, U"整")) take_back(rest, U"正");
  const std::uint64_t fen = take_unit(rest);
  const std::size_t point = rest.find(U'.');
  const auto whole = ungrouped(rest.substr(0, point));
  if (!whole || whole->empty() || point == rest.size() - 1) return std::nullopt;
  auto sum = whole_fen(*whole, fen);
  if (!sum) return std::nullopt;
  if (point != std::u32string_view::npos && !add_fraction(*sum, rest.substr(point + 1), fen)) {
    return std::nullopt;
  }
  return signed_fen(*sum, negative);
}

std::optional<std::int64_t> parse_amount_words(std::string_view text) {
  const std::u32string compact = to_code_points(without_spaces(text));
  std::u32string_view rest = compact;
  take_currency(rest);
  const bool negative = take_sign(rest);
  if (!take_back(rest, U"整")) take_back(rest, U"正");
  if (rest.empty()) return std::nullopt;
  const std::size_t split = rest.find_first_of(U"元圆圓");
  std::uint64_t sum = 0;
  if (split != std::u32string_view::npos) {
    const auto yuan = parse_chinese_number(rest.substr(0, split));
    if (!yuan || !add_scaled(sum, static_cast<std::uint64_t>(*yuan), 100)) return std::nullopt;
    rest.remove_prefix(split + 1);
  }
  const auto change = small_change(rest, sum != 0);
  if (!change || !add_scaled(sum, static_cast<std::uint64_t>(*change), 1)) return std::nullopt;
  return signed_fen(sum, negative);
}

std::optional<std::int64_t> parse_amount(std::string_view text) {
  if (const auto fen = parse_amount_figures(text)) return fen;
  return parse_amount_words(text);
}

std::optional<std::string> amount_in_words(std::int64_t fen) {
  constexpr std::uint64_t kTooLarge = 1000000000000000000;  // 10^16 元
  const bool negative = fen < 0;
  const std::uint64_t size = negative ? std::uint64_t{0} - static_cast<std::uint64_t>(fen)
                                      : static_cast<std::uint64_t>(fen);
  if (size >= kTooLarge) return std::nullopt;
  const std::uint64_t yuan = size / 100;
  const std::uint64_t jiao = size / 10 % 10;
  const std::uint64_t last = size % 10;

  std::string out = negative ? "负" : "";
  if (size == 0) return "零元整";
  if (yuan != 0) out += whole_in_words(yuan) + "元";
  if (jiao == 0 && last == 0) return out + "整";
  // 玖元零贰分 needs its 零; the 零 of 壹拾万柒仟元零伍角 is free, and is written.
  if (yuan != 0 && (jiao == 0 || yuan % 10 == 0)) out += kFormalDigits[0];
  if (jiao != 0) out.append(kFormalDigits[jiao]).append("角");
  if (last != 0) out.append(kFormalDigits[last]).append("分");
  return out;
}

std::string yuan_text(std::int64_t fen) {
  const std::uint64_t size = fen < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(fen)
                                     : static_cast<std::uint64_t>(fen);
  std::string text = fen < 0 ? "-" : "";
  text += std::to_string(size / 100);
  text += '.';
  text += static_cast<char>('0' + size / 10 % 10);
  text += static_cast<char>('0' + size % 10);
  return text;
}

}  // namespace zhipi::formats
