#include "models/formats/bank_account.h"

#include "models/formats/text.h"

namespace zhipi::formats {

std::string normalise_bank_account(std::string_view text) {
  std::string digits = without_spaces(text);
  std::erase(digits, '-');
  return digits;
}

bool valid_card_number(std::string_view digits) {
  return digits.size() >= 12 && digits.size() <= 19 && valid_luhn(digits);
}

bool is_union_pay_card(std::string_view digits) {
  return digits.size() >= 16 && digits.size() <= 19 && digits.starts_with("62");
}

bool valid_luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    if (*digit < '0' || *digit > '9') return false;
    const int value = (*digit - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return !digits.empty() && sum % 10 == 0;
}

}  // namespace zhipi::formats
