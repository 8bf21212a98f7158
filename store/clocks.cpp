#include "store/clocks.h"

#include <algorithm>

#include "models/json.h"
#include "store/application_rows.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/obligations.h"

namespace zhipi::store {
namespace {

// Two machines' clocks differ by less.
constexpr std::chrono::minutes kSkew{5};
// A gap between two sweeps that needs no explanation: a restart, a night's maintenance.
constexpr std::chrono::hours kGap{24};
constexpr std::int64_t kNever = 253402300799999;  // the end of the year 9999

// Whether it is said now. The row of an alarm that is dated after now was written by a clock that
// had jumped: then it counts for nothing.
bool is_news(Connection& connection, const std::string& application, const Alarm& alarm, Time now) {
  const Rows rows = connection.query(
      "INSERT INTO alarms (application, clock, event, due, at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (application, clock, event, due) DO UPDATE SET at = excluded.at "
      "WHERE alarms.at > excluded.at RETURNING at",
      {application, alarm.clock, alarm.event, alarm.due.text(), to_column(now)});
  return !rows.empty();
}

void tell(Connection& connection, const Look& look, const Act& act, std::vector<Told>& told) {
  for (const Alarm& alarm : look.alarms) {
    if (!is_news(connection, look.application, alarm, act.at)) continue;
    note(connection, look.application, alarm.event,
         {{"clock", alarm.clock}, {"due", alarm.due.text()}}, act, alarm.detail);
    if (alarm.event == "obligation_reminded") mark_reminded(connection, alarm.clock, act.at);
    told.push_back({look.application, alarm.clock, alarm.event, alarm.due});
  }
}

void record(Connection& connection, const Look& look, const Act& act, std::vector<Told>& told) {
  // The row's lock first: of two processes that look at once, the second sees what the first did.
  connection.execute("UPDATE applications SET look_at = $1 WHERE id = $2 AND look_at IS NOT NULL",
                     {look.again ? Value(std::min(to_column(*look.again), kNever)) : Value(Null{}),
                      look.application});
  if (last_event_of(connection, look.application) != look.seen) {
    return look_soon(connection, look.application);
  }
  if (look.deadline) {
    connection.execute("UPDATE applications SET deadline = $1 WHERE id = $2",
                       {to_column(*look.deadline), look.application});
  }
  if (look.statutory) {
    connection.execute(
        "UPDATE applications SET statutory_due = $1 WHERE id = $2",
        {*look.statutory ? Value((*look.statutory)->text()) : Value(Null{}), look.application});
  }
  tell(connection, look, act, told);
  for (const ObligationDue& one : look.due_known) set_due(connection, one);
  for (const ObligationEnd& one : look.ended) {
    settle_obligation(connection, one.id, one.settlement, act);
    told.push_back({look.application, one.id, "obligation_" + one.settlement.state, {}});
  }
  if (look.move) {
    move_application(connection, look.application, *look.move, act);
    told.push_back({look.application, "supplement", look.move->event, {}});
  }
}

}  // namespace

std::int64_t last_event_of(Connection& connection, const std::string& application) {
  const Rows rows = connection.query(
      "SELECT coalesce(max(sequence), 0) FROM timeline WHERE application = $1", {application});
  return rows.front().integer(0);
}

std::vector<std::string> due_looks(Connection& connection, Time now, int limit) {
  std::vector<std::string> ids;
  const Rows rows = connection.query(
      "SELECT id FROM applications WHERE look_at IS NOT NULL AND look_at <= $1 "
      "ORDER BY look_at LIMIT $2",
      {to_column(now), std::int64_t{limit}});
  ids.reserve(rows.size());
  for (const Row& row : rows) ids.push_back(row.text(0));
  return ids;
}

std::vector<Told> record_looks(Connection& connection, const std::vector<Look>& looks,
                               const Act& act) {
  std::vector<Told> told;
  for (const Look& look : looks) record(connection, look, act, told);
  return told;
}

Sweeping mark_sweep(Connection& connection, Time now, const std::optional<std::string>& basis) {
  const Rows rows = connection.query("SELECT at, steady_since, basis FROM sweeps");
  if (rows.empty()) {
    connection.execute("INSERT INTO sweeps (at, steady_since, basis) VALUES ($1, $2, $3)",
                       {to_column(now), to_column(now), basis.value_or("")});
    return {now, false};
  }
  const Row& before = rows.front();
  const Time last = time_of_column(before.integer(0));
  const bool back = now + kSkew < last;
  const bool jumped = back || now > last + kGap;
  const Time steady_since = jumped ? now : time_of_column(before.integer(1));
  const std::string known = basis.value_or(before.text(2));
  connection.execute("UPDATE sweeps SET at = $1, steady_since = $2, basis = $3",
                     {to_column(back ? now : std::max(last, now)), to_column(steady_since), known});
  if (back || known != before.text(2)) {
    connection.execute("UPDATE applications SET look_at = 0 WHERE look_at IS NOT NULL");
  }
  return {steady_since, jumped};
}

void look_soon(Connection& connection, const std::string& application) {
  connection.execute("UPDATE applications SET look_at = 0 WHERE id = $1", {application});
}

}  // namespace zhipi::store
