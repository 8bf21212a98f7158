// The feed: what happens to applications, in the order in which it happened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "models/json.h"
#include "store/records.h"
#include "workflow/workflow.h"

namespace zhipi::workflow {

// Whether the principal is to be told of this event (one of Store::events_after).
bool concerns(const EventFilter& filter, const Principal& principal, const store::Event& event);

// {"sequence", "application", "matter", "reference", "event", "at", "actor", "detail"}. Identity
// numbers are masked wherever they stand.
Json event_json(const store::Event& event);

}  // namespace zhipi::workflow
