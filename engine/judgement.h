// What judging came to, in few words: results by criterion with numbers of what they rested on. A
// Decision (models/decision.h) is this, written out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/declarations.h"
#include "engine/evidence.h"
#include "models/decision.h"

namespace zhipi::engine {

// How one criterion came out.
struct Judged {
  const Criterion* criterion = nullptr;
  Result result = Result::error;
  bool covered = false;
  std::string_view code;         // of an unknown or error; empty otherwise
  std::string message;           // of an error
  std::optional<double> points;  // of a score
  std::size_t seen_from = 0;     // its part of Judgement::seen
  std::size_t seen_to = 0;
  std::vector<Cause> causes;  // of an unknown

  void clear();

  // The same result for the same reasons; the evidence stays this one's own.
  void take_over(const Judged& other);
};

// What must be there for this application, and what a function of the pack could not settle.
struct Requirements {
  std::vector<const FormField*> missing_fields;
  std::vector<const Material*> missing_materials;
  std::vector<Reason> unsettled;  // `required` functions that ended as unknown
  std::vector<Reason> broken;     // … or as an error
};

struct Judgement {
  Outcome outcome = Outcome::escalate;
  std::optional<Outcome> proposal;
  std::vector<Judged> judged;  // as the pack orders its criteria
  std::vector<Seen> seen;      // evidence, criterion after criterion, in the order of first reading
  Requirements requirements;
  double risk_score = 0;
  const RiskLevel* risk = nullptr;           // the level that the score reaches
  bool no_risk_score = false;                // the points have no sum
  std::vector<std::optional<Json>> results;  // as the pack orders them; of approvals
  std::vector<Reason> held;  // why an outcome that was reached goes to a person all the same

  void clear();
};

}  // namespace zhipi::engine
