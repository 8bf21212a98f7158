// Moments become days and ids in one place. Days are China Standard Time (UTC+8, no summer time).
#pragma once

#include <string>

#include "models/date.h"
#include "store/time.h"

namespace zhipi::workflow {

Date day_of(store::Time moment);

// Its first moment.
store::Time beginning_of(Date day);

// "A20261120-09K3M27K3M9QXR4T": the day, the moment in it, and 50 random bits, so that ids are
// ordered by time and cannot be guessed.
std::string new_application_id(store::Time moment);

}  // namespace zhipi::workflow
