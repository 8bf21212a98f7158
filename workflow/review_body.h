// Checks the body of POST /v1/applications/{id}/review against the case that the reviewer has
// before them, and brings its values into the form that facts carry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/pack.h"
#include "models/decision.h"
#include "models/json.h"
#include "store/records.h"
#include "workflow/case_input.h"

namespace zhipi::workflow {

struct Review {
  std::optional<Outcome> decision;
  std::string reason;
  json::object corrections;             // fact -> value; null: it is not there
  json::object answers;                 // criterion -> {"result", "note"}
  std::vector<Supplement> supplements;  // asked for beside what the engine asks for
  json::object results;                 // that the engine cannot compute

  bool changes_facts() const { return !corrections.empty() || !answers.empty(); }
};

struct ReviewedCase {
  const engine::Pack& pack;
  const CaseInput& input;
  const store::MaterialFiles& files;
  const Json& decision;  // the engine's on the present round; null where it made none
};

// Every problem at once; `where` is a JSON pointer into the body. Codes: not_an_object,
// undeclared_name, missing_name, wrong_type, not_an_option, out_of_range, not_asked (it has no
// place here: an answer to what the machine has judged, a correction of what was never submitted),
// and those of normalise_value.
Expected<Review, Problems> check_review(const ReviewedCase& reviewed, const Json& body);

}  // namespace zhipi::workflow
