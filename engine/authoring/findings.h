// What check found.
#pragma once

#include "models/problem.h"

namespace zhipi::engine {

struct Findings {
  Problems errors;    // the pack must not be published
  Problems warnings;  // a person should look
};

}  // namespace zhipi::engine
