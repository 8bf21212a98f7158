// Work that is to be done once, by workers that may die: leases with fencing tokens.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

void enqueue(Connection& connection, const std::string& application, const NewJob& job,
             const Act& act);

// True if a claim now would find something: asked on a reading connection, so that idle workers
// cost no write.
bool is_ready(Connection& connection, const std::string& kind, Time now,
              std::chrono::seconds lease);

std::optional<Lease> claim(Connection& connection, const std::string& kind,
                           const std::string& worker, Time now, std::chrono::seconds lease,
                           int max_attempts);
Lease renew(Connection& connection, const Lease& lease, Time now, std::chrono::seconds duration);
void finish(Connection& connection, const Lease& lease, Time now);

// Refuses with `lease_lost` a lease that no longer holds; no lease at all is fine.
void require_lease(Connection& connection, const std::optional<Lease>& lease, Time now);

AfterFailure fail(Connection& connection, const Lease& lease, const std::string& error,
                  Time retry_at, const Act& act, int max_attempts);

// Takes away the application's jobs of this kind, also those in a worker's hands.
void cancel_jobs(Connection& connection, const std::string& application, const std::string& kind);

std::vector<ParkedJob> parked_jobs(Connection& connection);

// A person has seen to what the application's jobs were given up for.
void forget_parked(Connection& connection, const std::string& application);
void hand_back(Connection& connection, const Lease& lease);
std::int64_t return_leases(Connection& connection, const std::optional<std::string>& node,
                           Time now);
std::vector<std::string> without_job(Connection& connection, const std::string& kind);
std::int64_t open_jobs(Connection& connection);

}  // namespace zhipi::store
