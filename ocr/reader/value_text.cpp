#include "ocr/reader/value_text.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "models/formats/amount.h"
#include "models/formats/date_in_text.h"
#include "models/formats/id_number.h"
#include "ocr/reader/text.h"
#include "ocr/reader/word_gaps.h"

namespace zhipi::ocr {
namespace {

using namespace std::string_view_literals;

bool is_edge_mark(char32_t c) {
  return U"|¦●■!'\"`´‘’“”:;,.，。、；：·~^_*<>《》[]{}【】「」\\/—-一丨"sv.find(c) !=
         std::u32string_view::npos;
}

bool is_bar(char32_t c) {
  return U"|¦丨"sv.find(c) != std::u32string_view::npos;
}

bool is_dash(char32_t c) {
  return U"-—–―－一~～至到"sv.find(c) != std::u32string_view::npos;
}

std::u32string trimmed(std::u32string text, bool (*drops)(char32_t)) {
  while (!text.empty() && drops(text.back())) text.pop_back();
  std::size_t from = 0;
  while (from < text.size() && drops(text[from])) ++from;
  return text.substr(from);
}

// Dashes between numbers come out as 一, a tilde or 至: all are the dash of a period.
std::u32string with_plain_dashes(std::u32string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool before =
        i > 0 && (is_digit(text[i - 1]) || text[i - 1] == U'日' || text[i - 1] == U'-');
    if (is_dash(text[i]) && before) text[i] = U'-';
  }
  return text;
}

std::u32string cut(const Field& field, std::u32string text) {
  const std::u32string after = squeezed(field.after);
  const std::u32string before = squeezed(field.before);
  if (after == U"-" || before == U"-") {
    text = with_plain_dashes(std::move(text));
    // 2010-05-06-2030-05-06 has dashes of two sorts: the one in the middle separates.
    const auto dashes = static_cast<std::size_t>(std::count(text.begin(), text.end(), U'-'));
    std::size_t at = text.find(U'-');
    for (std::size_t skip = 0; skip < dashes / 2 && at != std::u32string::npos && dashes % 2 == 1;
         ++skip) {
      at = text.find(U'-', at + 1);
    }
    if (at == std::u32string::npos) return {};
    return after == U"-" ? text.substr(at + 1) : text.substr(0, at);
  }
  if (const std::size_t at = text.find(after); !after.empty() && at != std::u32string::npos) {
    text = text.substr(at + after.size());
  }
  if (const std::size_t at = text.find(before); !before.empty() && at != std::u32string::npos) {
    text = text.substr(0, at);
  }
  return text;
}

std::u32string only(std::u32string text, std::u32string_view kept) {
  std::erase_if(text, [kept](char32_t c) { return kept.find(c) == std::u32string_view::npos; });
  return text;
}

// A number that runs into the digits of the next words: the one valid stretch of 18, if there is
// just one.
std::string only_valid_window(const std::string& digits) {
  constexpr std::size_t kSize = 18;
  std::string found;
  for (std::size_t at = 0; digits.size() > kSize && at + kSize <= digits.size(); ++at) {
    const std::string window = digits.substr(at, kSize);
    if (!formats::valid_id_number(window)) continue;
    if (!found.empty()) return digits;
    found = window;
  }
  return found.empty() ? digits : found;
}

// The option that the text begins with; what follows is the next label, not recognised as one.
std::string chosen_option(const Field& field, const std::string& text) {
  for (const std::string& option : field.options) {
    if (!option.empty() && text.starts_with(option)) return option;
  }
  return text;
}

// The digits from `at` on, and `at` moved behind them.
std::u32string digits_from(const std::u32string& text, std::size_t& at) {
  std::u32string digits;
  while (at < text.size() && is_digit(text[at])) digits += text[at++];
  return digits;
}

// A date in words is four digits, one or two, and one or two, with 年, 月, 日 behind them. Those
// three say nothing that their places do not say, and are the characters that a patterned ground
// changes most often (日 to 目, 月 to 中): what stands in their place is taken for them, and what
// follows the day is no part of the date. Text of another shape is left as it is.
std::u32string date_in_words(std::u32string text) {
  constexpr std::size_t kLongestMark = 3;  // characters between two numbers, stray ones included
  constexpr std::u32string_view kMarks = U"年月日";
  std::u32string date;
  std::size_t at = 0;
  for (std::size_t part = 0; part < kMarks.size(); ++part) {
    const std::u32string digits = digits_from(text, at);
    if (part == 0 ? digits.size() != 4 : digits.empty() || digits.size() > 2) return text;
    date += digits + kMarks[part];
    const std::size_t mark = at;
    while (at < text.size() && !is_digit(text[at])) ++at;
    const bool last = part + 1 == kMarks.size();
    if (!last && (at == mark || at - mark > kLongestMark)) return text;
  }
  return text.find(U'年') == std::u32string::npos ? text : date;
}

// Of text around a date, that date: the only one, where the field says how dates are written.
std::u32string only_date(const Field& field, std::u32string text) {
  if (field.order == DateOrder::unsaid) return text;
  const auto dates = formats::dates_in(text, field.order);
  return dates.size() == 1 ? text.substr(dates[0].from, dates[0].to - dates[0].from) : text;
}

// The longest run of characters for which `holds`: [first, last).
template <class Holds>
std::pair<std::size_t, std::size_t> longest_run(std::u32string_view text, const Holds& holds) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && holds(text[i])) continue;
    if (i - begin > best.second - best.first) best = {begin, i};
    begin = i + 1;
  }
  return best;
}

