#include "engine/authoring/shift.h"

#include <cstdint>
#include <cstdlib>

#include "models/date.h"

namespace zhipi::engine {

std::optional<std::string> shifted_number(std::string_view written, int units) {
  std::size_t at = written.starts_with("-") ? 1 : 0;
  const bool negative = at == 1;
  std::int64_t value = 0;
  int digits = 0;
  int decimals = -1;  // before the point
  for (; at < written.size(); ++at) {
    const char letter = written[at];
    if (letter == ',' && digits > 0 && decimals < 0) continue;
    if (letter == '.' && digits > 0 && decimals < 0) {
      decimals = 0;
    } else if (letter >= '0' && letter <= '9') {
      value = value * 10 + (letter - '0');
      if (++digits > 15) return std::nullopt;
      if (decimals >= 0) ++decimals;
    } else {
      break;
    }
  }
  if (digits == 0) return std::nullopt;
  const std::int64_t moved = (negative ? -value : value) + units;
  std::string text = std::to_string(std::llabs(moved));
  if (decimals > 0) {
    const auto places = static_cast<std::size_t>(decimals);
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, ".");
  }
  return (moved < 0 ? "-" : "") + text + std::string(written.substr(at));
}

std::optional<std::string> shifted_date(std::string_view written, int days) {
  const auto date = Date::parse(written);
  if (!date) return std::nullopt;
  const Date moved = date->add_days(days);
  if (moved == *date) return std::nullopt;
  return moved.text();
}

}  // namespace zhipi::engine
