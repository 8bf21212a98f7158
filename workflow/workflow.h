// Workflow: what happens to an application, in which order. The api calls it, worker threads run
// it.
//
//   submit ─► (electronic) gather ─► judge ─► decided, in the call
//          └► (scans) queued ─► work_once: read ─► gather ─► judge ─► decided
//
// Any thread may call. Every clock reading comes in through `Options::now`.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/decision.h"
#include "models/formats/working_days.h"
#include "models/json.h"
#include "ocr/client/reader_pool.h"
#include "store/store.h"
#include "workflow/catalogue.h"
#include "workflow/look.h"
#include "workflow/observer.h"
#include "workflow/trace.h"

namespace zhipi::workflow {

struct Options {
  bool trust_request_lookups = false;  // take look-up results from the request
  std::chrono::seconds lease{300};     // how long a worker may hold a job
  std::chrono::seconds retry_after{30};
  std::chrono::minutes claim{240};  // how long a reviewer keeps what they have taken
  std::size_t max_files = 50;       // of one application
  ClockSettings clocks;
  std::string spot_check_key;  // bytes; empty: nothing is drawn
  std::function<store::Time()> now;
  Observer observer = {};
};

// Who calls, as authentication found out.
struct Principal {
  std::string name;
  std::vector<std::string> roles;
  Trace trace = {};  // of the call: what follows from it carries it on
};

bool has_role(const Principal& principal, std::string_view role);

// May see every application, not only those submitted under this name.
bool sees_all(const Principal& principal);

// What a caller is answered: 201 with a decision, 202 while under way.
struct Answer {
  int status = 200;
  std::string body;  // canonical JSON
  std::string id;    // of the application
};

// A file that came with an application, before it is stored.
struct Upload {
  std::string material;  // the material's name in the matter
  std::string_view bytes;
};

// What a sweep did.
struct Swept {
  std::size_t looked = 0;         // applications
  std::vector<store::Told> told;  // what had not been said before
};

// Which events are asked for; what is not named is any.
struct EventFilter {
  std::optional<std::string> matter;
  std::optional<std::string> application;
};

class Workflow {
 public:
  // All references must outlive it.
  Workflow(Options options, const Catalogue& catalogue, const formats::WorkingDays& calendar,
           store::Store& store, ocr::ReaderPool& readers);
  ~Workflow();  // as settle()
  Workflow(const Workflow&) = delete;
  Workflow& operator=(const Workflow&) = delete;

  // --- Materials

  // Stores the bytes after looking at what they are: {"id", "media_type", "bytes"}. Codes are those
  // of ReaderPool::inspect, unavailable, and key_reused where the key came with other bytes.
  Expected<Json> add_material(std::string_view bytes, const Principal& principal,
                              const std::optional<std::string>& idempotency_key = {});

  // --- Applications

  // `request` is the body of POST /v1/applications; `uploads` the files of a multipart one. All
  // problems at once, `where` a JSON pointer; codes: unknown_matter, unknown_mode, undeclared_name,
  // wrong_type, not_a_date, not_an_option, out_of_range, missing_name, unknown_material,
  // wrong_applicant, lookups_not_trusted, licences_not_trusted, too_many_files, those of inspect,
  // key_reused, unavailable. A repetition by the same key gets the first answer, byte for byte.
  // `then` is called once: in this call where nothing is written, else when the application is
  // durable, on a thread that answers everybody; it must not wait for a write. Where it is not
  // called, because memory ran out or it threw, it is destroyed.
  using Answered = std::function<void(Expected<Answer, Problems>)>;
  void submit(const Json& request, const std::vector<Upload>& uploads,
              const std::optional<std::string>& idempotency_key, const Principal& principal,
              Answered then);

  // What was missing, or what an open obligation of an approval asks for, or, before one, anything
  // else that the matter declares: `request` is {form, materials,
  // e_licences, lookups}; form values replace single values (null takes one away), files or an
  // e-licence replace a material. Judged anew in a new round by the pack of the day of receipt: 201
  // with the decision, or 202 where files are to be read. Codes: not_found, conflict (it is not
  // supplementing, and owes nothing), not_asked (after an approval), missing_name (it brings
  // nothing) and those of submit.
  Expected<Answer, Problems> supplement(const std::string& id, const Json& request,
                                        const std::vector<Upload>& uploads,
                                        const std::optional<std::string>& idempotency_key,
                                        const Principal& principal);

