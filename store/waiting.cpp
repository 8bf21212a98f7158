// What waits for somebody, counted where it stands.
#include "store/statistics.h"

namespace zhipi::store {
namespace {

// A case that was decided before and is looked at again has kept its limits.
const std::string kUndecided =
    "SELECT a.matter, count(*) FROM applications a "
    "WHERE a.state IN ('received', 'reading', 'judging', 'escalated', 'supplementing') "
    "AND NOT EXISTS (SELECT 1 FROM decisions d WHERE d.application = a.id "
    "AND d.outcome NOT IN ('escalate', 'supplement')) ";

void add(std::vector<Waiting>& all, const std::string& kind, const Rows& rows) {
  for (const Row& row : rows) all.push_back({kind, row.text(0), row.integer(1)});
}

}  // namespace

std::vector<Waiting> waiting(Connection& connection, Date today, Date near) {
  std::vector<Waiting> all;
  const auto limits = [&](const std::string& name, const std::string& column) {
    add(all, name + "_overdue",
        connection.query(kUndecided + "AND a." + column + " < $1 GROUP BY a.matter",
                         {today.text()}));
    add(all, name + "_near",
        connection.query(
            kUndecided + "AND a." + column + " >= $1 AND a." + column + " <= $2 GROUP BY a.matter",
            {today.text(), near.text()}));
  };
  limits("promised", "deadline");
  limits("statutory", "statutory_due");
  add(all, "obligation_overdue",
      connection.query("SELECT matter, count(*) FROM obligations WHERE state = 'open' AND due < $1 "
                       "GROUP BY matter",
                       {today.text()}));
  add(all, "obligation_lapsed",
      connection.query("SELECT o.matter, count(*) FROM obligations o "
                       "JOIN applications a ON a.id = o.application "
                       "WHERE o.state = 'lapsed' AND a.state = 'decided' GROUP BY o.matter"));
  add(all, "job_parked",
      connection.query("SELECT a.matter, count(*) FROM jobs j "
                       "JOIN applications a ON a.id = j.application "
                       "WHERE j.state = 'parked' GROUP BY a.matter"));
  for (const std::string state : {"escalated", "supplementing"}) {
    add(all, state,
        connection.query(
            "SELECT matter, count(*) FROM applications WHERE state = $1 GROUP BY matter", {state}));
  }
  return all;
}

}  // namespace zhipi::store
