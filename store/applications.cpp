#include "store/applications.h"

#include <algorithm>

#include "models/json.h"
#include "store/application_rows.h"
#include "store/audit.h"
#include "store/idempotency.h"
#include "store/judgements.h"
#include "store/materials.h"
#include "store/pending.h"
#include "store/queue.h"
#include "store/refusal.h"

namespace zhipi::store {
namespace {

// Any state, if none is named.
bool is_one_of(std::string_view text, const std::vector<State>& states) {
  return states.empty() ||
         std::any_of(states.begin(), states.end(), [&](State one) { return to_text(one) == text; });
}

// What this key created before, if anything.
std::optional<Created> created_before(Connection& connection, const Act& act) {
  if (!act.once) return std::nullopt;
  const Once& once = *act.once;
  auto before = recall(connection, once.key, once.principal, once.body);
  if (before && before->id.empty()) {
    refuse("key_reused", "This idempotency key was used for another call; use a new key.");
  }
  return before;
}

// With its first decision, if there is one, it is at once what that makes of it.
void insert(Connection& connection, const NewApplication& application, const Act& act,
            const std::optional<FirstDecision>& first) {
  const State state = first ? first->decision.state : application.state;
  const bool settled = first && settles(first->decision, 1);
  const auto inserted = connection.execute(
      "INSERT INTO applications (id, matter, pack, reference, mode, applicant, request, "
      "submitter, received_on, received_at, state, round, deadline, reviewer, look_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, '', $13) "
      "ON CONFLICT (id) DO NOTHING",
      {application.id, application.matter, application.pack, application.reference,
       application.mode, application.applicant, application.request, act.actor,
       application.received_on.text(), to_column(act.at), std::string(to_text(state)),
       to_column(application.deadline), settled ? Value(Null{}) : Value(std::int64_t{0})});
  if (inserted == 1) return;
  refuse("conflict", "There is an application " + application.id + " already.");
}

// Its row, without what only a reader of lists asks for.
Application as_inserted(const NewApplication& application, const Act& act) {
  return {.id = application.id,
          .matter = application.matter,
          .pack = application.pack,
          .reference = {},
          .mode = application.mode,
          .applicant = {},
          .request = {},
          .submitter = act.actor,
          .received_on = application.received_on,
          .received_at = act.at,
          .state = application.state,
          .deadline = application.deadline,
          .reviewer = {}};
}

void add_subjects(Connection& connection, const std::string& id,
                  const std::vector<std::string>& subjects) {
  for (const std::string& subject : subjects) {
    connection.execute("INSERT INTO application_subjects (application, subject) VALUES ($1, $2)",
                       {id, subject});
  }
}

}  // namespace

void require_nothing_new(Connection& connection, const std::vector<std::string>& subjects,
                         const std::optional<std::int64_t>& seen, const std::string& except) {
  if (!seen || last_change_with(connection, subjects, except) == *seen) return;
  refuse("stale", "Another application with the same subject has changed meanwhile; judge anew.");
}

void set_reviewer(Connection& connection, const std::string& id, const std::string& reviewer) {
  connection.execute("UPDATE applications SET reviewer = $1 WHERE id = $2", {reviewer, id});
}

Created create_application(Connection& connection, const NewApplication& application,
                           const Act& act, const std::optional<FirstDecision>& first,
                           const std::optional<NewJob>& job) {
  if (auto before = created_before(connection, act)) return *before;
  insert(connection, application, act, first);
  require_nothing_new(connection, application.subjects, application.seen, application.id);
  attach_materials(connection, application.id, 1, application.materials);
  add_subjects(connection, application.id, application.subjects);
  if (act.once) remember(connection, *act.once, act.at, application.id);
  const auto days = [](const std::optional<int>& limit) {
    return limit ? Json(*limit) : Json(nullptr);
  };
  Notes notes;
  notes.add(application.id, "received",
            {{"limits",
              {{"promised", days(application.promised_days)},
               {"statutory", days(application.statutory_days)}}},
             {"matter", application.matter},
             {"pack", application.pack},
             {"received_on", application.received_on.text()},
             {"request", Digest::of(application.request).text()}},
            act);
  const Act same{act.at, act.actor};  // the key is remembered by now
  if (first) {
    keep_decision(connection, as_inserted(application, act), first->decision, first->digests, same,
                  notes);
  }
  notes.write(connection);
  if (job) enqueue(connection, application.id, *job, same);
  return {application.id, act.once ? act.once->response : Response{}, false};
}

std::optional<Application> find_application(Connection& connection, const std::string& id) {
  static const std::string kSql = std::string(kSelectApplication) + "WHERE id = $1";
  const Rows rows = connection.query(kSql, {id});
  if (rows.empty()) return std::nullopt;
  return application_from(rows.front());
}

std::int64_t count_with_subject(Connection& connection, const std::string& subject,
                                const std::vector<State>& states, const std::string& except) {
  std::int64_t counted = 0;
  const Rows rows = connection.query(
      "SELECT applications.state, count(*) FROM application_subjects "
      "JOIN applications ON applications.id = application_subjects.application "
      "WHERE application_subjects.subject = $1 AND applications.id <> $2 "
      "GROUP BY applications.state",
      {subject, except});
  for (const Row& row : rows) {
    if (is_one_of(row.text(0), states)) counted += row.integer(1);
  }
  return counted;
}

std::int64_t last_change_with(Connection& connection, const std::vector<std::string>& subjects,
                              const std::string& except) {
  std::int64_t last = 0;
  for (const std::string& subject : subjects) {
    const Rows rows = connection.query(
        "SELECT coalesce(max(timeline.sequence), 0) FROM application_subjects "
        "JOIN timeline ON timeline.application = application_subjects.application "
        "WHERE application_subjects.subject = $1 AND application_subjects.application <> $2",
        {subject, except});
    last = std::max(last, rows.front().integer(0));
  }
  return last;
}

std::vector<Precedent> with_subject(Connection& connection, const std::string& subject,
                                    const std::vector<State>& states) {
  std::vector<Precedent> found;
  const Rows rows = connection.query(
      "SELECT applications.state, applications.id, applications.request, "
      "coalesce(decisions.outcome, ''), coalesce(decisions.decision, ''), "
      "coalesce(rounds.input, '') "
      "FROM application_subjects "
      "JOIN applications ON applications.id = application_subjects.application "
      "LEFT JOIN rounds ON rounds.application = applications.id "
      "AND rounds.round = applications.round "
      "LEFT JOIN decisions ON decisions.sequence = (SELECT max(latest.sequence) "
      "FROM decisions AS latest WHERE latest.application = applications.id "
      "AND latest.outcome NOT IN ('escalate', 'supplement')) "
      "WHERE application_subjects.subject = $1 ORDER BY applications.sequence",
      {subject});
  for (const Row& row : rows) {
    if (!is_one_of(row.text(0), states)) continue;
    found.push_back({row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)});
  }
  return found;
}

