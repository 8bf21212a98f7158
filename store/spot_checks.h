// Spot checks (双随机): what was drawn of automatic approvals, and what persons found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/clock_records.h"
#include "store/connection.h"

namespace zhipi::store {

// The draw of a decision, in the transaction that keeps it. An application is drawn once.
void keep_draw(Connection& connection, const Application& application, const NewDecision& decision,
               const Act& act);

std::optional<SpotCheck> find_spot_check(Connection& connection, const std::string& id);
std::optional<SpotCheck> spot_check_of(Connection& connection, const std::string& application);
SpotCheckPage list_spot_checks(Connection& connection, const SpotCheckQuery& query);

// Refuses with `not_found`, with `conflict` if it is answered or was not drawn, and as begin_round
// does.
void answer_spot_check(Connection& connection, const std::string& id, const SpotCheckAnswer& answer,
                       const Act& act);

// Automatic approvals by the pack after this sequence number, 0 for the first, in their order.
std::vector<Approval> approvals_by(Connection& connection, const std::string& pack,
                                   std::int64_t after, int limit);

}  // namespace zhipi::store
