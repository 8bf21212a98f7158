// A line of the operator's log, piece by piece: every request writes one, and builds nothing for
// it.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

namespace zhipi::api {

// Both texts must outlive the writing of the line.
struct LogField {
  std::string_view name;  // of characters that JSON needs not escape
  std::variant<std::string_view, std::int64_t, double> value;
};

}  // namespace zhipi::api