Application require_application(Connection& connection, const std::string& id) {
  auto application = find_application(connection, id);
  if (!application) refuse("not_found", "There is no application " + id + ".");
  return *std::move(application);
}

void require_state(const Application& application, const std::vector<State>& allowed) {
  if (std::find(allowed.begin(), allowed.end(), application.state) != allowed.end()) return;
  refuse("conflict", "Application " + application.id + " is " +
                         std::string(to_text(application.state)) +
                         ", which does not allow this; look at it again.");
}

void require_round(const Application& application, int round) {
  if (application.round == round) return;
  refuse("conflict", "Application " + application.id + " is in round " +
                         std::to_string(application.round) + ", not " + std::to_string(round) +
                         "; look at it again.");
}

void require_free(const Application& application, const Act& act) {
  if (application.reviewer.empty() || application.reviewer == act.actor) return;
  if (application.claimed_until <= act.at) return;
  refuse("conflict", "Another reviewer has taken application " + application.id + " until " +
                         to_text(application.claimed_until) + ".");
}

void move_application(Connection& connection, const std::string& id, const Move& move,
                      const Act& act) {
  const Application application = require_application(connection, id);
  remember(connection, act);
  require_state(application, move.from);
  if (move.confirms) require_pending(connection, id, move.confirms);
  forget_pending(connection, id);
  connection.execute("UPDATE applications SET state = $1, look_at = 0 WHERE id = $2",
                     {std::string(to_text(move.to)), id});
  for (const std::string& kind : move.cancel) cancel_jobs(connection, id, kind);
  note(connection, id, move.event, {{"from", to_text(application.state)}, {"to", to_text(move.to)}},
       act, move.detail);
  if (move.job) enqueue(connection, id, *move.job, act);
}

