// The tables (docs/storage.md), and how a database of an earlier version becomes one of this.
#pragma once

#include <string_view>
#include <vector>

#include "store/connection.h"

namespace zhipi::store {

// The statements that lead from one version to the next; {identity} and {keyed}
// stand for the dialect's words.
using Migration = std::vector<std::string_view>;

// All versions so far. What was released is never changed; a change is a new last entry.
const std::vector<Migration>& migrations();

// Brings the database to the last version, each step in one transaction. Refuses with
// `newer_schema` what a later version of zhipi wrote. Safe when two processes do it at once.
void migrate(Connection& connection, const std::vector<Migration>& steps);

}  // namespace zhipi::store
