// A decision as its bytes.
#pragma once

#include <string>

#include "models/decision.h"

namespace zhipi {

// canonical_json(to_json(decision)), byte for byte, without building the values in between: a
// decision is long, and every application has one.
std::string canonical_text(const Decision& decision);

}  // namespace zhipi
