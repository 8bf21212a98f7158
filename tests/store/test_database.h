// Where a test keeps its records: in its directory with SQLite, or, when ZHIPI_TEST_STORE is the
// URL of a PostgreSQL database, in a schema there that belongs to that directory.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "models/digest.h"
#include "store/postgres_connection.h"
#include "store/sqlite_connection.h"
#include "store/store.h"

namespace zhipi::store {

inline std::string test_server() {
  const char* const url = std::getenv("ZHIPI_TEST_STORE");
  return url == nullptr ? "" : url;
}
inline bool on_postgres() {
  return !test_server().empty();
}

inline std::string schema_of(const std::filesystem::path& directory) {
  return "t_" + std::string(Digest::of(directory.string()).hex().substr(0, 24));
}

inline Options options_for(const std::filesystem::path& directory) {
  Options options;
  if (on_postgres()) {
    options.database = test_server() + "&options=-csearch_path%3D" + schema_of(directory);
  }
  return options;
}

// What the store of this directory would open.
inline std::unique_ptr<Connection> open_database(const std::filesystem::path& directory,
                                                 Access access) {
  if (on_postgres()) return open_postgres(options_for(directory).database, access);
  return open_sqlite(directory / "zhipi.db", access);
}

// On PostgreSQL: makes the schema of a new directory.
inline void make_schema(const std::filesystem::path& directory) {
  if (!on_postgres()) return;
  const auto server = open_postgres(test_server(), Access::write);
  server->execute("DROP SCHEMA IF EXISTS " + schema_of(directory) + " CASCADE");
  server->execute("CREATE SCHEMA " + schema_of(directory));
}

}  // namespace zhipi::store
