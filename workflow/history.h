// Counts and sums over earlier applications (`history` in matter.lua), found by a digest of what
// they share.
#pragma once

#include <string>
#include <vector>

#include "models/json.h"
#include "models/matter.h"
#include "models/problem.h"
#include "store/records.h"

namespace zhipi::workflow {

// A count or sum can only share facts that are known when an application comes in: those of the
// form and of the applicant. Codes: unsupported_history, unknown_state.
Problems check_history(const Matter& matter);

// What an application of this matter is found by, for a set of shared facts: nothing if one of them
// is absent. `request` is the stored request.
std::optional<std::string> subject_of(const Matter& matter, const HistoryCount& count,
                                      const Json& request);

// Of all counts of the matter, each once.
std::vector<std::string> subjects_of(const Matter& matter, const Json& request);

// The states that a count looks at; empty is any.
std::vector<store::State> states_of(const HistoryCount& count);

// What a sum gives over these. A number that the form of one left out adds nothing, and neither
// does a result of one that was not approved. Nothing where an approval has no such result (an
// older pack did not compute it, or a person decided), or where the sum is no number that facts
// can hold: the rule says unknown.
std::optional<Json> sum_over(const HistoryCount& sum,
                             const std::vector<store::Precedent>& precedents);

}  // namespace zhipi::workflow