bool is_of_words(char32_t c) {
  return U"零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正"sv.find(c) != std::u32string_view::npos;
}

bool is_of_figures(char32_t c) {
  return is_digit(c) || c == U'.' || c == U',';
}

// An amount with what stands around it: in words, in figures, or in both, which must say the same.
// Text in which no amount is clear is left as it is, and fails its kind.
std::string amount_text(const std::u32string& text) {
  const std::string whole = formats::to_utf8(text);
  if (formats::parse_amount(whole)) return whole;
  const auto words = longest_run(text, is_of_words);
  const auto figures = longest_run(text, is_of_figures);
  const std::string in_words =
      formats::to_utf8(text.substr(words.first, words.second - words.first));
  std::string in_figures =
      formats::to_utf8(text.substr(figures.first, figures.second - figures.first));
  while (in_figures.ends_with(",") || in_figures.ends_with(".")) in_figures.pop_back();
  if (figures.second < text.size() && text[figures.second] == U'万') in_figures += "万元";
  const std::u32string others =
      text.substr(0, figures.first) + text.substr(std::min(figures.second, text.size()));
  if (std::any_of(others.begin(), others.end(), is_digit)) return whole;
  const auto said = formats::parse_amount_words(in_words);
  const auto written = formats::parse_amount_figures(in_figures);
  if (said && written) return *said == *written ? in_words : whole;
  if (said && in_figures.empty()) return in_words;
  // 元 alone is no amount in words; 壹元 that cannot be read is one, and then nothing is clear.
  const bool only_units = in_words.empty() || in_words == "元" || in_words == "元整" ||
                          in_words == "元正" || in_words == "万元" || in_words == "万元整";
  return written && only_units ? in_figures : whole;
}

// A number without its unit (49.30平方米, 122.17㎡); as it is where other digits stand beside it.
std::u32string number_text(const std::u32string& text) {
  const auto [first, last] =
      longest_run(text, [](char32_t c) { return is_of_figures(c) || c == U'-' || c == U'%'; });
  std::u32string rest = text.substr(0, first) + text.substr(std::min(last, text.size()));
  if (rest.ends_with(U"m2") || rest.ends_with(U"M2")) rest.resize(rest.size() - 2);
  if (first == last || std::any_of(rest.begin(), rest.end(), is_digit)) return text;
  return trimmed(text.substr(first, last - first),
                 [](char32_t c) { return c == U',' || c == U'.'; });
}

// The year in an official number stands in 〔〕 (GB/T 9704): 闽卫公证字〔2021〕第7号. Readers take
// these for brackets that they know better; where not both come out round, they are these.
std::u32string with_year_brackets(std::u32string text) {
  constexpr std::u32string_view kOpen = U"([〔【{";
  constexpr std::u32string_view kClose = U")]〕】}";
  constexpr std::size_t kYear = 4;
  const auto is_in = [](std::u32string_view set, char32_t c) {
    return set.find(c) != std::u32string_view::npos;
  };
  for (std::size_t at = 1; at + kYear + 1 < text.size(); ++at) {
    char32_t& open = text[at];
    char32_t& close = text[at + kYear + 1];
    const bool year = std::all_of(text.begin() + static_cast<long>(at) + 1,
                                  text.begin() + static_cast<long>(at + kYear) + 1, is_digit);
    if (!is_in(kOpen, open) || !year || !is_in(kClose, close) || !is_han(text[at - 1])) continue;
    if (open == U'(' && close == U')') continue;  // so printed, as far as can be seen
    open = U'〔';
    close = U'〕';
  }
  return text;
}

// Text of marks alone is no text: an empty line with its brackets, a dash for "none".
std::u32string worded(std::u32string text) {
  const bool words = std::any_of(text.begin(), text.end(), [](char32_t c) {
    return c > 0x2E7F || is_digit(c) || (c < 0x80 && std::isalpha(static_cast<int>(c)) != 0);
  });
  return words ? std::move(text) : std::u32string();
}

