// What a golden case expected and what came instead.
#pragma once

#include <string>
#include <vector>

#include "models/decision.h"
#include "models/json.h"

namespace zhipi::engine {

// One line of the grounds for what came: a label ("依据 evidence") and what stands there.
struct Ground {
  std::string label;
  std::string text;
};

struct Difference {
  std::string what;   // outcome, proposal, supplements, obligations, risk, or the id of a criterion
                      // or result; "facts" where these are refused
  std::string title;  // of the criterion or result; empty otherwise
  std::string expected;
  std::string was;
  std::vector<Ground> grounds;  // why it came so: message, evidence with causes, reasons, notices
};

// "age_80: expected pass, was fail".
std::string to_line(const Difference& difference);

// Several lines for a terminal, indented by four spaces, Chinese first, the last one ended.
std::string to_text(const Difference& difference);

Json to_json(const Difference& difference);

// What is not as `expect` has it, in the order outcome, proposal, verdicts, results, supplements,
// obligations, risk; what it does not name is not compared. golden_cases() has checked its shape.
std::vector<Difference> differences(const json::object& expect, const Decision& decision);

}  // namespace zhipi::engine
