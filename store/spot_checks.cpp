#include "store/spot_checks.h"

#include "models/json.h"
#include "store/application_rows.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/conditions.h"
#include "store/idempotency.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

constexpr const char* kSelect =
    "SELECT s.sequence, s.id, s.application, s.matter, a.submitter, s.round, s.share, "
    "s.key_digest, "
    "s.input, s.hash, s.drawn_at, s.state, s.answered_at, s.answered_by, s.note, s.criterion "
    "FROM spot_checks s JOIN applications a ON a.id = s.application ";

// A share is kept as the text that JSON gives it, so that the same number comes back.
std::string share_column(double share) {
  return canonical_json(Json(share));
}

double share_of_column(const std::string& text) {
  const auto value = parse_json(text);
  if (!value || !value->is_number()) {
    throw StorageError(StorageErrorKind::other, "a share is no number: " + text);
  }
  return value->to_number<double>();
}

SpotCheck spot_check_from(const Row& row) {
  const std::string& state = row.text(11);
  return {.sequence = row.integer(0),
          .id = row.text(1),
          .application = row.text(2),
          .matter = row.text(3),
          .submitter = row.text(4),
          .round = static_cast<int>(row.integer(5)),
          .draw = {.share = share_of_column(row.text(6)),
                   .key = row.text(7),
                   .input = row.text(8),
                   .hash = row.text(9),
                   .drawn = state != "not_drawn"},
          .drawn_at = time_of_column(row.integer(10)),
          .state = state,
          .answered_at =
              row.is_null(12) ? std::nullopt : std::optional<Time>(time_of_column(row.integer(12))),
          .answered_by = row.text(13),
          .note = row.text(14),
          .criterion = row.text(15)};
}

std::optional<SpotCheck> find_by(Connection& connection, const std::string& column,
                                 const std::string& value) {
  const Rows rows = connection.query(std::string(kSelect) + "WHERE " + column + " = $1", {value});
  if (rows.empty()) return std::nullopt;
  return spot_check_from(rows.front());
}

}  // namespace

void keep_draw(Connection& connection, const Application& application, const NewDecision& decision,
               const Act& act) {
  if (!decision.draw) return;
  const Draw& draw = *decision.draw;
  connection.execute(
      "INSERT INTO spot_checks (id, application, matter, round, share, key_digest, input, hash, "
      "drawn_at, state, answered_by, note, criterion) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '') "
      "ON CONFLICT (application) DO NOTHING",
      {application.id + "-S", application.id, application.matter, std::int64_t{decision.round},
       share_column(draw.share), draw.key, draw.input, draw.hash, to_column(act.at),
       std::string(draw.drawn ? "open" : "not_drawn")});
}

std::optional<SpotCheck> find_spot_check(Connection& connection, const std::string& id) {
  return find_by(connection, "s.id", id);
}

std::optional<SpotCheck> spot_check_of(Connection& connection, const std::string& application) {
  return find_by(connection, "s.application", application);
}

SpotCheckPage list_spot_checks(Connection& connection, const SpotCheckQuery& query) {
  require_page_length(query.limit);
  Conditions conditions;
  conditions.add_equal("s.state", query.state);
  conditions.add_equal("s.matter", query.matter);
  if (!query.cursor.empty()) {
    conditions.add("s.sequence > " +
                   conditions.parameter(parse_cursor(query.cursor, false).sequence));
  }
  const std::string limit = "LIMIT " + conditions.parameter(std::int64_t{query.limit} + 1);
  const Rows rows = connection.query(kSelect + conditions.sql() + "ORDER BY s.sequence " + limit,
                                     conditions.parameters());
  SpotCheckPage page;
  for (const Row& row : rows) {
    if (page.spot_checks.size() == static_cast<std::size_t>(query.limit)) {
      page.next = std::to_string(page.spot_checks.back().sequence);
      break;
    }
    page.spot_checks.push_back(spot_check_from(row));
  }
  return page;
}

void answer_spot_check(Connection& connection, const std::string& id, const SpotCheckAnswer& answer,
                       const Act& act) {
  const auto spot_check = find_spot_check(connection, id);
  if (!spot_check) refuse("not_found", "There is no spot check " + id + ".");
  remember(connection, act);
  if (spot_check->state != "open") {
    refuse("conflict", "Spot check " + id + " is " + spot_check->state + ", not open.");
  }
  const std::string result = answer.right ? "right" : "wrong";
  connection.execute(
      "UPDATE spot_checks SET state = $1, answered_at = $2, answered_by = $3, note = $4, "
      "criterion = $5 WHERE id = $6",
      {result, to_column(act.at), act.actor, answer.note, answer.criterion, id});
  note(connection, spot_check->application, "spot_check_answered",
       {{"criterion", answer.criterion}, {"result", result}, {"spot_check", id}}, act,
       canonical_json(json::object{{"criterion", answer.criterion},
                                   {"note", answer.note},
                                   {"result", result},
                                   {"spot_check", id}}));
  const Act same{act.at, act.actor};  // the key is remembered by now
  if (answer.reopen) begin_round(connection, spot_check->application, *answer.reopen, same, {});
}

std::vector<Approval> approvals_by(Connection& connection, const std::string& pack,
                                   std::int64_t after, int limit) {
  std::vector<Approval> approvals;
  const Rows rows = connection.query(
      "SELECT d.sequence, d.application, a.state, d.decision, d.at FROM decisions d "
      "JOIN applications a ON a.id = d.application "
      "WHERE d.pack = $1 AND d.sequence > $2 AND d.maker = 'engine' "
      "AND d.outcome IN ('approve', 'approve_conditionally') ORDER BY d.sequence LIMIT $3",
      {pack, after, std::int64_t{limit}});
  for (const Row& row : rows) {
    approvals.push_back({row.integer(0), row.text(1), state_of_column(row.text(2)), row.text(3),
                         time_of_column(row.integer(4))});
  }
  return approvals;
}

}  // namespace zhipi::store
