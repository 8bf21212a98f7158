#include "store/obligations.h"

#include <algorithm>

#include "models/approval.h"
#include "models/json.h"
#include "store/application_rows.h"
#include "store/audit.h"
#include "store/clocks.h"
#include "store/conditions.h"
#include "store/idempotency.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

constexpr const char* kSelect =
    "SELECT o.sequence, o.id, o.application, o.matter, a.submitter, a.state, o.round, o.name, "
    "o.kind, o.title, o.working_days, o.begun_on, o.due, o.consequence, o.state, o.reminded_at, "
    "o.settled_at, o.settled_by, o.note FROM obligations o "
    "JOIN applications a ON a.id = o.application ";

std::optional<Time> optional_time(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return time_of_column(row.integer(column));
}

std::optional<int> optional_number(const Row& row, std::size_t column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<int>(row.integer(column));
}

Obligation obligation_from(const Row& row) {
  const Date due = date_of_column(row.text(12));
  return {.sequence = row.integer(0),
          .id = row.text(1),
          .application = row.text(2),
          .matter = row.text(3),
          .submitter = row.text(4),
          .application_state = state_of_column(row.text(5)),
          .round = static_cast<int>(row.integer(6)),
          .name = row.text(7),
          .kind = row.text(8),
          .title = row.text(9),
          .working_days = optional_number(row, 10),
          .begun_on = date_of_column(row.text(11)),
          .due = due == Date::forever() ? std::nullopt : std::optional<Date>(due),
          .consequence = row.text(13),
          .state = row.text(14),
          .reminded_at = optional_time(row, 15),
          .settled_at = optional_time(row, 16),
          .settled_by = row.text(17),
          .note = row.text(18)};
}

std::vector<Obligation> obligations_from(const Rows& rows) {
  std::vector<Obligation> obligations;
  obligations.reserve(rows.size());
  for (const Row& row : rows) obligations.push_back(obligation_from(row));
  return obligations;
}

void insert(Connection& connection, const Application& application, int round,
            const std::string& id, const NewObligation& obligation) {
  connection.execute(
      "INSERT INTO obligations (id, application, matter, round, name, kind, title, working_days, "
      "begun_on, due, consequence, state, settled_by, note) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', '', '')",
      {id, application.id, application.matter, std::int64_t{round}, obligation.name,
       obligation.kind, obligation.title,
       obligation.working_days ? Value(std::int64_t{*obligation.working_days}) : Value(Null{}),
       obligation.begun_on.text(), to_column(obligation.due), obligation.consequence});
}

bool is_known(const std::vector<Obligation>& before, const std::string& name) {
  return std::any_of(before.begin(), before.end(), [&](const Obligation& one) {
    return one.name == name && one.state != "ended";
  });
}

}  // namespace

void settle_earlier_obligations(Connection& connection, const Application& application,
                                const NewDecision& decision, const Act& act) {
  if (decision.state != State::decided) return;
  const bool approves = is_approval(decision.outcome);
  for (const Obligation& one : obligations_of(connection, application.id)) {
    if (one.state != "open") continue;
    const bool is_owed =
        std::find(decision.owed.begin(), decision.owed.end(), one.name) != decision.owed.end();
    if (approves && is_owed) continue;
    const json::object detail{
        {"obligation", one.id}, {"round", decision.round}, {"outcome", decision.outcome}};
    settle_obligation(connection, one.id,
                      {.state = approves ? "fulfilled" : "ended", .detail = canonical_json(detail)},
                      act);
  }
}

void open_obligations(Connection& connection, const Application& application,
                      const NewDecision& decision, const Act& act, Notes& notes) {
  if (decision.obligations.empty()) return;
  std::vector<Obligation> before;
  if (application.round > 1) before = obligations_of(connection, application.id);
  json::array opened;
  for (const NewObligation& obligation : decision.obligations) {
    if (is_known(before, obligation.name)) continue;
    const std::string id = application.id + "-O" + std::to_string(decision.round) + "." +
                           std::to_string(opened.size() + 1);
    insert(connection, application, decision.round, id, obligation);
    opened.push_back(
        json::object{{"due", obligation.due ? Json(obligation.due->text()) : Json(nullptr)},
                     {"id", id},
                     {"kind", obligation.kind},
                     {"name", obligation.name}});
  }
  if (opened.empty()) return;
  notes.add(application.id, "obligations_opened", {{"obligations", std::move(opened)}}, act);
}

std::optional<Obligation> find_obligation(Connection& connection, const std::string& id) {
  const Rows rows = connection.query(std::string(kSelect) + "WHERE o.id = $1", {id});
  if (rows.empty()) return std::nullopt;
  return obligation_from(rows.front());
}

std::vector<Obligation> obligations_of(Connection& connection, const std::string& application) {
  return obligations_from(connection.query(
      std::string(kSelect) + "WHERE o.application = $1 ORDER BY o.sequence", {application}));
}

ObligationPage list_obligations(Connection& connection, const ObligationQuery& query) {
  require_page_length(query.limit);
  Conditions conditions;
  conditions.add_equal("o.state", query.state);
  conditions.add_equal("o.matter", query.matter);
  conditions.add_equal("a.submitter", query.submitter);
  if (query.due_before) conditions.add("o.due < " + conditions.parameter(query.due_before->text()));
  if (!query.cursor.empty()) {
    const Cursor cursor = parse_cursor(query.cursor, true);
    const std::string day = conditions.parameter(cursor.day);
    conditions.add("(o.due, o.sequence) > (" + day + ", " + conditions.parameter(cursor.sequence) +
                   ")");
  }
  // One more than asked for tells whether there is a next page.
  const std::string limit = "LIMIT " + conditions.parameter(std::int64_t{query.limit} + 1);
  ObligationPage page{obligations_from(connection.query(
                          kSelect + conditions.sql() + "ORDER BY o.due, o.sequence " + limit,
                          conditions.parameters())),
                      {}};
  if (page.obligations.size() > static_cast<std::size_t>(query.limit)) {
    page.obligations.pop_back();
    const Obligation& last = page.obligations.back();
    page.next = to_column(last.due) + ":" + std::to_string(last.sequence);
  }
  return page;
}

void settle_obligation(Connection& connection, const std::string& id, const Settlement& settlement,
                       const Act& act) {
  const auto obligation = find_obligation(connection, id);
  if (!obligation) refuse("not_found", "There is no obligation " + id + ".");
  remember(connection, act);
  if (std::find(settlement.from.begin(), settlement.from.end(), obligation->state) ==
      settlement.from.end()) {
    refuse("conflict", "Obligation " + id + " is " + obligation->state + " by now.");
  }
  connection.execute(
      "UPDATE obligations SET state = $1, settled_at = $2, settled_by = $3, note = $4 "
      "WHERE id = $5",
      {settlement.state, to_column(act.at), act.actor, settlement.note, id});
  note(connection, obligation->application, "obligation_" + settlement.state,
       {{"from", obligation->state}, {"obligation", id}}, act, settlement.detail);
  look_soon(connection, obligation->application);
}

void set_due(Connection& connection, const ObligationDue& known) {
  connection.execute("UPDATE obligations SET due = $1 WHERE id = $2 AND due = $3",
                     {known.due.text(), known.id, to_column(std::nullopt)});
}

void mark_reminded(Connection& connection, const std::string& id, Time at) {
  connection.execute("UPDATE obligations SET reminded_at = $1 WHERE id = $2", {to_column(at), id});
}

}  // namespace zhipi::store
