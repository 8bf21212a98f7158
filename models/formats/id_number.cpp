#include "models/formats/id_number.h"

#include <algorithm>
#include <array>

#include "models/formats/text.h"

namespace zhipi::formats {
namespace {

constexpr std::size_t kLength = 18;
constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
constexpr std::string_view kCheckCharacters = "10X98765432";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit);
}

bool has_form(std::string_view number) {
  return number.size() == kLength && all_digits(number.substr(0, 17)) &&
         (is_digit(number[17]) || number[17] == 'X');
}

std::optional<Date> date_at(std::string_view digits) {
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : digits.substr(from, count)) value = value * 10 + (c - '0');
    return value;
  };
  return Date::of(number(0, 4), static_cast<unsigned>(number(4, 2)),
                  static_cast<unsigned>(number(6, 2)));
}

}  // namespace

std::string normalise_id_number(std::string_view text) {
  std::string number = without_spaces(text);
  for (char& c : number) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return number;
}

IdNumberFault id_number_fault(std::string_view number) {
  if (number.size() != kLength) return IdNumberFault::length;
  if (!has_form(number)) return IdNumberFault::character;
  if (!date_at(number.substr(6, 8))) return IdNumberFault::birth_date;
  if (id_check_character(number.substr(0, 17)) != number[17]) return IdNumberFault::check_character;
  return IdNumberFault::none;
}

bool valid_id_number(std::string_view number) {
  return id_number_fault(number) == IdNumberFault::none;
}

std::optional<char> id_check_character(std::string_view digits) {
  if (digits.size() != kWeights.size() || !all_digits(digits)) return std::nullopt;
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  return kCheckCharacters[static_cast<std::size_t>(sum % 11)];
}

std::optional<std::string> upgrade_id_number(std::string_view digits) {
  if (digits.size() != 15 || !all_digits(digits)) return std::nullopt;
  std::string number(digits.substr(0, 6));
  number += "19";
  number += digits.substr(6);
  if (!date_at(std::string_view(number).substr(6, 8))) return std::nullopt;
  number += *id_check_character(number);
  return number;
}

std::optional<Date> birth_date_of(std::string_view number) {
  if (!has_form(number)) return std::nullopt;
  return date_at(number.substr(6, 8));
}

std::optional<Sex> sex_of(std::string_view number) {
  if (!has_form(number)) return std::nullopt;
  return (number[16] - '0') % 2 == 1 ? Sex::male : Sex::female;
}

}  // namespace zhipi::formats
