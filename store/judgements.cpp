#include "store/judgements.h"

#include <set>

#include "models/json.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/idempotency.h"
#include "store/materials.h"
#include "store/obligations.h"
#include "store/pending.h"
#include "store/queue.h"
#include "store/refusal.h"
#include "store/spot_checks.h"

namespace zhipi::store {
namespace {

std::string_view to_text(Maker maker) {
  return maker == Maker::engine ? "engine" : "person";
}

Maker maker_of_column(const std::string& text) {
  if (text == "engine") return Maker::engine;
  if (text == "person") return Maker::person;
  throw StorageError(StorageErrorKind::other, "a maker is not one: " + text);
}

std::optional<StoredFacts> find_facts(Connection& connection, const std::string& id, int round) {
  const Rows rows =
      connection.query("SELECT digest, facts FROM facts WHERE application = $1 AND round = $2",
                       {id, std::int64_t{round}});
  if (rows.empty()) return std::nullopt;
  return StoredFacts{round, digest_of_column(rows.front().text(0)), rows.front().text(1)};
}

StoredFacts freeze(Connection& connection, const std::string& id, int round,
                   const std::string& facts, const Digest& digest, const Act& act, Notes& notes) {
  StoredFacts fresh{round, digest, facts};
  const auto inserted = connection.execute(
      "INSERT INTO facts (application, round, digest, facts, at) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (application, round) DO NOTHING",
      {id, std::int64_t{round}, fresh.digest.text(), facts, to_column(act.at)});
  if (inserted == 0) return find_facts(connection, id, round).value();
  notes.add(id, "facts_frozen", {{"facts", fresh.digest.text()}, {"round", round}}, act);
  return fresh;
}

// The digest of the facts that a decision rests on; empty if there are none.
std::string facts_for(Connection& connection, const std::string& id, const NewDecision& decision,
                      const DecisionDigests& digests, const Act& act, Notes& notes) {
  if (!decision.facts) {
    const auto frozen = find_facts(connection, id, decision.round);
    return frozen ? frozen->digest.text() : std::string();
  }
  const StoredFacts frozen =
      freeze(connection, id, decision.round, *decision.facts, digests.facts.value(), act, notes);
  if (frozen.facts != *decision.facts) {
    refuse("conflict", "Other facts were frozen for round " + std::to_string(decision.round) +
                           " of application " + id + "; judge those.");
  }
  return frozen.digest.text();
}

void require_undecided(Connection& connection, const std::string& id, const NewDecision& decision) {
  const Rows rows = connection.query(
      "SELECT 1 FROM decisions WHERE application = $1 AND round = $2 AND maker = $3",
      {id, std::int64_t{decision.round}, std::string(to_text(decision.maker))});
  if (rows.empty()) return;
  refuse("already_decided", "Round " + std::to_string(decision.round) + " of application " + id +
                                " is decided; its decision stands.");
}

std::vector<State> states_before(Maker maker) {
  if (maker == Maker::person) return {State::escalated};
  return {State::received, State::reading, State::judging};
}

void insert(Connection& connection, const std::string& id, const NewDecision& decision,
            const std::string& facts, const Act& act) {
  connection.execute(
      "INSERT INTO decisions (application, round, maker, outcome, automatic, decision, pack, "
      "engine, facts, at, actor, proposal) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
      {id, std::int64_t{decision.round}, std::string(to_text(decision.maker)), decision.outcome,
       std::int64_t{decision.automatic}, decision.decision, decision.pack, decision.engine, facts,
       to_column(act.at), act.actor, decision.proposal});
  const std::set<std::string> reasons(decision.reasons.begin(), decision.reasons.end());
  for (const std::string& code : reasons) {
    connection.execute(
        "INSERT INTO decision_reasons (application, round, code) VALUES ($1, $2, $3)",
        {id, std::int64_t{decision.round}, code});
  }
}

void note_decision(const std::string& id, const NewDecision& decision, const Digest& digest,
                   const std::string& facts, const Act& act, Notes& notes) {
  Json told(json::object{{"automatic", decision.automatic},
                         {"decision", digest.text()},
                         {"engine", decision.engine},
                         {"facts", facts},
                         {"maker", to_text(decision.maker)},
                         {"outcome", decision.outcome},
                         {"pack", decision.pack},
                         {"round", decision.round},
                         {"to", to_text(decision.state)}});
  json::object& detail = told.get_object();
  if (!decision.draw) return notes.add(id, "decided", std::move(detail), act);
  // The log knows what was drawn; the timeline does not, since whoever applied can read it.
  notes.add_to_timeline(id, "decided", canonical_json(told), act);
  const Draw& draw = *decision.draw;
  detail["spot_check"] = json::object{{"drawn", draw.drawn},
                                      {"hash", draw.hash},
                                      {"input", draw.input},
                                      {"key", draw.key},
                                      {"share", draw.share}};
  notes.add_to_log("decided", id, std::move(detail), act);
}

void require_decidable(Connection& connection, const Application& application,
                       const NewDecision& decision) {
  require_round(application, decision.round);
  require_state(application, states_before(decision.maker));
  require_nothing_new(connection, decision.subjects, decision.seen, application.id);
}

}  // namespace

bool settles(const NewDecision& decision, int round) {
  return decision.state == State::decided && decision.obligations.empty() &&
         decision.maker == Maker::engine && round == 1;
}

void set_readings(Connection& connection, const std::string& id, const std::string& material,
                  const std::string& readings, const Act& act) {
  const Application application = require_application(connection, id);
  connection.execute(
      "INSERT INTO readings (application, material, round, readings, at) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (application, material, round) "
      "DO UPDATE SET readings = excluded.readings, at = excluded.at",
      {id, material, std::int64_t{application.round}, readings, to_column(act.at)});
  note(connection, id, "read",
       {{"material", material},
        {"readings", Digest::of(readings).text()},
        {"round", application.round}},
       act);
}

std::map<std::string, std::string> readings_of(Connection& connection, const std::string& id) {
  std::map<std::string, std::string> readings;
  const Rows rows = connection.query(
      "SELECT material, readings FROM readings WHERE application = $1 AND round >= "
      "(SELECT coalesce(max(file.round), 1) FROM application_materials AS file "
      "WHERE file.application = $1 AND file.material = readings.material) "
      "ORDER BY material, round",
      {id});
  for (const Row& row : rows) readings[row.text(0)] = row.text(1);  // the latest round stays
  return readings;
}

std::vector<StoredFacts> facts_of(Connection& connection, const std::string& id) {
  std::vector<StoredFacts> all;
  const Rows rows = connection.query(
      "SELECT round, digest, facts FROM facts WHERE application = $1 ORDER BY round", {id});
  for (const Row& row : rows) {
    all.push_back({static_cast<int>(row.integer(0)), digest_of_column(row.text(1)), row.text(2)});
  }
  return all;
}

std::vector<FrozenCase> frozen_cases(Connection& connection, const std::string& matter,
                                     std::int64_t before, int limit) {
  std::vector<FrozenCase> cases;
  const Rows rows = connection.query(
      "SELECT a.sequence, a.id, f.facts FROM applications a JOIN facts f ON f.application = a.id "
      "AND f.round = (SELECT MAX(round) FROM facts WHERE application = a.id) "
      "WHERE a.matter = $1 AND a.sequence < $2 ORDER BY a.sequence DESC LIMIT $3",
      {matter, before, std::int64_t{limit}});
  for (const Row& row : rows) cases.push_back({row.integer(0), row.text(1), row.text(2)});
  return cases;
}

DecisionDigests digests_of(const NewDecision& decision) {
  std::optional<Digest> facts;
  if (decision.facts) facts = Digest::of(*decision.facts);
  return {std::move(facts), Digest::of(decision.decision)};
}

void keep_decision(Connection& connection, const Application& application,
                   const NewDecision& decision, const DecisionDigests& digests, const Act& act,
                   Notes& notes) {
  require_decidable(connection, application, decision);
  const std::string& id = application.id;
  const std::string facts = facts_for(connection, id, decision, digests, act, notes);
  insert(connection, id, decision, facts, act);
  note_decision(id, decision, digests.decision, facts, act, notes);
  if (application.round > 1) {
    notes.write(connection);
    settle_earlier_obligations(connection, application, decision, {act.at, act.actor});
  }
  open_obligations(connection, application, decision, act, notes);
  notes.write(connection);
  keep_draw(connection, application, decision, act);
  if (decision.job) enqueue(connection, id, *decision.job, act);
}

void save_decision(Connection& connection, const std::string& id, const NewDecision& decision,
                   const Act& act, const std::optional<Lease>& lease) {
  if (lease) finish(connection, *lease, act.at);
  const Application application = require_application(connection, id);
  remember(connection, act);
  require_undecided(connection, id, decision);
  require_decidable(connection, application, decision);
  if (decision.maker == Maker::person) {
    require_free(application, act);
    require_pending(connection, id, decision.confirms);
    forget_parked(connection, id);
  }
  forget_pending(connection, id);
  // Who reviews an application keeps it while it stays with the reviewers.
  const std::string reviewer =
      decision.state == State::escalated ? application.reviewer : std::string();
  connection.execute(
      "UPDATE applications SET state = $1, reviewer = $2, look_at = $3 WHERE id = $4",
      {std::string(store::to_text(decision.state)), reviewer,
       settles(decision, application.round) ? Value(Null{}) : Value(std::int64_t{0}), id});
  Notes notes;
  keep_decision(connection, application, decision, digests_of(decision), act, notes);
}

std::vector<StoredDecision> decisions_of(Connection& connection, const std::string& id) {
  std::vector<StoredDecision> decisions;
  const Rows rows = connection.query(
      "SELECT round, maker, outcome, automatic, decision, pack, engine, facts, at, actor "
      "FROM decisions WHERE application = $1 ORDER BY sequence",
      {id});
  for (const Row& row : rows) {
    decisions.push_back({static_cast<int>(row.integer(0)), maker_of_column(row.text(1)),
                         row.text(2), row.integer(3) != 0, row.text(4), row.text(5), row.text(6),
                         row.text(7), time_of_column(row.integer(8)), row.text(9)});
  }
  return decisions;
}

}  // namespace zhipi::store
