// Which outcomes grant what was applied for.
#pragma once

#include <string_view>

#include "models/decision.h"

namespace zhipi {

// With or without something that is left open.
constexpr bool is_approval(Outcome outcome) {
  return outcome == Outcome::approve || outcome == Outcome::approve_conditionally;
}

// Of an outcome's name, as records keep it.
inline bool is_approval(std::string_view name) {
  const auto known = outcome(name);
  return known && is_approval(*known);
}

}  // namespace zhipi
