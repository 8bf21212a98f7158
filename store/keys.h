// API keys, known by the SHA-256 of their token.
#pragma once

#include <optional>
#include <string>

#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

void add_key(Connection& connection, const Digest& token, const Key& key, const Act& act);
std::optional<Key> find_key(Connection& connection, const Digest& token);
std::int64_t count_keys(Connection& connection);
void remove_key(Connection& connection, const std::string& name, const Act& act);

}  // namespace zhipi::store
