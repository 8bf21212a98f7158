// What the facts of a round are gathered from, beside what was read: the request as it stands after
// every supplement and correction, and what reviewers have corrected and answered. The first round
// has the request alone; every later one keeps the whole, so that it can be gathered from itself.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "models/json.h"
#include "models/matter.h"
#include "models/problem.h"
#include "store/records.h"

namespace zhipi::workflow {

struct CaseInput {
  Json request;              // mode, automated, applicant, form, e_licences, lookups: normalised
  json::object corrections;  // "id_card.birth_date" -> {"value", "before", "reviewer"}
  json::object answers;      // criterion -> {"result", "note", "reviewer"}
  bool reviewer_decides = false;  // a person's decision came with it
};

// Of the application's present round. Code: damaged.
Expected<CaseInput> case_input(const store::Application& application,
                               const std::vector<store::Round>& rounds);

// The request of another application as it stands by now.
Expected<Json> present_request(const store::Precedent& precedent);

// As a round keeps it, with what was given for that round.
std::string round_input(const CaseInput& input, const Json& given);

// What a supplement brings: form values and look-ups one by one (null takes a form value away), a
// material whole, as files or as an e-licence. A correction of what was replaced goes; so does
// every answer, which was given on the case as it was.
struct Pieces {
  json::object form;
  json::object e_licences;
  json::object lookups;
  std::set<std::string> files;  // materials that came as files
};
CaseInput with_pieces(CaseInput input, const Pieces& pieces);

// What a reviewer puts right: values by fact, as facts carry them (null: it is not there), and
// answers by criterion. What stood in `facts`, the latest frozen ones, is kept beside it.
struct PutRight {
  json::object corrections;
  json::object answers;
  bool decides = false;  // a decision of the reviewer's comes with it
  std::string reviewer;
};
CaseInput with_put_right(CaseInput input, const PutRight& given, const Matter& matter,
                         const Json& facts);

}  // namespace zhipi::workflow