constexpr std::string_view kAmountCharacters =
    "0123456789.,零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整正";
constexpr std::string_view kDateCharacters = "0123456789年月日.-/长期有效";

}  // namespace

std::string value_text(const Field& field, std::string_view recognised) {
  std::u32string text = with_letters(field, squeezed(recognised));
  switch (field.kind) {
    case FieldKind::id_number:
      for (char32_t& c : text) c = c == U'x' ? U'X' : c;
      return only_valid_window(formats::to_utf8(only(text, U"0123456789X")));
    case FieldKind::credit_code:
      return formats::to_utf8(only(text, U"0123456789ABCDEFGHJKLMNPQRTUWXY"));
    case FieldKind::bank_account:
      return formats::to_utf8(only(text, U"0123456789"));
    case FieldKind::phone:
      return formats::to_utf8(only(text, U"0123456789-+()"));
    case FieldKind::date:
      text = date_in_words(cut(field, trimmed(std::move(text), is_edge_mark)));
      return formats::to_utf8(only_date(field, trimmed(std::move(text), is_edge_mark)));
    case FieldKind::money:
      return amount_text(trimmed(cut(field, std::move(text)), is_bar));
    case FieldKind::integer:
    case FieldKind::decimal:
    case FieldKind::percent:
      return formats::to_utf8(number_text(trimmed(cut(field, std::move(text)), is_bar)));
    case FieldKind::choice:
      return chosen_option(field, formats::to_utf8(trimmed(std::move(text), is_edge_mark)));
    case FieldKind::person_name:
      text = cut(field, std::move(text));
      return formats::to_utf8(trimmed(std::move(text), is_edge_mark));
    default:
      break;
  }
  text = with_year_brackets(cut(field, std::move(text)));
  return formats::to_utf8(
      worded(trimmed(std::move(text), [](char32_t c) { return is_bar(c) || is_edge_mark(c); })));
}

std::u32string with_letters(const Field& field, std::u32string text) {
  const bool name = field.kind == FieldKind::org_name || field.kind == FieldKind::person_name;
  if (!name || !is_of_words(text)) return text;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == U'0' && is_letter(text[i - 1]) && is_letter(text[i + 1]))
      text[i] = text[i - 1] >= U'a' ? U'o' : U'O';
  }
  return text;
}

std::string figures_in(std::u32string_view text) {
  const auto [first, last] = longest_run(text, is_of_figures);
  return formats::to_utf8(trimmed(std::u32string(text.substr(first, last - first)),
                                  [](char32_t c) { return c == U',' || c == U'.'; }));
}

std::vector<Reader> readers_for(const Field& field, bool of_words) {
  const Reader any{Alphabet::chinese, ""};
  const Reader latin{Alphabet::latin, ""};
  if (of_words || field.order != DateOrder::unsaid) return {any, latin};
  std::string options;
  for (const std::string& option : field.options) options += option;
  switch (field.kind) {
    case FieldKind::id_number:
      return {{Alphabet::latin, "0123456789X"}, any};
    case FieldKind::credit_code:
      return {{Alphabet::latin, "0123456789ABCDEFGHJKLMNPQRTUWXY"}, any};
    case FieldKind::bank_account:
      return {{Alphabet::latin, "0123456789"}, any};
    case FieldKind::phone:
      return {{Alphabet::latin, "0123456789-+()"}, any};
    case FieldKind::date:
      return {any, {Alphabet::chinese, std::string(kDateCharacters)}};
    case FieldKind::money:
      return {any, {Alphabet::chinese, std::string(kAmountCharacters)}};
    case FieldKind::choice:
      return {any, {Alphabet::chinese, options}};
    default:
      return {any};
  }
}

std::string repaired_id_number(const std::vector<std::string>& readings) {
  constexpr std::string_view kConfused[] = {"08", "06", "17", "35", "38", "56", "58",
                                            "68", "89", "49", "27", "39", "69"};
  std::set<std::string> found;
  for (const std::string& reading : readings) {
    if (reading.size() != 18) continue;
    for (std::size_t i = 0; i < reading.size(); ++i) {
      for (const std::string_view pair : kConfused) {
        const std::size_t at = pair.find(reading[i]);
        if (at == std::string_view::npos) continue;
        std::string other = reading;
        other[i] = pair[1 - at];
        if (formats::valid_id_number(other)) found.insert(other);
      }
    }
  }
  return found.size() == 1 ? *found.begin() : std::string();
}

}  // namespace zhipi::ocr