  // What reviewers do (docs/api.md). Nobody on their own application: own_application. Codes of
  // all: not_found, conflict (its state; another reviewer has it; somebody was faster), key_reused,
  // unavailable.
  //
  // Takes an escalated application for Options::claim, gives it back; giving back also takes back
  // what one wanted a second person to confirm. What another took is taken over once that time has
  // passed, by a supervisor at once.
  Expected<Answer> claim(const std::string& id, const std::optional<std::string>& key,
                         const Principal& principal);
  Expected<Answer> release(const std::string& id, const std::optional<std::string>& key,
                           const Principal& principal);

  // {decision, reason, corrections, answers, supplements, results}. Corrections and answers open a
  // round, judged anew at once; a decision is a person's, beside the engine's. 200 with the
  // decision in force, or 202 where a second person must come to the same. Further codes: those of
  // check_review and person_decision, second_person_needed.
  Expected<Answer, Problems> review(const std::string& id, const Json& body,
                                    const std::optional<std::string>& key,
                                    const Principal& principal);

  // Takes an approval back (撤销): 202 until a second person names the same ground, then 200.
  // Further codes: not_an_option, second_person_needed.
  Expected<Answer, Problems> revoke(const std::string& id, const std::string& ground,
                                    const std::string& grounds,
                                    const std::optional<std::string>& key,
                                    const Principal& principal);

  // {"grounds"}: another person's wish, to revoke or to decide against the engine, comes to
  // nothing. Further codes: conflict (nothing is pending, or it is the principal's own).
  Expected<Answer> disagree(const std::string& id, const Json& body,
                            const std::optional<std::string>& key, const Principal& principal);

  // The state of an application: {"id", "matter", "reference", "state", "mode", "received_at",
  // "received_on", "deadlines", "decision", "decisions", …}. Codes of all that follow: not_found
  // (also where the principal may not see it), unavailable.
  Expected<Json> application(const std::string& id, const Principal& principal);

  // The decision in force: the latest, of the engine or of a person. A notice of what is missing is
  // in force until the application is judged anew, an escalation only where nothing was decided
  // before it. Codes: no_decision.
  Expected<Json> decision(const std::string& id, const Principal& principal);
  Expected<Json> readings(const std::string& id, const Principal& principal);
  Expected<Json> facts(const std::string& id, const Principal& principal);  // no_facts yet
  Expected<Json> timeline(const std::string& id, const Principal& principal);

  // The page (from 1, across the material's files) as PNG. Codes: no_such_page, unreadable.
  Expected<std::string> page_png(const std::string& id, const std::string& material, int page,
                                 const Principal& principal);

  // {"applications": […], "next": cursor or null}; numbers of identity are masked. Codes:
  // bad_cursor, bad_limit.
  Expected<Json> list(store::ListQuery query, const Principal& principal);

  // Events of all applications after this sequence number (0: from the first), of which the
  // principal may know: {"events": […], "next": the number to go on from, "more": whether something
  // is known to follow}. With few events to tell it stops looking after a while, and then gives an
  // empty list with "more". Codes: bad_limit (1 to kMostEvents).
  static constexpr int kMostEvents = 500;
  Expected<Json> events(std::int64_t after, int limit, const EventFilter& filter,
                        const Principal& principal);

  // Ends the case with grounds, if nobody ended or decided it before: the application as it stands
  // then. A repetition by the same key gets the first answer. Codes: conflict, key_reused.
  Expected<Json> withdraw(const std::string& id, const std::string& grounds,
                          const Principal& principal,
                          const std::optional<std::string>& idempotency_key = {});

  // Calls `done` once, from another thread: as soon as the application is no longer under way, or
  // at `until`. At once if it is not under way now.
  void when_decided(const std::string& id, std::chrono::steady_clock::time_point until,
                    std::function<void()> done);

  // --- Clocks, obligations, spot checks. Bodies are objects of texts; codes of each: not_found,
  // own_application, conflict, not_an_object, undeclared_name, missing_name, wrong_type,
  // out_of_range, not_an_option, key_reused, unavailable.

