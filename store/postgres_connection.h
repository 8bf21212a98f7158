// The PostgreSQL driver, on libpq: prepared statements, and sessions that are made anew when they
// break.
//
// Who writes takes turns: a transaction with Access::write begins by locking the one row of
// `write_turn`, so that writers of all processes follow one another. Behind that lock READ
// COMMITTED is serial, and no transaction has to be tried again; distributed engines that answer a
// wait with a serialization failure are served by with_retries (refusal.h).
#pragma once

#include <memory>
#include <string>

#include "store/connection.h"

namespace zhipi::store {

// Connects to a database that a libpq URL names: postgresql://user@host/database?sslmode=…. Refuses
// with `wrong_database` one that is not in UTF-8 or does not sort by bytes. Throws StorageError:
// `unavailable` when nobody answers or lets us in. One thread at a time may use the connection.
//
// A session that has broken costs the transaction that was under way (`unavailable`); the next one
// begins in a new session. One that broke while it was idle costs nothing.
std::unique_ptr<Connection> open_postgres(const std::string& url, Access access);

}  // namespace zhipi::store
