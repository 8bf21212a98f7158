// Freezes the facts: form, readings, e-licences and look-ups, each with how far it can be trusted.
//
// Pure. What an independent source confirms gains confidence; what it contradicts stays beside it
// as a conflict; an identifier, date or amount that one OCR reading alone supports is capped below
// the usual threshold (DESIGN section 5). What a reviewer has put right counts wholly, and is
// compared with the other sources like any value. A check digit is such a source, for the number
// and for the birth date it contains. A material with a page that could not be read whole stays
// doubtful throughout: what was not seen may contradict what was.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/pack.h"
#include "models/date.h"
#include "models/json.h"
#include "models/reading.h"

namespace zhipi::workflow {

struct Gathered {
  std::string application;
  Date received_on;
  Json request;  // as stored: mode, automated, applicant, form, e_licences, lookups
  std::map<std::string, MaterialReading> readings;  // of each material that was submitted as files
  std::map<std::string, Json> history;              // counts and sums, by name
  std::vector<std::string> shared_scans;  // materials that another applicant submitted too
  std::string calendar;                   // digest
  // Of reviewers, as workflow/case_input.h keeps them. What was corrected in the request stands in
  // it by now.
  json::object corrections = {};
  json::object answers = {};
  bool reviewer_decides = false;
};

// The highest confidence of an identifier, date or amount that one OCR reading alone supports.
inline constexpr double kOneReading = 0.97;

// The facts in the shape of DESIGN section 7.
Json gather(const engine::Pack& pack, const Gathered& gathered);

}  // namespace zhipi::workflow
