// What one person wants done and a second has yet to confirm.
#pragma once

#include <optional>
#include <string>

#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

// Lets the application go, so that a second person can take it.
void propose(Connection& connection, const std::string& id, const NewPendingAct& pending,
             const Act& act);

std::optional<PendingAct> pending_of(Connection& connection, const std::string& id);

// Refuses with `conflict` unless exactly this is pending; nothing, if none is named.
void require_pending(Connection& connection, const std::string& id,
                     const std::optional<PendingAct>& expected);

void drop_pending(Connection& connection, const std::string& id, const PendingAct& pending,
                  const std::string& detail, const Act& act, const std::string& grounds);

// Without a word, because what is noted beside it tells its end.
void forget_pending(Connection& connection, const std::string& id);

}  // namespace zhipi::store
