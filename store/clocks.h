// When an application's clocks must be looked at, and what a look gave.
//
// `applications.look_at` is an index, no record: every change of state sets it to 0 (now), a look
// sets it to the next moment at which anything can be due. What the clocks say is computed from the
// timeline (workflow/deadlines.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/clock_records.h"
#include "store/connection.h"

namespace zhipi::store {

// The applications whose time to be looked at has come, the longest overdue first.
std::vector<std::string> due_looks(Connection& connection, Time now, int limit);

std::vector<Told> record_looks(Connection& connection, const std::vector<Look>& looks,
                               const Act& act);

// Notes a sweep. Where the clock has gone backwards, or `basis` (a digest of what due days follow
// from: calendars, settings) is another than before, all are to be looked at again.
Sweeping mark_sweep(Connection& connection, Time now, const std::optional<std::string>& basis);

// The sequence number of an application's last event.
std::int64_t last_event_of(Connection& connection, const std::string& application);

// The application is to be looked at soon.
void look_soon(Connection& connection, const std::string& application);

}  // namespace zhipi::store
