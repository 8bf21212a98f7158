#include "store/pending.h"

#include "models/json.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/idempotency.h"
#include "store/refusal.h"

namespace zhipi::store {

// Neither timeline nor log say what is wanted: the second person is to see the case, not the
// first one's verdict on it.
void propose(Connection& connection, const std::string& id, const NewPendingAct& pending,
             const Act& act) {
  const Application application = require_application(connection, id);
  remember(connection, act);
  require_state(application, pending.from);
  require_free(application, act);
  require_round(application, pending.round);
  require_pending(connection, id, pending.replaces);
  forget_pending(connection, id);
  connection.execute(
      "INSERT INTO pending_acts (application, kind, round, act, actor, at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {id, pending.kind, std::int64_t{pending.round}, pending.act, act.actor, to_column(act.at)});
  set_reviewer(connection, id, "");
  const json::object told{{"kind", pending.kind}, {"round", pending.round}};
  json::object detail = told;
  detail["act"] = Digest::of(pending.act).text();
  note(connection, id, "second_person_needed", detail, act, canonical_json(told));
}

std::optional<PendingAct> pending_of(Connection& connection, const std::string& id) {
  const Rows rows = connection.query(
      "SELECT kind, round, act, actor, at FROM pending_acts WHERE application = $1", {id});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows.front();
  return PendingAct{row.text(0), static_cast<int>(row.integer(1)), row.text(2), row.text(3),
                    time_of_column(row.integer(4))};
}

void require_pending(Connection& connection, const std::string& id,
                     const std::optional<PendingAct>& expected) {
  if (pending_of(connection, id) == expected) return;
  refuse("conflict",
         "Another person has acted on application " + id + " meanwhile; look at it again.");
}

void drop_pending(Connection& connection, const std::string& id, const PendingAct& pending,
                  const std::string& detail, const Act& act, const std::string& grounds) {
  const Application application = require_application(connection, id);
  remember(connection, act);
  require_free(application, act);
  require_pending(connection, id, pending);
  forget_pending(connection, id);
  set_reviewer(connection, id, "");
  json::object told{{"kind", pending.kind}, {"round", pending.round}};
  if (!grounds.empty()) told["grounds"] = grounds;
  json::object logged = told;
  logged["act"] = Digest::of(pending.act).text();
  logged["answer"] = Digest::of(detail).text();
  const bool own = pending.actor == act.actor;
  note(connection, id, own ? "taken_back" : "not_confirmed", logged, act, canonical_json(told));
}

void forget_pending(Connection& connection, const std::string& id) {
  connection.execute("DELETE FROM pending_acts WHERE application = $1", {id});
}

}  // namespace zhipi::store
