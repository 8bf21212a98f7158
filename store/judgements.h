// What was read, frozen and decided for an application, round by round.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/audit.h"
#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

void set_readings(Connection& connection, const std::string& id, const std::string& material,
                  const std::string& readings, const Act& act);
std::map<std::string, std::string> readings_of(Connection& connection, const std::string& id);

std::vector<StoredFacts> facts_of(Connection& connection, const std::string& id);
std::vector<FrozenCase> frozen_cases(Connection& connection, const std::string& matter,
                                     std::int64_t before, int limit);

// Whether this decision of this round leaves nothing open: it was taken as soon as the application
// came, no clock runs, nobody need look at it.
bool settles(const NewDecision& decision, int round);

// What is hashed of a decision. Whoever can, hashes it before it is its turn to write.
struct DecisionDigests {
  std::optional<Digest> facts;
  Digest decision;
};
DecisionDigests digests_of(const NewDecision& decision);

// Keeps the decision and what follows from it, of an application that stands as given, in a row
// that the caller brings to the decision's state. `notes`, what was to be told before it, is
// written with it.
void keep_decision(Connection& connection, const Application& application,
                   const NewDecision& decision, const DecisionDigests& digests, const Act& act,
                   Notes& notes);

void save_decision(Connection& connection, const std::string& id, const NewDecision& decision,
                   const Act& act, const std::optional<Lease>& lease);
std::vector<StoredDecision> decisions_of(Connection& connection, const std::string& id);

}  // namespace zhipi::store
