// Store: the durable state of the service: a database and a folder of bytes (docs/storage.md).
//
// Every call is one transaction, and every call that changes something writes its audit entry, and
// for an application its timeline, in that transaction. When a call has returned, what it did
// survives a crash at any instant. Any thread may call; writers that wait at the same time share a
// commit. Times, ids and actors are given, never asked for.
//
// Codes that every call can return: `unavailable` (disk full, read-only, locked, input/output: the
// same call may be repeated) and `damaged` (the database does not hold what it must). An
// `unavailable` write is almost always undone; it can have happened, so repeat it by key or id.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/problem.h"
#include "store/bell.h"
#include "store/blobs.h"
#include "store/clock_records.h"
#include "store/figures.h"
#include "store/records.h"

namespace zhipi::store {

class Connection;
class Readers;
class Writer;

struct Options {
  std::string database = {};         // a libpq URL; empty: SQLite, in the directory
  std::filesystem::path blobs = {};  // the folder of bytes; empty: blobs/ in the directory
  int read_connections = 4;          // at least 1
  // After each commit: how many writes shared it, and how long it took. Called on the writing
  // thread; must not throw.
  std::function<void(std::size_t units, std::chrono::nanoseconds)> on_commit = {};
  int max_attempts = 3;  // of a job, before it is parked; at least 1
};

class Store {
 public:
  // Opens the directory and the database, creates what is missing and brings the schema forward.
  // Codes: `unavailable`, `damaged`, `newer_schema` (written by a later version), `wrong_database`.
  static Expected<std::unique_ptr<Store>> open(const std::filesystem::path& directory,
                                               const Options& options = {});

  // Whether open() has made a database here before; makes none. Codes: those of open.
  static Expected<bool> exists(const std::filesystem::path& directory, const Options& options = {});
  ~Store();

  const Blobs& blobs() const { return blobs_; }

  // --- Materials. The bytes go into blobs() first.

  // Makes the material known. One that is known already stays as it is, and is returned.
  Expected<StoredMaterial> add_material(const StoredMaterial& material);
  Expected<std::optional<StoredMaterial>> find_material(const Digest& digest);

  // Materials after this one by digest, at most `limit`; all of them from the empty text on.
  Expected<std::vector<StoredMaterial>> materials_after(const std::string& digest, int limit);

  // Ids of the applications in which this very file was submitted, in the order of their ids.
  Expected<std::vector<std::string>> applications_with(const Digest& digest);

  // --- Applications.

  // Keeps the application, with its first decision where it was decided in the request, and with
  // its job where work is to follow. With act.once, a repetition gives what was created before.
  // Codes: `key_reused`, `unknown_material` (where: /materials/TYPE), `conflict` (the id is taken),
  // `stale` (others with its subjects arrived since application.seen was counted: look again).
  // Does not wait: `then` is called once, when the application is durable or refused, on a thread
  // that tells everybody. It must not throw, and not wait for a write; the store outlives it.
  using WhenCreated = std::function<void(Expected<Created>)>;
  void create(NewApplication application, Act act, std::optional<NewDecision> decision,
              std::optional<NewJob> job, WhenCreated then);

  Expected<std::optional<Application>> find_application(const std::string& id);

  // How many applications but this one have this subject and are in one of these states; in any, if
  // none is named.
  Expected<std::int64_t> count_with_subject(const std::string& subject,
                                            const std::vector<State>& states,
                                            const std::string& except = {});
  // What `seen` is to be: the number of the latest event of all applications, but this one, that
  // have any of these. Whatever changes among them, that they become more, are decided, or end,
  // changes it.
  Expected<std::int64_t> last_change_with(const std::vector<std::string>& subjects,
                                          const std::string& except = {});
  Expected<std::vector<Precedent>> with_subject(const std::string& subject,
                                                const std::vector<State>& states);

  // Codes: `bad_cursor`, `bad_limit`.
  Expected<ApplicationPage> list(const ListQuery& query);

