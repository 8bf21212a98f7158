// Values that a criterion is likely to compare with: where a search for its boundary begins.
#pragma once

#include <string>
#include <vector>

#include "engine/pack.h"
#include "models/date.h"
#include "models/decision.h"
#include "models/json.h"

namespace zhipi::engine {

struct Hints {
  std::vector<std::string> texts;
  std::vector<double> numbers;  // as they stand; those of criteria tables also in 分
  std::vector<Date> dates;
};

// What else the criterion read, rows of tables included, the day of receipt, and what its own
// declaration spells out. Each once, in that order.
Hints hints_for(const Pack& pack, const Verdict& verdict, const Json& document);

}  // namespace zhipi::engine
