// A reading of one specimen beside its truth.
#pragma once

#include <string>
#include <vector>

#include "accuracy/results.h"
#include "models/matter.h"
#include "models/reading.h"

namespace zhipi::accuracy {

// Every field of the material that is printed or was read, and the cells of its lists. A field
// that a scan cannot tell (no label, nothing before or after it) is left out. A seal or a signature
// that is known to be absent counts only where one was seen.
std::vector<Result> compared(const std::string& file, const Material& material, const Json& truth,
                             const MaterialReading& reading);

}  // namespace zhipi::accuracy
