#include "store/keys.h"

#include "models/json.h"
#include "store/audit.h"
#include "store/idempotency.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

json::array to_array(const std::vector<std::string>& roles) {
  json::array array;
  for (const std::string& role : roles) array.emplace_back(role);
  return array;
}

std::vector<std::string> roles_of_column(const std::string& text) {
  const auto value = parse_json(text);
  std::vector<std::string> roles;
  if (!value || !value->is_array()) {
    throw StorageError(StorageErrorKind::other, "a key's roles are no list");
  }
  for (const Json& role : value->as_array()) {
    if (!role.is_string()) throw StorageError(StorageErrorKind::other, "a role is no text");
    roles.emplace_back(role.as_string());
  }
  return roles;
}

}  // namespace

void add_key(Connection& connection, const Digest& token, const Key& key, const Act& act) {
  remember(connection, act);
  // A name that was removed stays taken: the log must not mean two people by it.
  if (!connection
           .query("SELECT 1 FROM api_keys WHERE name = $1 OR token = $2", {key.name, token.text()})
           .empty()) {
    refuse("conflict", "There is, or was, a key named " + key.name + "; choose another name.");
  }
  const json::array roles = to_array(key.roles);
  connection.execute("INSERT INTO api_keys (token, name, roles, added_at) VALUES ($1, $2, $3, $4)",
                     {token.text(), key.name, canonical_json(roles), to_column(act.at)});
  append_audit(connection, "key_added", key.name, {{"roles", roles}}, act);
}

std::optional<Key> find_key(Connection& connection, const Digest& token) {
  const Rows rows = connection.query(
      "SELECT name, roles FROM api_keys WHERE token = $1 AND removed_at IS NULL", {token.text()});
  if (rows.empty()) return std::nullopt;
  return Key{rows.front().text(0), roles_of_column(rows.front().text(1))};
}

std::int64_t count_keys(Connection& connection) {
  return connection.query("SELECT count(*) FROM api_keys WHERE removed_at IS NULL")
      .front()
      .integer(0);
}

void remove_key(Connection& connection, const std::string& name, const Act& act) {
  remember(connection, act);
  const auto changed = connection.execute(
      "UPDATE api_keys SET removed_at = $1 WHERE name = $2 AND removed_at IS NULL",
      {to_column(act.at), name});
  if (changed == 0) refuse("not_found", "There is no key named " + name + ".");
  append_audit(connection, "key_removed", name, {}, act);
}

}  // namespace zhipi::store
