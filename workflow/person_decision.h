// A person's decision beside the engine's: the same shape, so that whoever reads decisions reads
// both, and what only a person's has.
#pragma once

#include <string>
#include <vector>

#include "engine/judge.h"
#include "store/clock_records.h"
#include "workflow/review_body.h"

namespace zhipi::workflow {

// What the engine has come to, as its bytes are kept.
struct EngineDecision {
  Json decision;
  std::string digest;  // of the bytes
};

// What an approval in force grants, and what it leaves open.
struct OpenApproval {
  Json results;
  std::vector<store::Obligation> open;  // empty: no approval is in force, or none is left open
};

// True when a conditional approval is decided that the engine does not propose, and one is in
// force: it stays as it was, with what it grants and leaves open. So a reviewer answers what was
// handed in for an obligation and is of no use; nothing is granted that was not granted before.
bool leaves_as_it_is(const Json& decision, Outcome outcome, const OpenApproval& standing);

// True when one person alone must not decide so: an approval where the engine found a criterion not
// met, sources that contradict each other, or proposes another outcome (four eyes; compare
// 行政许可法 §34, by which facts are checked by two); and a refusal of what was approved before
// (`approved`: an approval is in force), for it takes back as a revocation does.
bool needs_second_person(const Json& decision, Outcome outcome, bool approved);

// The engine's decision with this outcome in place of its own, with the evidence it found, and
//   "reviewer", "reason", "second" (who confirmed it, or null), "engine_decision" (digest).
// `grant` is what the engine can compute of an approval's results. Codes: missing_name (a reason
// where the outcome is not what the engine proposes; something to supplement; a result),
// not_an_option (a conditional approval where nothing is left open), not_asked (a result that the
// engine computes, or that an approval has which stays as it is).
Expected<Json, Problems> person_decision(const EngineDecision& engine, const Review& review,
                                         const engine::Pack& pack, const engine::Grant& grant,
                                         const OpenApproval& standing, const std::string& reviewer);

// Whether a second person, who did not see the first one's decision, has come to the same.
bool same_decision(const Json& first, const Json& second);

// The first one's decision, confirmed by the second.
Json confirmed(Json first, const Json& second);

}  // namespace zhipi::workflow
