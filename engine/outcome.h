// From verdicts to an outcome: the table of DESIGN section 4, and nothing else.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/declarations.h"
#include "engine/fact_view.h"
#include "engine/facts.h"
#include "models/decision.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

// A criterion's verdict with what the outcome needs to know beyond it.
struct Judged {
  const Criterion* criterion = nullptr;
  Verdict verdict;
  std::vector<Cause> causes;  // of an unknown
};

// What must be there for this application, and what a function of the pack could not settle.
struct Requirements {
  std::vector<const FormField*> missing_fields;
  std::vector<const Material*> missing_materials;
  std::vector<Reason> unsettled;  // `required` functions that ended as unknown
  std::vector<Reason> broken;     // … or as an error
};

// True when all causes, and there are some, are required things that are missing.
bool is_explained(const Requirements& requirements, const std::vector<Cause>& causes);

// Fills outcome, proposal, supplements, obligations, reasons and risk of the decision, and marks
// covered verdicts. Results are the caller's, where the outcome calls for them.
void decide(const Declarations& declarations, const Facts& facts, const Requirements& requirements,
            const formats::WorkingDays& calendar, std::vector<Judged>& judged, Decision& decision);

// An outcome that may not be automatic becomes `escalate` with it as proposal.
void restrict_to_automatic(const Matter& matter, const Facts& facts, Decision& decision);

}  // namespace zhipi::engine
