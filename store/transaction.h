// The shape of a transaction, for both drivers. `depth` counts a connection's open levels.
#pragma once

#include <functional>

#include "store/connection.h"

namespace zhipi::store {

// Runs `begin`, `work` and the commit. What throws is thrown on after the rollback, which is left
// out where the error has ended the transaction already (a full disk, a lost server).
void in_transaction_of(Connection& connection, int& depth, const std::function<void()>& begin,
                       const std::function<void()>& work);

// Inside a transaction: runs `work`, which is undone alone when it throws.
void in_savepoint(Connection& connection, int& depth, const std::function<void()>& work);

}  // namespace zhipi::store