  // The files in force: for each material those of the latest round that brought any.
  Expected<MaterialFiles> materials_of(const std::string& id);

  // Changes the state. Codes: `not_found`, `conflict` (it is in none of move.from: of two racing
  // moves one wins); `lease_lost`, `already_done`, `key_reused`.
  Expected<void> move(const std::string& id, const Move& move, const Act& act,
                      const std::optional<Lease>& lease = {});

  // Opens a round, with its decisions where it was judged in the request: its number. What a
  // reviewer has taken is theirs alone. Codes: `not_found`, `conflict`, `stale`,
  // `unknown_material`, `already_done`, `key_reused`, and those of save_decision.
  Expected<int> begin_round(const std::string& id, const NewRound& round, const Act& act,
                            const std::vector<NewDecision>& decisions = {},
                            const std::optional<NewPendingAct>& pending = {});

  // The rounds after the first.
  Expected<std::vector<Round>> rounds_of(const std::string& id);

  // A reviewer takes the application until then, or gives it back. Taking what one has puts the end
  // off. What another has is taken over once its time has passed, or at once where `over` says so.
  // Codes: `not_found`, `conflict` (another has it; it is not escalated; one gives back what is not
  // one's).
  Expected<void> claim_review(const std::string& id, Time until, const Act& act, bool over = false);
  Expected<void> release_review(const std::string& id, const Act& act);

  // What a second person has yet to confirm. It ends with the round, the decision, the end of the
  // case, or when it is taken back. Codes: `not_found`, `conflict` (the state, the round, or
  // another pending act; taken by another reviewer), `already_done`, `key_reused`.
  Expected<void> propose(const std::string& id, const NewPendingAct& pending, const Act& act);
  Expected<std::optional<PendingAct>> pending_of(const std::string& id);

  // The pending act comes to nothing: its author takes it back, or the second person disagrees.
  // `detail`, a JSON text, stands in the log by its digest alone; `grounds` are told in both.
  // Codes: as propose.
  Expected<void> drop_pending(const std::string& id, const PendingAct& pending,
                              const std::string& detail, const Act& act,
                              const std::string& grounds = {});

  // --- What was read, frozen, decided. A worker names the lease that it works under, here and in
  // move(): once that is lost, whatever the worker still brings is refused (`lease_lost`).

  // Keeps what was read from a material in the application's present round; later ones replace it.
  // Codes: `not_found`, `lease_lost`.
  Expected<void> set_readings(const std::string& id, const std::string& material,
                              const std::string& readings, const Act& act,
                              const std::optional<Lease>& lease = {});

  // The readings by material, each the latest; of files that a later round replaced, none.
  Expected<std::map<std::string, std::string>> readings_of(const std::string& id);

  // The facts that decisions rest on. The first ones that a round was judged by stay.
  Expected<std::vector<StoredFacts>> facts_of(const std::string& id);  // by round

  // The latest facts of the matter's applications that have any, the newest application first, of
  // those before this sequence number; at most `limit`.
  Expected<std::vector<FrozenCase>> frozen_cases(const std::string& matter, std::int64_t before,
                                                 int limit);

  // Keeps a decision, once for each round and maker, and moves the application to its state. With
  // a lease, the job is finished in the same transaction. An engine decides what is under way
  // (received, reading, judging), a person what is escalated. Codes: `not_found`, `stale`,
  // `already_decided`, `conflict` (withdrawn meanwhile, taken by another reviewer, another round,
  // other facts than those frozen), `lease_lost`, `already_done`, `key_reused`.
  Expected<void> save_decision(const std::string& id, const NewDecision& decision, const Act& act,
                               const std::optional<Lease>& lease = {});
  Expected<std::vector<StoredDecision>> decisions_of(const std::string& id);  // in order of making

  // --- The timeline: append only.

