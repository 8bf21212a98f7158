#include "store/schema.h"

#include <array>
#include <string>

#include "store/refusal.h"

namespace zhipi::store {
namespace {

const Migration kFirst{
    "CREATE TABLE materials (digest TEXT NOT NULL UNIQUE, media_type TEXT NOT NULL, "
    "bytes BIGINT NOT NULL, uploaded_at BIGINT NOT NULL, uploader TEXT NOT NULL)",

    "CREATE TABLE applications (sequence {identity}, id TEXT NOT NULL UNIQUE, "
    "matter TEXT NOT NULL, pack TEXT NOT NULL, reference TEXT NOT NULL, mode TEXT NOT NULL, "
    "applicant TEXT NOT NULL, request TEXT NOT NULL, submitter TEXT NOT NULL, "
    "received_on TEXT NOT NULL, received_at BIGINT NOT NULL, state TEXT NOT NULL, "
    "round BIGINT NOT NULL, deadline TEXT NOT NULL, reviewer TEXT NOT NULL)",
    "CREATE INDEX applications_by_deadline ON applications (deadline, sequence)",
    "CREATE INDEX applications_by_state ON applications (state, deadline, sequence)",
    "CREATE INDEX applications_by_reference ON applications (reference, sequence)",

    "CREATE TABLE application_materials (application TEXT NOT NULL REFERENCES applications (id), "
    "round BIGINT NOT NULL, material TEXT NOT NULL, position BIGINT NOT NULL, "
    "digest TEXT NOT NULL REFERENCES materials (digest), "
    "UNIQUE (application, round, material, position))",
    "CREATE INDEX application_materials_by_digest ON application_materials (digest, application)",

    "CREATE TABLE application_subjects (application TEXT NOT NULL REFERENCES applications (id), "
    "subject TEXT NOT NULL, UNIQUE (subject, application))",

    "CREATE TABLE rounds (application TEXT NOT NULL REFERENCES applications (id), "
    "round BIGINT NOT NULL, reason TEXT NOT NULL, input TEXT NOT NULL, at BIGINT NOT NULL, "
    "actor TEXT NOT NULL, UNIQUE (application, round))",

    "CREATE TABLE readings (application TEXT NOT NULL REFERENCES applications (id), "
    "material TEXT NOT NULL, round BIGINT NOT NULL, readings TEXT NOT NULL, at BIGINT NOT NULL, "
    "UNIQUE (application, material, round))",

    "CREATE TABLE facts (application TEXT NOT NULL REFERENCES applications (id), "
    "round BIGINT NOT NULL, digest TEXT NOT NULL, facts TEXT NOT NULL, at BIGINT NOT NULL, "
    "UNIQUE (application, round))",

    "CREATE TABLE decisions (sequence {identity}, "
    "application TEXT NOT NULL REFERENCES applications (id), round BIGINT NOT NULL, "
    "maker TEXT NOT NULL, outcome TEXT NOT NULL, automatic BIGINT NOT NULL, "
    "decision TEXT NOT NULL, pack TEXT NOT NULL, engine TEXT NOT NULL, facts TEXT NOT NULL, "
    "at BIGINT NOT NULL, actor TEXT NOT NULL, UNIQUE (application, round, maker))",

    "CREATE TABLE timeline (sequence {identity}, "
    "application TEXT NOT NULL REFERENCES applications (id), event TEXT NOT NULL, "
    "at BIGINT NOT NULL, actor TEXT NOT NULL, detail TEXT NOT NULL)",
    "CREATE INDEX timeline_by_application ON timeline (application, sequence)",

    "CREATE TABLE jobs (id {identity}, application TEXT NOT NULL REFERENCES applications (id), "
    "kind TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL, ready_at BIGINT NOT NULL, "
    "attempts BIGINT NOT NULL, token BIGINT NOT NULL, worker TEXT NOT NULL, error TEXT NOT NULL)",
    "CREATE INDEX jobs_by_readiness ON jobs (kind, ready_at, id) "
    "WHERE state IN ('waiting', 'leased')",
    "CREATE INDEX jobs_by_application ON jobs (application)",

    "CREATE TABLE idempotency (principal TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, "
    "application TEXT REFERENCES applications (id), status BIGINT NOT NULL, "
    "response TEXT NOT NULL, at BIGINT NOT NULL, UNIQUE (principal, key))",

    "CREATE TABLE audit (sequence {identity}, entry TEXT NOT NULL, leaf TEXT NOT NULL, "
    "chain TEXT NOT NULL)",
    "CREATE TABLE audit_head (size BIGINT NOT NULL, chain TEXT NOT NULL)",
    "INSERT INTO audit_head (size, chain) VALUES "
    "(0, '0000000000000000000000000000000000000000000000000000000000000000')",

    "CREATE TABLE api_keys (token TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, "
    "roles TEXT NOT NULL, added_at BIGINT NOT NULL, removed_at BIGINT)",
};

// What statistics count by.
const Migration kFigures{
    "CREATE INDEX applications_by_day ON applications (received_on, matter, state)",
    "ALTER TABLE decisions ADD COLUMN proposal TEXT NOT NULL DEFAULT ''",
    "CREATE TABLE decision_reasons (application TEXT NOT NULL REFERENCES applications (id), "
    "round BIGINT NOT NULL, code TEXT NOT NULL, UNIQUE (application, round, code))",
};

// Clocks, obligations and spot checks. Applications that wait for something are looked at once.
const Migration kClocks{
    "ALTER TABLE applications ADD COLUMN look_at BIGINT",
    "UPDATE applications SET look_at = 0 "
    "WHERE state NOT IN ('decided', 'withdrawn', 'revoked', 'closed')",
    "CREATE INDEX applications_by_look ON applications (look_at) WHERE look_at IS NOT NULL",
    "CREATE TABLE alarms (application TEXT NOT NULL REFERENCES applications (id), "
    "clock TEXT NOT NULL, event TEXT NOT NULL, due TEXT NOT NULL, at BIGINT NOT NULL, "
    "UNIQUE (application, clock, event, due))",
    "CREATE TABLE sweeps (at BIGINT NOT NULL, steady_since BIGINT NOT NULL, basis TEXT NOT NULL)",

    "CREATE TABLE obligations (sequence {identity}, id TEXT NOT NULL UNIQUE, "
    "application TEXT NOT NULL REFERENCES applications (id), matter TEXT NOT NULL, "
    "round BIGINT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, "
    "working_days BIGINT, begun_on TEXT NOT NULL, due TEXT NOT NULL, consequence TEXT NOT NULL, "
    "state TEXT NOT NULL, reminded_at BIGINT, settled_at BIGINT, settled_by TEXT NOT NULL, "
    "note TEXT NOT NULL)",
    "CREATE INDEX obligations_by_due ON obligations (due, sequence)",
    "CREATE INDEX obligations_by_state ON obligations (state, due, sequence)",
    "CREATE INDEX obligations_by_application ON obligations (application, sequence)",

    "CREATE TABLE spot_checks (sequence {identity}, id TEXT NOT NULL UNIQUE, "
    "application TEXT NOT NULL UNIQUE REFERENCES applications (id), matter TEXT NOT NULL, "
    "round BIGINT NOT NULL, share TEXT NOT NULL, key_digest TEXT NOT NULL, input TEXT NOT NULL, "
    "hash TEXT NOT NULL, drawn_at BIGINT NOT NULL, state TEXT NOT NULL, answered_at BIGINT, "
    "answered_by TEXT NOT NULL, note TEXT NOT NULL, criterion TEXT NOT NULL)",
    "CREATE INDEX spot_checks_by_state ON spot_checks (state, sequence)",
    "CREATE INDEX decisions_by_pack ON decisions (pack, sequence)",
};

const Migration kPendingActs{
    "CREATE TABLE pending_acts (application TEXT NOT NULL REFERENCES applications (id), "
    "kind TEXT NOT NULL, round BIGINT NOT NULL, act TEXT NOT NULL, actor TEXT NOT NULL, "
    "at BIGINT NOT NULL, UNIQUE (application))",
    "CREATE INDEX applications_by_reviewer ON applications (reviewer, deadline, sequence)",
};

// A claim ends by itself; figures tell what is late. Claims from before have ended.
const Migration kAttention{
    "ALTER TABLE applications ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE applications ADD COLUMN statutory_due TEXT",
};

// Subjects are looked up from both sides, and two B-trees are enough for that: the row is its key.
const Migration kBySubject{
    "ALTER TABLE application_subjects RENAME TO former_subjects",
    "CREATE TABLE application_subjects (application TEXT NOT NULL REFERENCES applications (id), "
    "subject TEXT NOT NULL, PRIMARY KEY (application, subject)) {keyed}",
    "INSERT INTO application_subjects (application, subject) "
    "SELECT application, subject FROM former_subjects ORDER BY application, subject",
    "DROP TABLE former_subjects",
    "CREATE INDEX application_subjects_by_subject ON application_subjects (subject, application)",
};

struct Token {
  std::string_view name;
  std::string_view Dialect::*word;
};
constexpr std::array<Token, 2> kTokens{
    {{"{identity}", &Dialect::identity}, {"{keyed}", &Dialect::keyed}}};

std::string with_dialect(std::string_view statement, const Dialect& dialect) {
  std::string sql(statement);
  for (const Token& token : kTokens) {
    const std::size_t at = sql.find(token.name);
    if (at != std::string::npos) sql.replace(at, token.name.size(), dialect.*token.word);
  }
  return sql;
}

std::int64_t version_of(Connection& connection) {
  const Rows rows = connection.query("SELECT coalesce(max(version), 0) FROM migrations");
  return rows.front().integer(0);
}

// One step, unless another process was faster. False when there is none left.
bool step(Connection& connection, const std::vector<Migration>& steps) {
  bool stepped = false;
  connection.transact([&] {
    const auto version = static_cast<std::size_t>(version_of(connection));
    if (version > steps.size()) {
      refuse("newer_schema", "The data directory was written by a later version of zhipi (schema " +
                                 std::to_string(version) + ", this one knows " +
                                 std::to_string(steps.size()) + "); use that version.");
    }
    if (version == steps.size()) return;
    for (const std::string_view statement : steps[version]) {
      connection.execute(with_dialect(statement, connection.dialect()));
    }
    connection.execute("INSERT INTO migrations (version) VALUES ($1)",
                       {static_cast<std::int64_t>(version + 1)});
    stepped = true;
  });
  return stepped;
}

}  // namespace

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> steps{kFirst,       kFigures,   kClocks,
                                            kPendingActs, kAttention, kBySubject};
  return steps;
}

void migrate(Connection& connection, const std::vector<Migration>& steps) {
  connection.transact([&] {
    connection.execute("CREATE TABLE IF NOT EXISTS migrations (version BIGINT NOT NULL UNIQUE)");
  });
  while (step(connection, steps)) {
  }
}

}  // namespace zhipi::store
