// The SQLite driver: WAL, synchronous=FULL, foreign keys, 16 MB of cache, prepared statements kept.
#pragma once

#include <filesystem>
#include <memory>

#include "store/connection.h"

namespace zhipi::store {

// Opens the file, which is created (for its owner alone) when missing and Access is write. Throws
// StorageError. One thread at a time may use the connection.
std::unique_ptr<Connection> open_sqlite(const std::filesystem::path& file, Access access);

}  // namespace zhipi::store