  // Adds an event that changes nothing else. With `after`, only if that is the sequence number of
  // the application's last event so far. Codes: `not_found`, `conflict`.
  Expected<void> add_event(const std::string& id, const std::string& event,
                           const std::string& detail, const Act& act,
                           std::optional<std::int64_t> after = {});
  Expected<std::vector<Event>> timeline_of(const std::string& id);

  // Events of all applications after this sequence number, 0 for the first, at most `limit`, with
  // what their applications are. An event that is seen is never preceded by a later one.
  Expected<std::vector<Event>> events_after(std::int64_t sequence, int limit);

  // The sequence number of the last event; 0 where there is none.
  Expected<std::int64_t> last_event();

  // Rings after every write of this process; other processes' writes make no sound.
  Bell& bell() { return bell_; }

  // --- Clocks, obligations, spot checks.

  // Ids of the applications whose clocks must be looked at by now, at most `limit`.
  Expected<std::vector<std::string>> due_looks(Time now, int limit);

  // Does what the looks ask for, in one transaction; what was said for the first time. Repeating
  // is harmless, from another process too.
  Expected<std::vector<Told>> record_looks(const std::vector<Look>& looks, const Act& act);

  // Notes that a sweep begins. `basis`, given at a process's first sweep, is a digest of what due
  // days follow from (calendars, settings): where it is another than before, or the clock has gone
  // backwards, every application that waits for something is to be looked at.
  Expected<Sweeping> mark_sweep(Time now, const std::optional<std::string>& basis = {});

  Expected<std::optional<Obligation>> find_obligation(const std::string& id);
  Expected<std::vector<Obligation>> obligations_of(const std::string& application);
  Expected<ObligationPage> list_obligations(const ObligationQuery& query);

  // Codes: `not_found`, `conflict` (its state is none of settlement.from), `already_done`,
  // `key_reused`.
  Expected<void> settle_obligation(const std::string& id, const Settlement& settlement,
                                   const Act& act);

  Expected<std::optional<SpotCheck>> find_spot_check(const std::string& id);
  Expected<std::optional<SpotCheck>> spot_check_of(const std::string& application);
  Expected<SpotCheckPage> list_spot_checks(const SpotCheckQuery& query);

  // Codes: `not_found`, `conflict` (it is not open; what begin_round refuses), `already_done`,
  // `key_reused`.
  Expected<void> answer_spot_check(const std::string& id, const SpotCheckAnswer& answer,
                                   const Act& act);

  // The engine's approvals by a pack (digest), in the order of their making, after this sequence
  // number, 0 for the first.
  Expected<std::vector<Approval>> approvals_by(const std::string& pack, std::int64_t after,
                                               int limit);

  // --- The queue. Claims and renewals are no acts and leave no audit entry.

  // Codes: `not_found`.
  Expected<void> enqueue(const std::string& id, const NewJob& job, const Act& act);

  // The longest ready job of this kind, in this worker's hands until now + lease, or nothing. One
  // whose lease has passed is given out again; after max_attempts it is parked instead. A kind has
  // one lease, and no job of it is put off for longer than that: one that seems to be was put off
  // by a clock that has been set back since, and is given out.
  Expected<std::optional<Lease>> claim(const std::string& kind, const std::string& worker, Time now,
                                       std::chrono::seconds lease);

  // Each refuses a lease that has passed or gone to another: `lease_lost`, and nothing is changed.
  Expected<Lease> renew(const Lease& lease, Time now, std::chrono::seconds duration);
  Expected<void> finish(const Lease& lease, Time now);
  Expected<AfterFailure> fail(const Lease& lease, const std::string& error, Time retry_at,
                              const Act& act);

  // Gives the job back as if it had never been claimed: at once for another, and without counting
  // as an attempt. What its worker still brings is refused. Codes: `lease_lost`.
  Expected<void> hand_back(const Lease& lease);

