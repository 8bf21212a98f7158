#include "models/formats/mask_numbers.h"

#include <algorithm>
#include <cstddef>

namespace zhipi::formats {
namespace {

constexpr std::size_t kNumberLength = 18;
constexpr std::size_t kShownFirst = 6;
constexpr std::size_t kShownLast = 4;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string mask_numbers(std::string_view text) {
  std::string masked(text);
  std::size_t digits = 0;  // that stand before this place without a gap
  for (std::size_t place = 0; place < masked.size(); ++place) {
    const char c = masked[place];
    const bool ends = digits >= kNumberLength - 1 && (is_digit(c) || c == 'X' || c == 'x');
    digits = is_digit(c) ? digits + 1 : 0;
    if (!ends) continue;
    const auto end = masked.begin() + static_cast<std::ptrdiff_t>(place + 1);
    std::fill(end - (kNumberLength - kShownFirst), end - kShownLast, '*');
    digits = 0;
  }
  return masked;
}

void mask_numbers_in(Json& value) {
  if (value.is_string()) {
    value = mask_numbers(value.get_string());
  } else if (value.is_array()) {
    for (Json& element : value.get_array()) mask_numbers_in(element);
  } else if (value.is_object()) {
    for (auto& member : value.get_object()) mask_numbers_in(member.value());
  }
}

}  // namespace zhipi::formats
