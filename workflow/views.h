// What callers are shown of stored records.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/json.h"
#include "store/records.h"

namespace zhipi::workflow {

// First six and last four characters of an identifier, the rest as stars (ABUSE 39).
std::string masked(std::string_view number);

// {"kind", "name", "number" masked}
Json masked_applicant(const std::string& applicant);

// It settled the case: neither to a person nor back to the applicant.
bool is_final(const store::StoredDecision& decision);

// Of an application's decisions, in the order of their making, the last that settled the case has
// approved it. Whatever is judged since leaves that approval standing, until a person ends it.
bool is_approved(const std::vector<store::StoredDecision>& decisions);

// Of an application's decisions, in the order of their making, the one in force; null if none is.
// A case that was reopened keeps what was decided until another decision takes its place: an
// escalation never does, a notice only while it waits for its supplement.
const store::StoredDecision* in_force(const store::Application& application,
                                      const std::vector<store::StoredDecision>& decisions);

Json application_json(const store::Application& application,
                      const std::vector<store::StoredDecision>& decisions, const Json& deadlines);
// What a second person has yet to confirm; null if there is nothing. Of a review not what the first
// one decided: the second is to see the case without it.
Json pending_json(const std::optional<store::PendingAct>& pending);

// {"ground", "grounds", "reviewer", "second", "at"} of a revoked approval.
Json revocation_in(const std::vector<store::Event>& timeline);

Json list_item_json(const store::Application& application);
Json timeline_json(const std::vector<store::Event>& events);

}  // namespace zhipi::workflow
