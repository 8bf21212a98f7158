#include "store/idempotency.h"

#include "store/refusal.h"

namespace zhipi::store {

void remember(Connection& connection, const Once& once, Time at, const std::string& application) {
  if (recall(connection, once.key, once.principal, once.body)) {
    refuse("already_done", "This idempotency key was used before; its answer is kept.");
  }
  connection.execute(
      "INSERT INTO idempotency (principal, key, body, application, status, response, at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {once.principal, once.key, once.body.text(),
       application.empty() ? Value(Null{}) : Value(application), std::int64_t{once.response.status},
       once.response.body, to_column(at)});
}

void remember(Connection& connection, const Act& act) {
  if (act.once) remember(connection, *act.once, act.at);
}

Response keep_answer(Connection& connection, const Once& once) {
  connection.execute(
      "UPDATE idempotency SET status = $1, response = $2 "
      "WHERE principal = $3 AND key = $4 AND status = 0",
      {std::int64_t{once.response.status}, once.response.body, once.principal, once.key});
  const auto kept = recall(connection, once.key, once.principal, once.body);
  if (!kept) refuse("not_found", "This idempotency key was not used before.");
  return kept->response;
}

std::optional<Created> recall(Connection& connection, const std::string& key,
                              const std::string& principal, const Digest& body) {
  const Rows rows = connection.query(
      "SELECT body, application, status, response FROM idempotency "
      "WHERE principal = $1 AND key = $2",
      {principal, key});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows.front();
  if (row.text(0) != body.text()) {
    refuse("key_reused",
           "This idempotency key came with another body before; use a new key for a new request.");
  }
  return Created{
      row.optional_text(1).value_or(""), {static_cast<int>(row.integer(2)), row.text(3)}, true};
}

}  // namespace zhipi::store
