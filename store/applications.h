// Applications: their row, their state and rounds, and who reviews them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/connection.h"
#include "store/judgements.h"
#include "store/records.h"

namespace zhipi::store {

// A decision with its digests, made before.
struct FirstDecision {
  explicit FirstDecision(NewDecision made)
      : decision(std::move(made)), digests(digests_of(decision)) {}
  NewDecision decision;
  DecisionDigests digests;
};

Created create_application(Connection& connection, const NewApplication& application,
                           const Act& act, const std::optional<FirstDecision>& first,
                           const std::optional<NewJob>& job);

std::optional<Application> find_application(Connection& connection, const std::string& id);

// The application, or a refusal with `not_found`.
Application require_application(Connection& connection, const std::string& id);

// Refuses with `conflict` unless the application's state is one of these.
void require_state(const Application& application, const std::vector<State>& allowed);

// Refuses with `conflict` unless this is the application's present round.
void require_round(const Application& application, int round);

// Empty: nobody has it.
void set_reviewer(Connection& connection, const std::string& id, const std::string& reviewer);

// Refuses with `conflict` what another reviewer has taken.
void require_free(const Application& application, const Act& act);

std::int64_t count_with_subject(Connection& connection, const std::string& subject,
                                const std::vector<State>& states, const std::string& except);

std::int64_t last_change_with(Connection& connection, const std::vector<std::string>& subjects,
                              const std::string& except);

// Two that were judged at once, on two nodes, have not counted each other. Refuses with `stale`
// where something has changed since `seen`, if that is given.
void require_nothing_new(Connection& connection, const std::vector<std::string>& subjects,
                         const std::optional<std::int64_t>& seen, const std::string& except);

std::vector<Precedent> with_subject(Connection& connection, const std::string& subject,
                                    const std::vector<State>& states);

ApplicationPage list_applications(Connection& connection, const ListQuery& query);

void move_application(Connection& connection, const std::string& id, const Move& move,
                      const Act& act);
int begin_round(Connection& connection, const std::string& id, const NewRound& round,
                const Act& act, const std::vector<NewDecision>& decisions);
std::vector<Round> rounds_of(Connection& connection, const std::string& id);

void claim_review(Connection& connection, const std::string& id, Time until, const Act& act,
                  bool over);
void release_review(Connection& connection, const std::string& id, const Act& act);

}  // namespace zhipi::store
