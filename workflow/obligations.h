// Obligations (容缺, 承诺): from the decision that leaves them open to their end. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/decision.h"
#include "models/formats/working_days.h"
#include "models/json.h"
#include "store/clock_records.h"

namespace zhipi::workflow {

// What a conditional approval of this day leaves open; of any other outcome, nothing. Their days
// are counted from the day of the decision, which brings them about (民法典 §201), and end no
// earlier than the decision says.
std::vector<store::NewObligation> obligations_of(const Decision& decision, Date decided_on,
                                                 const formats::WorkingDays& calendar);

// The same of a decision as JSON, which a person made.
std::vector<store::NewObligation> obligations_of(const Json& decision, Date decided_on,
                                                 const formats::WorkingDays& calendar);

// {"id", "application", "matter", "kind", "title", "state", "due", "task", …}. `task` says what
// waits for an officer: check_promise, consider_revocation, or null.
Json obligation_json(const store::Obligation& obligation, const formats::WorkingDays& calendar);

}  // namespace zhipi::workflow
