// What would have to be otherwise for a criterion to pass: the nearest change of one value.
//
// Nothing is known of the criterion but what it read: facts are changed one at a time and judged
// again, so that what is found is true by trial. What is not found may still exist.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/judge.h"
#include "models/decision.h"
#include "models/json.h"

namespace zhipi::engine {

struct Change {
  std::string fact;  // as evidence names it
  Json before;       // null when absent
  Json after;
  Outcome outcome{};  // of the application, with this one change
  std::optional<Outcome> proposal;
};

struct ChangeSearch {
  std::vector<Change> changes;  // at most one for each fact, the nearest first
  int judgements = 0;
  bool complete = true;  // false: the search was given up at its limit
};

// Judgements that one search may take.
inline constexpr int kSearchJudgements = 4000;

// `document` is the facts, `failed` a verdict of judging them: one that fails. Numbers and dates
// move to the boundary that is nearest on either side, as far as the criterion turns once; yes and
// no are flipped, options tried, texts set equal to others that were read.
ChangeSearch nearest_changes(Judge& judge, const Json& document, const Verdict& failed,
                             Watchdog& watchdog, int limit = kSearchJudgements);

}  // namespace zhipi::engine