int begin_round(Connection& connection, const std::string& id, const NewRound& round,
                const Act& act, const std::vector<NewDecision>& decisions) {
  const Application application = require_application(connection, id);
  remember(connection, act);
  require_state(application, round.from);
  require_free(application, act);
  require_round(application, round.after);
  forget_pending(connection, id);
  const int number = round.after + 1;
  connection.execute(
      "INSERT INTO rounds (application, round, reason, input, at, actor) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {id, std::int64_t{number}, round.reason, round.input, to_column(act.at), act.actor});
  attach_materials(connection, id, number, round.materials);
  connection.execute(
      "UPDATE applications SET state = $1, round = $2, deadline = $3, look_at = 0 WHERE id = $4",
      {std::string(to_text(round.to)), std::int64_t{number},
       to_column(round.deadline ? round.deadline : application.deadline), id});
  note(connection, id, "round_begun",
       {{"input", Digest::of(round.input).text()}, {"reason", round.reason}, {"round", number}},
       act);
  if (round.subjects) {
    require_nothing_new(connection, *round.subjects, round.seen, id);
    connection.execute("DELETE FROM application_subjects WHERE application = $1", {id});
    add_subjects(connection, id, *round.subjects);
  }
  const Act same{act.at, act.actor};  // the key is remembered by now
  for (const NewDecision& decision : decisions) {
    save_decision(connection, id, decision, same, std::nullopt);
  }
  forget_parked(connection, id);
  if (round.job) enqueue(connection, id, *round.job, same);
  return number;
}

std::vector<Round> rounds_of(Connection& connection, const std::string& id) {
  std::vector<Round> rounds;
  const Rows rows = connection.query(
      "SELECT round, reason, input, at, actor FROM rounds WHERE application = $1 ORDER BY round",
      {id});
  for (const Row& row : rows) {
    rounds.push_back({static_cast<int>(row.integer(0)), row.text(1), row.text(2),
                      time_of_column(row.integer(3)), row.text(4)});
  }
  return rounds;
}

void claim_review(Connection& connection, const std::string& id, Time until, const Act& act,
                  bool over) {
  const Application application = require_application(connection, id);
  remember(connection, act);
  require_state(application, {State::escalated});
  if (!over) require_free(application, act);
  connection.execute("UPDATE applications SET reviewer = $1, claimed_until = $2 WHERE id = $3",
                     {act.actor, to_column(until), id});
  if (application.reviewer == act.actor) return;
  json::object detail{{"until", to_text(until)}};
  if (!application.reviewer.empty()) detail["from"] = application.reviewer;
  note(connection, id, "claimed", detail, act);
}

void release_review(Connection& connection, const std::string& id, const Act& act) {
  const Application application = require_application(connection, id);
  remember(connection, act);
  if (application.reviewer != act.actor) {
    refuse("conflict", "You have not taken application " + id + ".");
  }
  set_reviewer(connection, id, "");
  note(connection, id, "released", {}, act);
}

}  // namespace zhipi::store
