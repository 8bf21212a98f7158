// Small pieces of text that several documents print: dates, amounts, characters of UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::specimens {

struct Day {
  int year = 0;
  int month = 0;
  int day = 0;
};

// From `YYYY-MM-DD`, by form alone; nothing otherwise.
std::optional<Day> day_of(std::string_view text);

// `YYYY-MM-DD`
std::string iso(const Day& day);

// A number of at least `width` digits, filled with zeros in front.
std::string digits(long long number, int width = 1);

// How a date is printed. What is no `YYYY-MM-DD` is printed as it stands.
enum class DateStyle { chinese, chinese_padded, dotted, dashed };
std::string printed_date(std::string_view iso_date, DateStyle style);

// The code points of UTF-8 text, each as text of its own.
std::vector<std::string> characters(std::string_view text);

// The pieces between which a typesetter breaks a line: figures and Latin letters stay together, and
// closing punctuation stays with what it closes.
std::vector<std::string> line_units(std::string_view text);

// As facts carry text: full-width forms narrow, no spaces beside a Chinese character.
std::string folded(std::string_view text);

// 分 as figures: 10000 is 100.00.
std::string yuan(long long fen);

// 分 in words as cheques write it (《正确填写票据和结算凭证的基本规定》): 10050 is 壹佰元伍角整
// (the 零 that the rules leave open there is not written).
// From 0 to 999999999999.
std::string amount_in_words(long long fen);

}  // namespace zhipi::specimens
