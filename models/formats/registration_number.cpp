#include "models/formats/registration_number.h"

namespace zhipi::formats {

bool valid_registration_number(std::string_view digits) {
  if (digits.size() != 15) return false;
  int product = 10;
  for (const char c : digits.substr(0, 14)) {
    if (c < '0' || c > '9') return false;
    const int sum = (product + (c - '0')) % 10;
    product = 2 * (sum == 0 ? 10 : sum) % 11;
  }
  return digits[14] == static_cast<char>('0' + (11 - product) % 10);
}

}  // namespace zhipi::formats
