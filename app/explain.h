// A decision as a tree for people.
#pragma once

#include <string>

#include "models/decision.h"

namespace zhipi::app {

std::string explain(const Decision& decision);

}  // namespace zhipi::app
