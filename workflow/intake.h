// Checks the bodies of POST /v1/applications and of a supplement against their matter, whole, and
// brings them into the form in which they are kept.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "models/json.h"
#include "store/records.h"
#include "workflow/catalogue.h"

namespace zhipi::workflow {

struct Submission {
  std::shared_ptr<const engine::Pack> pack;
  std::string reference;
  std::string mode;
  store::MaterialFiles materials;
  // {mode, automated, applicant, form, e_licences, lookups}, normalised: what gather() needs.
  Json request;
};

// What a caller is believed: only a department's system speaks for registers and issuers.
struct Trust {
  bool lookups = false;
  bool e_licences = false;
};

// Every problem at once; `where` is a JSON pointer into the body. A missing required value is no
// problem here: it becomes a supplement. Codes as Workflow::submit names them.
Expected<Submission, Problems> check_submission(const Catalogue& catalogue, const Json& body,
                                                const Trust& trust);

// The same for the body of a supplement, {form, materials, e_licences, lookups}: the request has
// form, e_licences and lookups, with null for a form value that is to be taken away.
Expected<Submission, Problems> check_supplement(std::shared_ptr<const engine::Pack> pack,
                                                const Json& body, const Trust& trust);

}  // namespace zhipi::workflow