  // Jobs that were given up, oldest first. They are forgotten when a person decides, or a new round
  // begins.
  Expected<std::vector<ParkedJob>> parked_jobs();

  // Takes back the jobs of the workers whose names begin with "NODE/", for the start of that node:
  // those workers died with the process before. Those of all workers if no node is named. How many
  // jobs there were.
  Expected<std::int64_t> return_leases(const std::optional<std::string>& node, Time now);

  // Applications that the machine is to decide and that have no job of this kind, not even a parked
  // one: nobody would ever look at them.
  Expected<std::vector<std::string>> without_job(const std::string& kind);

  // What waits for somebody, by matter: last days that have passed before today, or come until
  // `near`; obligations; jobs that were given up; applications with officers and applicants. Only
  // what there is any of.
  Expected<std::vector<Waiting>> waiting(Date today, Date near);

  // How the queue stands: all kinds of jobs together.
  Expected<QueueFigures> queue_figures();

  // How many jobs wait or are in hand.
  Expected<std::int64_t> open_jobs();

  // --- Figures.

  // What became of the applications received in a period.
  Expected<Statistics> statistics(const StatisticsQuery& query);

  // How many writes wait for the next commit.
  std::size_t waiting_writes() const;

  // --- Idempotency of other writes.

  // Keeps the answer. Codes: `already_done`, `key_reused`.
  Expected<void> remember(const Once& once, Time at);

  // The answer given before, or nothing. Code: `key_reused` (the key came with another body).
  Expected<std::optional<Response>> recall(const std::string& key, const std::string& principal,
                                           const Digest& body);

  // An answer that can only be made once its write has happened: the act remembers the key with
  // status 0, and this gives it the answer that every repetition gets. The first one stays and is
  // what comes back, so that two who make it at once, or after a crash, say the same. Codes:
  // `not_found`, `key_reused`.
  Expected<Response> keep_answer(const Once& once);

  // --- The audit log: append only.

  // Writes an entry of its own; `detail` is a JSON object. Codes: `bad_json`.
  Expected<void> record(const std::string& action, const std::string& subject,
                        const std::string& detail, const Act& act);
  Expected<std::vector<AuditEntry>> audit_after(std::int64_t sequence, int limit);
  Expected<AuditHead> audit_head();

  // Walks the whole log. Code `audit_broken`, where "entry N": the first entry that is missing,
  // changed, moved or cut off. With a head that was kept elsewhere, also that the log still begins
  // with what it was then.
  Expected<AuditHead> verify_audit(const std::optional<AuditHead>& witness = {});

  // A quick look before serving: whether the database's pages are sound, as far as it can tell, and
  // whether the log ends where its head says. Codes: `damaged`, `audit_broken`.
  Expected<AuditHead> check();

  // --- API keys. A token is 32 random bytes; only its SHA-256 is kept.

  // Codes: `conflict` (the name or the token is known).
  Expected<void> add_key(const Digest& token, const Key& key, const Act& act);
  Expected<std::optional<Key>> find_key(const Digest& token);
  Expected<std::int64_t> count_keys();

  // A number that changes whenever this process adds or removes a key, before that call returns:
  // what find_key gave before is no longer to be relied on.
  std::uint64_t key_changes() const { return key_changes_; }

  // From now on the key is unknown. Codes: `not_found`.
  Expected<void> remove_key(const std::string& name, const Act& act);

 private:
  Store(Blobs blobs, std::unique_ptr<Writer> writer, std::unique_ptr<Readers> readers,
        const Options& options);

  template <class T>
  Expected<T> write(const std::function<T(Connection&)>& unit);
  template <class T>
  Expected<T> read(const std::function<T(Connection&)>& work);

  Blobs blobs_;
  Options options_;
  Bell bell_;
  std::atomic<std::uint64_t> key_changes_ = 0;
  std::unique_ptr<Readers> readers_;
  std::unique_ptr<Writer> writer_;
};

}  // namespace zhipi::store
