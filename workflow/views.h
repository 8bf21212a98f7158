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

// Of an application's decisions, in the order of their making, the one in force; null if none is.
const store::StoredDecision* in_force(const store::Application& application,
                                      const std::vector<store::StoredDecision>& decisions);

Json application_json(const store::Application& application,
                      const std::vector<store::StoredDecision>& decisions, const Json& deadlines);
Json list_item_json(const store::Application& application);
Json timeline_json(const std::vector<store::Event>& events);

}  // namespace zhipi::workflow
