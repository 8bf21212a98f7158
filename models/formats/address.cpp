// same_address of names.h.
#include <algorithm>
#include <string>
#include <vector>

#include "models/formats/chinese_numerals.h"
#include "models/formats/divisions.h"
#include "models/formats/names.h"
#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// Words of house numbers in one form, dashes as '-', punctuation gone.
std::u32string plain_words(std::string_view address) {
  constexpr std::u32string_view kTraditional = U"號樓層棟幢區縣鎮鄉單室門";
  constexpr std::u32string_view kSimplified = U"号楼层栋幢区县镇乡单室门";
  constexpr std::u32string_view kDashes = U"-‐‑‒–—―−﹣~～";
  constexpr std::u32string_view kPunctuation = U",.;:()[]，。、；：（）#\"'“”";
  std::u32string out;
  for (const char32_t c : to_code_points(comparison_form(address))) {
    if (kPunctuation.find(c) != std::u32string_view::npos) continue;
    const std::size_t traditional = kTraditional.find(c);
    if (traditional != std::u32string_view::npos) {
      out += kSimplified[traditional];
    } else {
      out += kDashes.find(c) != std::u32string_view::npos ? U'-' : c;
    }
  }
  return out;
}

// Words after which a number counts things; 五一路 and 八一七路 keep their names.
bool counts(std::u32string_view rest) {
  constexpr std::u32string_view kCounted = U"号楼层栋幢座室弄组之-";
  return !rest.empty() &&
         (kCounted.find(rest[0]) != std::u32string_view::npos || rest.starts_with(U"单元"));
}

bool is_numeral(char32_t c) {
  return chinese_digit(c) || chinese_unit(c);
}

std::size_t numeral_end(std::u32string_view text, std::size_t from) {
  while (from < text.size() && is_numeral(text[from])) ++from;
  return from;
}

// Chinese house numbers as Arabic ones, and the number after 之 or a dash too.
std::u32string arabic_numbers(std::u32string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = numeral_end(text, i);
    if (end == i) {
      out += text[i++];
      continue;
    }
    const std::u32string_view digits = text.substr(i, end - i);
    const bool after_mark = i > 1 && (text[i - 1] == U'之' || text[i - 1] == U'-') &&
                            (is_digit(out[out.size() - 2]) || out[out.size() - 2] == U'号');
    auto number = parse_chinese_number(digits);
    if (!number) number = parse_chinese_digits(digits);
    if (number && (after_mark || counts(text.substr(end)))) {
      for (const char c : std::to_string(*number)) out += static_cast<char32_t>(c);
    } else {
      out += digits;
    }
    i = end;
  }
  return out;
}

// 12号之3 and 12之3号 as 12-3号.
std::u32string joined_numbers(std::u32string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool number_follows = i + 1 < text.size() && is_digit(text[i + 1]);
    if (text[i] != U'之' || !number_follows || out.empty()) {
      out += text[i];
      continue;
    }
    const bool after_word = out.size() > 1 && out.back() == U'号' && is_digit(out[out.size() - 2]);
    if (!after_word && !is_digit(out.back())) {
      out += text[i];
      continue;
    }
    if (after_word) out.pop_back();
    out += U'-';
    while (i + 1 < text.size() && is_digit(text[i + 1])) out += text[++i];
    if (after_word) out += U'号';
  }
  return out;
}

// One way to read an address: what names province and city, and the rest.
struct Split {
  std::u32string_view province;
  std::u32string_view city;
  std::u32string_view rest;
};

// The city's name up to its 市; nothing when none stands at the front.
std::u32string_view city_of(std::u32string_view text) {
  const std::size_t end = text.substr(0, 8).find(U'市');
  if (end == std::u32string_view::npos || end < 2) return {};
  const std::u32string_view name = text.substr(0, end);
  return std::all_of(name.begin(), name.end(), is_han) ? name : std::u32string_view{};
}

std::vector<Split> splits(std::u32string_view address) {
  std::vector<Split> ways{{{}, {}, address}};
  const auto with_city = [&](std::u32string_view province, std::u32string_view text) {
    const std::u32string_view city = city_of(text);
    if (!city.empty()) ways.push_back({province, city, text.substr(city.size() + 1)});
  };
  const Province province = province_of_address(address);
  if (province.length != 0) {
    ways.push_back({province.name, {}, address.substr(province.length)});
    with_city(province.name, address.substr(province.length));
  } else {
    with_city({}, address);
  }
  // 福州鼓楼区…, 福建福州市…: names without their suffix, where a known division follows.
  const AddressDivision known = division_of_address(address);
  if (known.code.size() == 6 && province.length == 0) {
    const bool named = address.starts_with(U"福建");
    const std::u32string_view rest = address.substr(named ? 2 : 0);
    if (named) ways.push_back({U"福建", {}, rest});
    if (rest.starts_with(U"福州") && !rest.starts_with(U"福州市")) {
      ways.push_back({named ? U"福建" : U"", U"福州", rest.substr(2)});
    }
    if (named) with_city(U"福建", rest);
  }
  return ways;
}

// True when one of the prefixes says no more than the other.
bool agree(const Split& a, const Split& b) {
  const auto within = [](const Split& less, const Split& more) {
    return (less.province.empty() || less.province == more.province) &&
           (less.city.empty() || less.city == more.city);
  };
  return within(a, b) || within(b, a);
}

}  // namespace

bool same_address(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::u32string one = joined_numbers(arabic_numbers(plain_words(a)));
  const std::u32string other = joined_numbers(arabic_numbers(plain_words(b)));
  if (one.empty() || other.empty()) return one == other;
  for (const Split& left : splits(one)) {
    for (const Split& right : splits(other)) {
      if (!left.rest.empty() && left.rest == right.rest && agree(left, right)) return true;
    }
  }
  return false;
}

}  // namespace zhipi::formats
