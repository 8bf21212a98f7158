// From results to an outcome: the table of DESIGN section 4, and nothing else.
#pragma once

#include "engine/facts.h"
#include "engine/judgement.h"

namespace zhipi::engine {

// True when all causes, and there are some, are required things that are missing.
bool is_explained(const Requirements& requirements, const std::vector<Cause>& causes);

// True when the mode of the facts covers this material's absence.
bool covers(const Facts& facts, const Material& material);

// What a fail leads to in the mode of the facts: what could have been tolerated or promised, but is
// not covered, is supplemented.
Action action_of(const Judged& judged);

// True for a fail that leads to this and is not covered.
bool fails(const Judged& judged, Action action);

// An `unknown` that is neither covered nor explained.
bool is_unexplained(const Requirements& requirements, const Judged& judged);

// Marks covered results, sums the risk, and sets outcome and proposal. Results of approvals are the
// caller's, where the outcome calls for them.
void decide(const Matter& matter, const Facts& facts, Judgement& judgement);

// An outcome that may not be automatic becomes `escalate` with it as proposal.
void restrict_to_automatic(const Matter& matter, const Facts& facts, Judgement& judgement);

}  // namespace zhipi::engine