  // {"stage", "notice"}: a special stage of the matter begins, and the limits stand still for its
  // days; `notice` is what the applicant was told in writing. {"stage", "note"}: it has ended.
  Expected<Answer> pause(const std::string& id, const Json& body,
                         const std::optional<std::string>& idempotency_key,
                         const Principal& principal);
  Expected<Answer> resume(const std::string& id, const Json& body,
                          const std::optional<std::string>& idempotency_key,
                          const Principal& principal);

  // {"days": 1 to 10, "grounds", "notice"}: the statutory limit is extended, once, by the head of
  // the office (行政许可法 §42); `notice` is what the applicant was told. Codes: conflict (decided,
  // overdue, extended before, or there is no such limit).
  Expected<Answer> extend(const std::string& id, const Json& body,
                          const std::optional<std::string>& idempotency_key,
                          const Principal& principal);

  // What waits for somebody, for figures. Code: unavailable.
  Expected<std::vector<store::Waiting>> waiting();

  // Days from today on, itself included, for which holiday calendars are there.
  int calendar_days() const;

  // {"obligations": […], "next"}, by due day. Codes: bad_cursor, bad_limit.
  Expected<Json> list_obligations(store::ObligationQuery query, const Principal& principal);

  // {"result": "kept" | "not_kept", "note"}: what an officer found. One that had lapsed can still
  // be made good.
  Expected<Answer> check_obligation(const std::string& id, const Json& body,
                                    const std::optional<std::string>& idempotency_key,
                                    const Principal& principal);

  // {"spot_checks": […], "next"}, as drawn. Codes: bad_cursor, bad_limit.
  Expected<Json> list_spot_checks(const store::SpotCheckQuery& query);

  // {"result": "right" | "wrong", "note", "criterion"}: what an officer found. A wrong approval is
  // escalated in a new round and stands meanwhile; the answer lists under "affected" the first of
  // those that the same pack approved through the same criterion, and affected() the others.
  Expected<Answer> answer_spot_check(const std::string& id, const Json& body,
                                     const std::optional<std::string>& idempotency_key,
                                     const Principal& principal);
  static constexpr int kAffectedPage = 200;
  Expected<Json> affected(const std::string& id, const std::string& cursor, int limit);

  // --- Stateless

  // {"matter" or "pack": "…", "facts": {…}} -> the decision's bytes. Codes: wrong_type,
  // unknown_matter, unknown_pack and those of bind_facts (pointers begin with /facts).
  Expected<std::string, Problems> judge(std::string_view request);

  // {"matter", "files", "limit"}: what a draft would change over the latest applications of its
  // matter, as engine/authoring/backtest.h counts it, with "pack" and "draft" (digests),
  // "refusals", and "complete": false where the limit or ten seconds left some out. One at a time.
  // Codes: out_of_range, unknown_matter, bad_pack, unavailable and those of draft_files.
  Expected<Json, Problems> backtest(Json request);

  // --- Figures

  // What became of the applications received from one day to another, by day, month or matter: of
  // the last 30 days where none is given. statistics.h says in which shape. Codes: bad_parameter.
  Expected<Json> statistics(const std::optional<Date>& from, const std::optional<Date>& to,
                            const std::optional<std::string>& matter, store::By by);

  // How many reader processes had to be replaced since the start.
  std::uint64_t reader_restarts() const;

  const Catalogue& catalogue() const { return catalogue_; }
  store::Store& store() { return store_; }

  // --- Work

  // Does one job, if one is ready: false if there was none. Never throws for a job's sake: a job
  // that fails is tried again later, then parked.
  bool work_once(const std::string& worker);

  // Wakes when a job may be ready, or after `limit`.
  void wait_for_work(std::chrono::milliseconds limit);

  // Gives back what workers have in hand, as if it had not been claimed: how many jobs. Whatever
  // those workers still bring is refused. For a process that must end before they are done.
  int hand_back();

  // Does what time alone brings about: alarms that last days come near or have passed, deemed
  // acceptance, supplements and obligations that lapse. Any number of these may run, at once and in
  // several processes. Code: unavailable; the next sweep goes on.
  Expected<Swept> sweep(store::Time now);

  // Lets every waiting thread and caller go; nothing new is waited for.
  void stop();

  // Waits until everyone who submitted or waits for a decision has been answered. Nobody may come
  // any more.
  void settle();

 private:
  class Impl;
  Expected<std::string, Problems> judge_carefully(std::string_view request);

  const Catalogue& catalogue_;
  store::Store& store_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhipi::workflow
