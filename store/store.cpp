#include "store/store.h"

#include <cassert>
#include <utility>

#include "models/json.h"
#include "store/applications.h"
#include "store/audit.h"
#include "store/clocks.h"
#include "store/idempotency.h"
#include "store/judgements.h"
#include "store/materials.h"
#include "store/obligations.h"
#include "store/pending.h"
#include "store/postgres_connection.h"
#include "store/queue.h"
#include "store/readers.h"
#include "store/refusal.h"
#include "store/schema.h"
#include "store/sqlite_connection.h"
#include "store/store_calls.h"
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

Expected<bool> Store::exists(const std::filesystem::path& directory, const Options& options) {
  if (options.database.empty()) return std::filesystem::exists(directory / kDatabase);
  bool found = false;
  auto failed = problem_of([&] {
    const auto connection = open_postgres(options.database, Access::read);
    found = !connection
                 ->query(
                     "SELECT 1 FROM information_schema.tables WHERE table_name = 'migrations' "
                     "AND table_schema = current_schema()")
                 .empty();
  });
  if (failed) return tl::unexpected(std::move(*failed));
  return found;
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

void Store::create(NewApplication application, Act act, std::optional<NewDecision> decision,
                   std::optional<NewJob> job, WhenCreated then) {
  struct Creation {
    NewApplication application;
    Act act;
    std::optional<FirstDecision> first;
    std::optional<NewJob> job;
    WhenCreated then;
    Expected<Created> created = Created{};
  };
  const auto creation = std::make_shared<Creation>(
      Creation{std::move(application), std::move(act), {}, std::move(job), std::move(then)});
  if (decision) creation->first.emplace(*std::move(decision));
  writer_->submit(
      [creation](Connection& c) {
        creation->created = create_application(c, creation->application, creation->act,
                                               creation->first, creation->job);
      },
      [this, creation](std::optional<Problem> problem) {
        if (problem) {
          creation->created = tl::unexpected(*std::move(problem));
        } else {
          bell_.ring();
        }
        creation->then(std::move(creation->created));
      });
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

Expected<std::int64_t> Store::last_change_with(const std::vector<std::string>& subjects,
                                               const std::string& except) {
  return read<std::int64_t>(
      [&](Connection& c) { return store::last_change_with(c, subjects, except); });
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
                                   const std::string& detail, const Act& act,
                                   const std::string& grounds) {
  return write<void>(
      [&](Connection& c) { store::drop_pending(c, id, pending, detail, act, grounds); });
}

Expected<std::vector<Round>> Store::rounds_of(const std::string& id) {
  return read<std::vector<Round>>([&](Connection& c) { return store::rounds_of(c, id); });
}

Expected<void> Store::claim_review(const std::string& id, Time until, const Act& act, bool over) {
  return write<void>([&](Connection& c) { store::claim_review(c, id, until, act, over); });
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

}  // namespace zhipi::store
