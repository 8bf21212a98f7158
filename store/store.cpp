#include "store/store.h"

#include <cassert>
#include <type_traits>
#include <utility>

#include "models/json.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/clocks.h"
#include "store/idempotency.h"
#include "store/judgements.h"
#include "store/keys.h"
#include "store/materials.h"
#include "store/pending.h"
#include "store/postgres_connection.h"
#include "store/obligations.h"
#include "store/queue.h"
#include "store/readers.h"
#include "store/refusal.h"
#include "store/schema.h"
#include "store/spot_checks.h"
#include "store/sqlite_connection.h"
#include "store/statistics.h"
#include "store/writer.h"

namespace zhipi::store {
namespace {

constexpr const char* kDatabase = "zhipi.db";
constexpr const char* kBlobs = "blobs";

std::unique_ptr<Connection> connect(const std::filesystem::path& directory, const Options& options,
                                    Access access) {
  if (options.database.empty()) return open_sqlite(directory / kDatabase, access);
  return open_postgres(options.database, access);
}

}  // namespace

Store::Store(Blobs blobs, std::unique_ptr<Writer> writer, std::unique_ptr<Readers> readers,
             const Options& options)
    : blobs_(std::move(blobs)),
      options_(options),
      readers_(std::move(readers)),
      writer_(std::move(writer)) {}

Store::~Store() = default;

Expected<std::unique_ptr<Store>> Store::open(const std::filesystem::path& directory,
                                             const Options& options) {
  assert(options.read_connections > 0 && options.max_attempts > 0);
  auto blobs = Blobs::open(options.blobs.empty() ? directory / kBlobs : options.blobs);
  if (!blobs) return tl::unexpected(std::move(blobs.error()));
  std::unique_ptr<Writer> writer;
  std::unique_ptr<Readers> readers;
  auto failed = problem_of([&] {
    auto connection = connect(directory, options, Access::write);
    with_retries([&] { migrate(*connection, migrations()); });
    std::vector<std::unique_ptr<Connection>> reading;
    for (int i = 0; i < options.read_connections; ++i) {
      reading.push_back(connect(directory, options, Access::read));
    }
    readers = std::make_unique<Readers>(std::move(reading));
    writer = std::make_unique<Writer>(std::move(connection), options.on_commit);
  });
  if (failed) return tl::unexpected(std::move(*failed));
  return std::unique_ptr<Store>(
      new Store(*std::move(blobs), std::move(writer), std::move(readers), options));
}

// Runs one unit of work; what it returns is given back once it is durable.
template <class T>
Expected<T> Store::write(const std::function<T(Connection&)>& unit) {
  if constexpr (std::is_void_v<T>) {
    auto done = writer_->run(unit);
    if (done) bell_.ring();
    return done;
  } else {
    std::optional<T> result;
    auto done = writer_->run([&](Connection& connection) { result.emplace(unit(connection)); });
    if (!done) return tl::unexpected(std::move(done.error()));
    bell_.ring();
    return *std::move(result);
  }
}

template <class T>
Expected<T> Store::read(const std::function<T(Connection&)>& work) {
  std::optional<T> result;
  auto done = readers_->run([&](Connection& connection) { result.emplace(work(connection)); });
  if (!done) return tl::unexpected(std::move(done.error()));
  return *std::move(result);
}

Expected<StoredMaterial> Store::add_material(const StoredMaterial& material) {
  return write<StoredMaterial>([&](Connection& c) { return store::add_material(c, material); });
}

Expected<std::optional<StoredMaterial>> Store::find_material(const Digest& digest) {
  return read<std::optional<StoredMaterial>>(
      [&](Connection& c) { return store::find_material(c, digest); });
}

Expected<std::vector<StoredMaterial>> Store::materials_after(const std::string& digest, int limit) {
  return read<std::vector<StoredMaterial>>(
      [&](Connection& c) { return store::materials_after(c, digest, limit); });
}

Expected<std::vector<std::string>> Store::applications_with(const Digest& digest) {
  return read<std::vector<std::string>>(
      [&](Connection& c) { return store::applications_with(c, digest); });
}

Expected<Created> Store::create(const NewApplication& application, const Act& act,
                                const std::optional<NewDecision>& decision,
                                const std::optional<NewJob>& job) {
  return write<Created>(
      [&](Connection& c) { return create_application(c, application, act, decision, job); });
}

Expected<std::optional<Application>> Store::find_application(const std::string& id) {
  return read<std::optional<Application>>(
      [&](Connection& c) { return store::find_application(c, id); });
}

Expected<std::int64_t> Store::count_with_subject(const std::string& subject,
                                                 const std::vector<State>& states,
                                                 const std::string& except) {
  return read<std::int64_t>(
      [&](Connection& c) { return store::count_with_subject(c, subject, states, except); });
}

Expected<std::int64_t> Store::count_with_subjects(const std::vector<std::string>& subjects) {
  return read<std::int64_t>([&](Connection& c) { return store::count_with_subjects(c, subjects); });
}

Expected<std::vector<Precedent>> Store::with_subject(const std::string& subject,
                                                     const std::vector<State>& states) {
  return read<std::vector<Precedent>>(
      [&](Connection& c) { return store::with_subject(c, subject, states); });
}

Expected<ApplicationPage> Store::list(const ListQuery& query) {
  return read<ApplicationPage>([&](Connection& c) { return list_applications(c, query); });
}

Expected<MaterialFiles> Store::materials_of(const std::string& id) {
  return read<MaterialFiles>([&](Connection& c) { return store::materials_of(c, id); });
}

Expected<void> Store::move(const std::string& id, const Move& move, const Act& act,
                           const std::optional<Lease>& lease) {
  return write<void>([&](Connection& c) {
    require_lease(c, lease, act.at);
    move_application(c, id, move, act);
  });
}

Expected<int> Store::begin_round(const std::string& id, const NewRound& round, const Act& act,
                                 const std::vector<NewDecision>& decisions,
                                 const std::optional<NewPendingAct>& pending) {
  return write<int>([&](Connection& c) {
    const int number = store::begin_round(c, id, round, act, decisions);
    if (pending) store::propose(c, id, *pending, {act.at, act.actor});
    return number;
  });
}

Expected<void> Store::propose(const std::string& id, const NewPendingAct& pending, const Act& act) {
  return write<void>([&](Connection& c) { store::propose(c, id, pending, act); });
}

Expected<std::optional<PendingAct>> Store::pending_of(const std::string& id) {
  return read<std::optional<PendingAct>>([&](Connection& c) { return store::pending_of(c, id); });
}

Expected<void> Store::drop_pending(const std::string& id, const PendingAct& pending,
                                   const std::string& detail, const Act& act) {
  return write<void>([&](Connection& c) { store::drop_pending(c, id, pending, detail, act); });
}

Expected<std::vector<Round>> Store::rounds_of(const std::string& id) {
  return read<std::vector<Round>>([&](Connection& c) { return store::rounds_of(c, id); });
}

Expected<void> Store::claim_review(const std::string& id, const Act& act) {
  return write<void>([&](Connection& c) { store::claim_review(c, id, act); });
}

Expected<void> Store::release_review(const std::string& id, const Act& act) {
  return write<void>([&](Connection& c) { store::release_review(c, id, act); });
}

Expected<void> Store::set_readings(const std::string& id, const std::string& material,
                                   const std::string& readings, const Act& act,
                                   const std::optional<Lease>& lease) {
  return write<void>([&](Connection& c) {
    require_lease(c, lease, act.at);
    store::set_readings(c, id, material, readings, act);
  });
}

Expected<std::map<std::string, std::string>> Store::readings_of(const std::string& id) {
  return read<std::map<std::string, std::string>>(
      [&](Connection& c) { return store::readings_of(c, id); });
}

Expected<StoredFacts> Store::save_facts(const std::string& id, int round, const std::string& facts,
                                        const Act& act, const std::optional<Lease>& lease) {
  return write<StoredFacts>([&](Connection& c) {
    require_lease(c, lease, act.at);
    return store::save_facts(c, id, round, facts, act);
  });
}

Expected<std::vector<StoredFacts>> Store::facts_of(const std::string& id) {
  return read<std::vector<StoredFacts>>([&](Connection& c) { return store::facts_of(c, id); });
}

Expected<std::vector<FrozenCase>> Store::frozen_cases(const std::string& matter,
                                                      std::int64_t before, int limit) {
  return read<std::vector<FrozenCase>>(
      [&](Connection& c) { return store::frozen_cases(c, matter, before, limit); });
}

Expected<void> Store::save_decision(const std::string& id, const NewDecision& decision,
                                    const Act& act, const std::optional<Lease>& lease) {
  return write<void>([&](Connection& c) { store::save_decision(c, id, decision, act, lease); });
}

Expected<std::vector<StoredDecision>> Store::decisions_of(const std::string& id) {
  return read<std::vector<StoredDecision>>(
      [&](Connection& c) { return store::decisions_of(c, id); });
}

Expected<void> Store::add_event(const std::string& id, const std::string& event,
                                const std::string& detail, const Act& act,
                                std::optional<std::int64_t> after) {
  return write<void>([&](Connection& c) {
    require_application(c, id);
    store::remember(c, act);
    look_soon(c, id);
    if (after && last_event_of(c, id) != *after) {
      refuse("conflict", "Application " + id + " has gone on meanwhile; look at it again.");
    }
    note(c, id, event, {}, act, detail);
  });
}

Expected<std::vector<Event>> Store::timeline_of(const std::string& id) {
  return read<std::vector<Event>>([&](Connection& c) { return store::timeline_of(c, id); });
}

Expected<std::vector<Event>> Store::events_after(std::int64_t sequence, int limit) {
  return read<std::vector<Event>>(
      [&](Connection& c) { return store::events_after(c, sequence, limit); });
}

Expected<std::int64_t> Store::last_event() {
  return read<std::int64_t>([](Connection& c) { return store::last_event(c); });
}

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

Expected<void> Store::retry_parked(std::int64_t job, const Act& act) {
  return write<void>([&](Connection& c) { store::retry_parked(c, job, act); });
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
