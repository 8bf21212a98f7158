// How an application stands in its row.
#pragma once

#include <string>

#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

inline constexpr const char* kSelectApplication =
    "SELECT sequence, id, matter, pack, reference, mode, applicant, request, submitter, "
    "received_on, received_at, state, round, deadline, reviewer, claimed_until "
    "FROM applications ";

// From a row of kSelectApplication.
Application application_from(const Row& row);

// No deadline is the last of all days, so that it sorts last.
std::string to_column(const std::optional<Date>& deadline);

Date date_of_column(const std::string& text);
State state_of_column(const std::string& text);

}  // namespace zhipi::store
