// A value as it is written, one unit more or less.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::engine {

// "80" to "81", "0.25" to "0.24", "1,000.5元" to "1000.6元": a unit of the last place written.
// Nothing for what does not begin with a number, or whose number has more than 15 digits.
std::optional<std::string> shifted_number(std::string_view written, int units);

// "2026-05-18" to "2026-05-19"; nothing for what is no date so written, or beyond the calendar.
std::optional<std::string> shifted_date(std::string_view written, int days);

}  // namespace zhipi::engine
