// Obligations: what conditional approvals leave open, one row each, from its beginning to its end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/audit.h"
#include "store/clock_records.h"
#include "store/connection.h"

namespace zhipi::store {

// What earlier rounds left open, when the application is decided again: an approval fulfils what it
// does not name as owed still, a refusal ends all. An escalation or a notice changes nothing.
void settle_earlier_obligations(Connection& connection, const Application& application,
                                const NewDecision& decision, const Act& act);

// Those of a decision, in the transaction that keeps it; of those that are known by name already,
// none is opened again.
void open_obligations(Connection& connection, const Application& application,
                      const NewDecision& decision, const Act& act, Notes& notes);

std::optional<Obligation> find_obligation(Connection& connection, const std::string& id);

// Of one application, in the order of their beginning.
std::vector<Obligation> obligations_of(Connection& connection, const std::string& application);

ObligationPage list_obligations(Connection& connection, const ObligationQuery& query);

// Ends it. Refuses with `not_found`, and with `conflict` unless its state is in settlement.from.
void settle_obligation(Connection& connection, const std::string& id, const Settlement& settlement,
                       const Act& act);

// The last day of one that had none is known by now.
void set_due(Connection& connection, const ObligationDue& known);

void mark_reminded(Connection& connection, const std::string& id, Time at);

}  // namespace zhipi::store
