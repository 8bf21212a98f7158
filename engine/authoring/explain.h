// A decision as a tree for people: what was decided and by which rule, then every criterion with
// what it read, and for each failure what would have to be otherwise (`zhipi judge --explain`).
#pragma once

#include <map>
#include <string>

#include "engine/authoring/nearest_change.h"
#include "engine/pack.h"
#include "models/decision.h"

namespace zhipi::engine {

// The row of the outcome table (DESIGN section 4) that a decision followed, 1 to 10.
int deciding_row(const Decision& decision);

// `changes` by the criterion's id; a failure without an entry shows none.
std::string explain(const Pack& pack, const Decision& decision,
                    const std::map<std::string, ChangeSearch>& changes);

}  // namespace zhipi::engine
