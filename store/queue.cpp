#include "store/queue.h"

#include "models/json.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/refusal.h"

// A job waits, is leased, or is parked; a finished one is gone (its timeline tells of it). ready_at
// is when it may be claimed: for a leased one, when its lease has passed.
namespace zhipi::store {
namespace {

[[noreturn]] void lose(const Lease& lease) {
  refuse("lease_lost", "Job " + std::to_string(lease.job) +
                           " is no longer this worker's: its lease has passed or it was taken "
                           "away. Its result is not accepted.");
}

void note_parked(Connection& connection, const std::string& application, const std::string& kind,
                 std::int64_t attempts, const std::string& error, const Act& act) {
  note(connection, application, "job_parked", {{"attempts", attempts}, {"kind", kind}}, act,
       canonical_json(json::object{{"attempts", attempts}, {"error", error}, {"kind", kind}}));
}

// What may be claimed now. No job waits for longer than a lease: one that would wait for two was
// put off by a clock that has been set back since, by more than such steps as all clocks make.
// Should its worker still be at it, the higher token refuses what it brings.
constexpr std::string_view kReady =
    "WHERE kind = $1 AND state IN ('waiting', 'leased') "
    "AND (ready_at <= $2 OR ready_at > $3)";

// A job whose workers died again and again would go on for ever.
void park_hopeless(Connection& connection, const Row& job, const std::string& kind,
                   const std::string& worker, Time now) {
  const std::string error = "the worker did not come back";
  connection.execute("UPDATE jobs SET state = 'parked', worker = '', error = $1 WHERE id = $2",
                     {error, job.integer(0)});
  note_parked(connection, job.text(1), kind, job.integer(2), error, {now, worker});
}

Lease take(Connection& connection, std::int64_t job, const std::string& worker, Time until) {
  const Rows rows = connection.query(
      "UPDATE jobs SET state = 'leased', worker = $1, ready_at = $2, token = token + 1, "
      "attempts = attempts + 1 WHERE id = $3 "
      "RETURNING id, token, application, kind, payload, attempts",
      {worker, to_column(until), job});
  const Row& row = rows.front();
  return {row.integer(0), row.integer(1), row.text(2),
          row.text(3),    row.text(4),    static_cast<int>(row.integer(5)),
          until};
}

}  // namespace

void enqueue(Connection& connection, const std::string& application, const NewJob& job,
             const Act& act) {
  require_application(connection, application);
  connection.execute(
      "INSERT INTO jobs (application, kind, payload, state, ready_at, attempts, token, worker, "
      "error) VALUES ($1, $2, $3, 'waiting', $4, 0, 0, '', '')",
      {application, job.kind, job.payload, to_column(job.ready_at)});
  append_audit(connection, "job_queued", application,
               {{"kind", job.kind}, {"payload", Digest::of(job.payload).text()}}, act);
}

bool is_ready(Connection& connection, const std::string& kind, Time now,
              std::chrono::seconds lease) {
  return !connection
              .query("SELECT 1 FROM jobs " + std::string(kReady) + " LIMIT 1",
                     {kind, to_column(now), to_column(now + 2 * lease)})
              .empty();
}

std::optional<Lease> claim(Connection& connection, const std::string& kind,
                           const std::string& worker, Time now, std::chrono::seconds lease,
                           int max_attempts) {
  const std::string next = "SELECT id, application, attempts FROM jobs " + std::string(kReady) +
                           " ORDER BY ready_at, id LIMIT 1";
  while (true) {
    const Rows ready = connection.query(next, {kind, to_column(now), to_column(now + 2 * lease)});
    if (ready.empty()) return std::nullopt;
    if (ready.front().integer(2) < max_attempts) {
      return take(connection, ready.front().integer(0), worker, now + lease);
    }
    park_hopeless(connection, ready.front(), kind, worker, now);
  }
}

Lease renew(Connection& connection, const Lease& lease, Time now, std::chrono::seconds duration) {
  Lease renewed = lease;
  renewed.until = now + duration;
  const auto changed = connection.execute(
      "UPDATE jobs SET ready_at = $1 WHERE id = $2 AND token = $3 AND state = 'leased' "
      "AND ready_at > $4",
      {to_column(renewed.until), lease.job, lease.token, to_column(now)});
  if (changed == 0) lose(lease);
  return renewed;
}

void finish(Connection& connection, const Lease& lease, Time now) {
  const auto changed = connection.execute(
      "DELETE FROM jobs WHERE id = $1 AND token = $2 AND state = 'leased' AND ready_at > $3",
      {lease.job, lease.token, to_column(now)});
  if (changed == 0) lose(lease);
}

void require_lease(Connection& connection, const std::optional<Lease>& lease, Time now) {
  if (!lease) return;
  const Rows rows = connection.query(
      "SELECT 1 FROM jobs WHERE id = $1 AND token = $2 AND state = 'leased' AND ready_at > $3",
      {lease->job, lease->token, to_column(now)});
  if (rows.empty()) lose(*lease);
}

AfterFailure fail(Connection& connection, const Lease& lease, const std::string& error,
                  Time retry_at, const Act& act, int max_attempts) {
  const Rows rows = connection.query(
      "UPDATE jobs SET state = CASE WHEN attempts >= $1 THEN 'parked' ELSE 'waiting' END, "
      "worker = '', error = $2, ready_at = $3 WHERE id = $4 AND token = $5 "
      "AND state = 'leased' AND ready_at > $6 RETURNING state, application, kind, attempts",
      {std::int64_t{max_attempts}, error, to_column(retry_at), lease.job, lease.token,
       to_column(act.at)});
  if (rows.empty()) lose(lease);
  const Row& row = rows.front();
  if (row.text(0) == "parked") {
    note_parked(connection, row.text(1), row.text(2), row.integer(3), error, act);
    return AfterFailure::parked;
  }
  append_audit(
      connection, "job_failed", row.text(1),
      {{"attempts", row.integer(3)}, {"error", Digest::of(error).text()}, {"kind", row.text(2)}},
      act);
  return AfterFailure::waiting;
}

void cancel_jobs(Connection& connection, const std::string& application, const std::string& kind) {
  connection.execute("DELETE FROM jobs WHERE application = $1 AND kind = $2", {application, kind});
}

std::vector<ParkedJob> parked_jobs(Connection& connection) {
  std::vector<ParkedJob> jobs;
  const Rows rows = connection.query(
      "SELECT id, application, kind, attempts, error FROM jobs WHERE state = 'parked' ORDER BY id");
  for (const Row& row : rows) {
    jobs.push_back(
        {row.integer(0), row.text(1), row.text(2), static_cast<int>(row.integer(3)), row.text(4)});
  }
  return jobs;
}

void forget_parked(Connection& connection, const std::string& application) {
  connection.execute("DELETE FROM jobs WHERE application = $1 AND state = 'parked'", {application});
}

void hand_back(Connection& connection, const Lease& lease) {
  const auto changed = connection.execute(
      "UPDATE jobs SET state = 'waiting', worker = '', token = token + 1, "
      "attempts = attempts - 1, ready_at = 0 WHERE id = $1 AND token = $2 AND state = 'leased'",
      {lease.job, lease.token});
  if (changed == 0) lose(lease);
}

std::int64_t return_leases(Connection& connection, const std::optional<std::string>& node,
                           Time now) {
  return connection.execute(
      "UPDATE jobs SET state = 'waiting', worker = '', token = token + 1, ready_at = $1 "
      "WHERE state = 'leased' AND worker LIKE $2",
      {to_column(now), node ? *node + "/%" : "%"});
}

std::vector<std::string> without_job(Connection& connection, const std::string& kind) {
  std::vector<std::string> ids;
  const Rows rows = connection.query(
      "SELECT id FROM applications WHERE state IN ('received', 'reading', 'judging') "
      "AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.application = applications.id "
      "AND jobs.kind = $1) ORDER BY sequence",
      {kind});
  for (const Row& row : rows) ids.push_back(row.text(0));
  return ids;
}

std::int64_t open_jobs(Connection& connection) {
  return connection.query("SELECT count(*) FROM jobs WHERE state IN ('waiting', 'leased')")
      .front()
      .integer(0);
}

}  // namespace zhipi::store
