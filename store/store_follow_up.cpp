// What follows up applications: clocks, obligations, spot checks; jobs, keys, the audit log.
#include <utility>

#include "models/json.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/clocks.h"
#include "store/idempotency.h"
#include "store/keys.h"
#include "store/obligations.h"
#include "store/queue.h"
#include "store/refusal.h"
#include "store/spot_checks.h"
#include "store/statistics.h"
#include "store/store_calls.h"

namespace zhipi::store {

Expected<std::vector<std::string>> Store::due_looks(Time now, int limit) {
  return read<std::vector<std::string>>(
      [&](Connection& c) { return store::due_looks(c, now, limit); });
}

Expected<std::vector<Told>> Store::record_looks(const std::vector<Look>& looks, const Act& act) {
  return write<std::vector<Told>>(
      [&](Connection& c) { return store::record_looks(c, looks, act); });
}

Expected<Sweeping> Store::mark_sweep(Time now, const std::optional<std::string>& basis) {
  return write<Sweeping>([&](Connection& c) { return store::mark_sweep(c, now, basis); });
}

Expected<std::optional<Obligation>> Store::find_obligation(const std::string& id) {
  return read<std::optional<Obligation>>(
      [&](Connection& c) { return store::find_obligation(c, id); });
}

Expected<std::vector<Obligation>> Store::obligations_of(const std::string& application) {
  return read<std::vector<Obligation>>(
      [&](Connection& c) { return store::obligations_of(c, application); });
}

Expected<ObligationPage> Store::list_obligations(const ObligationQuery& query) {
  return read<ObligationPage>([&](Connection& c) { return store::list_obligations(c, query); });
}

Expected<void> Store::settle_obligation(const std::string& id, const Settlement& settlement,
                                        const Act& act) {
  return write<void>([&](Connection& c) { store::settle_obligation(c, id, settlement, act); });
}

Expected<std::optional<SpotCheck>> Store::find_spot_check(const std::string& id) {
  return read<std::optional<SpotCheck>>(
      [&](Connection& c) { return store::find_spot_check(c, id); });
}

Expected<std::optional<SpotCheck>> Store::spot_check_of(const std::string& application) {
  return read<std::optional<SpotCheck>>(
      [&](Connection& c) { return store::spot_check_of(c, application); });
}

Expected<SpotCheckPage> Store::list_spot_checks(const SpotCheckQuery& query) {
  return read<SpotCheckPage>([&](Connection& c) { return store::list_spot_checks(c, query); });
}

Expected<void> Store::answer_spot_check(const std::string& id, const SpotCheckAnswer& answer,
                                        const Act& act) {
  return write<void>([&](Connection& c) { store::answer_spot_check(c, id, answer, act); });
}

Expected<std::vector<Approval>> Store::approvals_by(const std::string& pack, std::int64_t after,
                                                    int limit) {
  return read<std::vector<Approval>>(
      [&](Connection& c) { return store::approvals_by(c, pack, after, limit); });
}

Expected<void> Store::enqueue(const std::string& id, const NewJob& job, const Act& act) {
  return write<void>([&](Connection& c) {
    require_application(c, id);
    store::remember(c, act);
    store::enqueue(c, id, job, act);
  });
}

Expected<std::optional<Lease>> Store::claim(const std::string& kind, const std::string& worker,
                                            Time now, std::chrono::seconds lease) {
  const auto ready = read<bool>([&](Connection& c) { return is_ready(c, kind, now, lease); });
  if (!ready) return tl::unexpected(ready.error());
  if (!*ready) return std::optional<Lease>();
  return write<std::optional<Lease>>([&](Connection& c) {
    return store::claim(c, kind, worker, now, lease, options_.max_attempts);
  });
}

Expected<Lease> Store::renew(const Lease& lease, Time now, std::chrono::seconds duration) {
  return write<Lease>([&](Connection& c) { return store::renew(c, lease, now, duration); });
}

Expected<void> Store::finish(const Lease& lease, Time now) {
  return write<void>([&](Connection& c) { store::finish(c, lease, now); });
}

Expected<AfterFailure> Store::fail(const Lease& lease, const std::string& error, Time retry_at,
                                   const Act& act) {
  return write<AfterFailure>([&](Connection& c) {
    return store::fail(c, lease, error, retry_at, act, options_.max_attempts);
  });
}

Expected<std::vector<ParkedJob>> Store::parked_jobs() {
  return read<std::vector<ParkedJob>>([](Connection& c) { return store::parked_jobs(c); });
}

Expected<void> Store::hand_back(const Lease& lease) {
  return write<void>([&](Connection& c) { store::hand_back(c, lease); });
}

Expected<std::int64_t> Store::return_leases(const std::optional<std::string>& node, Time now) {
  return write<std::int64_t>([&](Connection& c) { return store::return_leases(c, node, now); });
}

Expected<std::vector<std::string>> Store::without_job(const std::string& kind) {
  return read<std::vector<std::string>>([&](Connection& c) { return store::without_job(c, kind); });
}

Expected<std::vector<Waiting>> Store::waiting(Date today, Date near) {
  return read<std::vector<Waiting>>([&](Connection& c) { return store::waiting(c, today, near); });
}

Expected<QueueFigures> Store::queue_figures() {
  return read<QueueFigures>([](Connection& c) { return store::queue_figures(c); });
}

Expected<Statistics> Store::statistics(const StatisticsQuery& query) {
  return read<Statistics>([&](Connection& c) { return store::statistics(c, query); });
}

std::size_t Store::waiting_writes() const {
  return writer_->waiting();
}

Expected<std::int64_t> Store::open_jobs() {
  return read<std::int64_t>([](Connection& c) { return store::open_jobs(c); });
}

Expected<void> Store::remember(const Once& once, Time at) {
  return write<void>([&](Connection& c) { store::remember(c, once, at); });
}

Expected<std::optional<Response>> Store::recall(const std::string& key,
                                                const std::string& principal, const Digest& body) {
  return read<std::optional<Response>>([&](Connection& c) -> std::optional<Response> {
    auto before = store::recall(c, key, principal, body);
    if (!before) return std::nullopt;
    return std::move(before->response);
  });
}

Expected<Response> Store::keep_answer(const Once& once) {
  return write<Response>([&](Connection& c) { return store::keep_answer(c, once); });
}

Expected<void> Store::record(const std::string& action, const std::string& subject,
                             const std::string& detail, const Act& act) {
  const auto value = parse_json(detail);
  if (!value || !value->is_object()) {
    return problem("bad_json", "The detail of an audit entry is a JSON object.");
  }
  return write<void>([&](Connection& c) {
    store::remember(c, act);
    append_audit(c, action, subject, value->as_object(), act);
  });
}

Expected<std::vector<AuditEntry>> Store::audit_after(std::int64_t sequence, int limit) {
  return read<std::vector<AuditEntry>>(
      [&](Connection& c) { return store::audit_after(c, sequence, limit); });
}

Expected<AuditHead> Store::audit_head() {
  return read<AuditHead>([](Connection& c) { return store::audit_head(c); });
}

Expected<AuditHead> Store::verify_audit(const std::optional<AuditHead>& witness) {
  return read<AuditHead>([&](Connection& c) { return store::verify_audit(c, witness); });
}

Expected<AuditHead> Store::check() {
  return read<AuditHead>([](Connection& c) {
    c.check();
    return store::check_audit_end(c);
  });
}

Expected<void> Store::add_key(const Digest& token, const Key& key, const Act& act) {
  auto added = write<void>([&](Connection& c) { store::add_key(c, token, key, act); });
  ++key_changes_;
  return added;
}

Expected<std::optional<Key>> Store::find_key(const Digest& token) {
  return read<std::optional<Key>>([&](Connection& c) { return store::find_key(c, token); });
}

Expected<std::int64_t> Store::count_keys() {
  return read<std::int64_t>([](Connection& c) { return store::count_keys(c); });
}

Expected<void> Store::remove_key(const std::string& name, const Act& act) {
  auto removed = write<void>([&](Connection& c) { store::remove_key(c, name, act); });
  ++key_changes_;  // also where it failed: it can have happened
  return removed;
}

}  // namespace zhipi::store
