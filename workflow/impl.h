// The parts behind Workflow, shared by its source files.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>

#include "workflow/case_input.h"
#include "workflow/intake.h"
#include "workflow/judges.h"
#include "workflow/look.h"
#include "workflow/person_decision.h"
#include "workflow/review_body.h"
#include "workflow/subject_locks.h"
#include "workflow/tally.h"
#include "workflow/waiters.h"
#include "workflow/workflow.h"

namespace zhipi::workflow {

// The version that the record of each decision names.
inline constexpr const char* kEngineVersion = "zhipi " ZHIPI_VERSION;

// Why a round was opened for what an approval left open.
inline constexpr const char* kForObligation = "obligation";

// A job carries on the trace of the request that led to it.
std::string job_payload(const Trace& trace);
Trace trace_of(const store::Lease& lease);

inline Problems one(Problem problem) {
  return Problems{std::move(problem)};
}

// The state that an engine's decision leaves an application in.
store::State state_after(Outcome outcome);

// Someone else's application is not there for those who see only their own (ABUSE 39): not_found.
Expected<store::Application> find_for(store::Store& store, const std::string& id,
                                      const Principal& principal);

Answer answer_from(const store::Response& response);

// The body of an answer that shows a decision as it is kept: canonical bytes are not read and
// written again. The names of `rest` come after "decision" in the order of names.
std::string body_with(const std::string& decision, const json::object& rest);

// A call that can be repeated by its key: what it was answered before, or what is to be remembered
// with it. `call` tells calls with the same body apart.
struct Repeatable {
  std::optional<store::Once> once;
  std::optional<Answer> before;
};
Expected<Repeatable> repeatable(store::Store& store, const std::optional<std::string>& key,
                                const Principal& principal, const std::string& call,
                                const Json& request, const std::vector<Upload>& uploads = {});

// The act of this principal, which remembers the answer under its key.
store::Act act_with(const std::optional<store::Once>& once, store::Time at,
                    const Principal& principal, const Answer& answer);

// What the caller is answered once the write is done: of two with one key, both the first's.
Expected<Answer> answered(store::Store& store, const store::Act& act, Answer answer,
                          const Expected<void>& written);

// A refusal, or what the same call by the same key was answered while this one was looked at: of
// two at once, the second finds what the first has left, and that must not refuse it.
template <class Error>
Expected<Answer, Error> unless_answered(store::Store& store, const std::optional<store::Once>& once,
                                        Expected<Answer, Error> answer) {
  if (answer || !once) return answer;
  const auto before = store.recall(once->key, once->principal, once->body);
  if (before && *before) return answer_from(**before);
  return answer;
}

// Another node may take in one with the same subject while this one is judged: it has to be
// counted. Each time another's was kept, and as many may be under way at once.
inline constexpr int kTimesJudgedAnew = 100;
inline bool is_stale(const Problem& why) {
  return why.code == "stale";
}
inline bool is_stale(const Problems& why) {
  return why.front().code == "stale";
}
template <class T = Answer, class Error = Problems>
Expected<T, Error> judged_anew(const std::function<Expected<T, Error>()>& judge) {
  auto made = judge();
  for (int left = kTimesJudgedAnew; left > 0 && !made && is_stale(made.error()); --left)
    made = judge();
  return made;
}

// The machine has it: nobody has decided or ended it yet.
inline bool under_way(store::State state) {
  return state == store::State::received || state == store::State::reading ||
         state == store::State::judging;
}

class Workflow::Impl {
 public:
  Impl(Options given, const Catalogue& its_catalogue, const formats::WorkingDays& its_calendar,
       store::Store& its_store, ocr::ReaderPool& its_readers)
      : options(std::move(given)),
        catalogue(its_catalogue),
        calendar(its_calendar),
        store(its_store),
        readers(its_readers),
        judges(its_calendar) {}

  // --- intake (submit.cpp)
  Expected<store::StoredMaterial> keep_file(std::string_view bytes, const std::string& media_type,
                                            const Principal& principal);
  Expected<void, Problems> add_uploads(const std::vector<Upload>& uploads,
                                       const Principal& principal, Submission& submission);
  struct Intake;
  struct Made;
  Expected<Made, Problems> make(const Intake& intake);
  void keep(const std::shared_ptr<Intake>& intake);
  void kept(const std::shared_ptr<Intake>& intake, Made& made, Expected<store::Created> created);

  Trust trust_in(const Principal& principal) const;

  // --- supplements (supplement.cpp)
  // Adds the pieces to the application in a new round and judges it anew: here and now where
  // nothing has to be read, else by a worker.
  Expected<Answer, Problems> supplement(const store::Application& application,
                                        const Submission& pieces,
                                        const std::optional<store::Once>& once,
                                        const Principal& principal);
  Expected<std::shared_ptr<const engine::Pack>> pack_of(const store::Application& application);

  // --- officers (own_application.cpp): what a person must not do is refused, and the attempt kept
  // in the log (ABUSE 33). Code: own_application.
  Expected<void> require_other_person(const store::Application& application,
                                      const Principal& principal, const std::string& call);
  Expected<void> require_other_person(const std::string& application, const Principal& principal,
                                      const std::string& call);
  tl::unexpected<Problem> refuse_person(const store::Application& application,
                                        const Principal& principal, const std::string& call,
                                        Problem why);

  // --- reviewers (review.cpp, revoke.cpp)
  struct Reviewing;
  Expected<Answer, Problems> review(const store::Application& application, const Json& body,
                                    const std::optional<store::Once>& once,
                                    const Principal& principal);
  Expected<OpenApproval> open_approval(const store::Application& application,
                                       const store::StoredDecision& approval);
  Expected<void> judge_reviewed(Reviewing& reviewing, const CaseInput& input,
                                const store::MaterialFiles& files);
  Expected<Answer, Problems> keep_reviewed(const Reviewing& reviewing,
                                           const std::optional<store::Once>& once,
                                           const Principal& principal);
  Expected<Answer, Problems> decide_reviewed(const Reviewing& reviewing,
                                             const std::optional<store::Once>& once,
                                             const Principal& principal);
  Expected<Answer, Problems> not_confirmed(const Reviewing& reviewing, const Json& own,
                                           const std::optional<store::Once>& once,
                                           const Principal& principal);
  // What a review is answered, with `shown` of its own.
  static Answer review_answer(const Reviewing& reviewing, store::State state, json::object shown);
  Expected<Answer, Problems> finish_review(const Reviewing& reviewing, const store::Act& act,
                                           Answer answer, std::vector<store::NewDecision> decisions,
                                           const std::optional<store::NewPendingAct>& pending);
  Expected<Answer, Problems> revoke(const store::Application& application, const json::object& body,
                                    const std::optional<store::Once>& once,
                                    const Principal& principal);
  Expected<Answer, Problems> told(const store::Act& act, Answer answer,
                                  const Expected<void>& written);

  // --- judging (work.cpp)
  using Readings = std::map<std::string, MaterialReading>;
  struct Judged {
    std::string facts;                    // canonical
    std::string decision;                 // canonical
    Decision value;                       // without its evidence
    std::map<std::string, bool> lookups;  // of the matter: has it answered?
  };
  Expected<CaseInput> present_input(const store::Application& application);
  // `alone`: no other application can be counted, and the store need not be asked for any.
  Expected<Json> gather_facts(const engine::Pack& pack, const std::string& id, Date received_on,
                              const CaseInput& input, const Readings& readings,
                              const std::vector<std::string>& shared_scans, bool alone = false);
  Expected<Judged> judge(const std::shared_ptr<const engine::Pack>& pack, const Json& facts);
  store::NewDecision as_record(const Judged& judged, int round, const engine::Pack& pack) const;
  std::optional<store::Draw> drawn(const Decision& decision, const Matter& matter) const;
  Expected<std::vector<std::string>> shared_scans(const store::Application& application);
  Expected<void> decide_application(const store::Application& application, store::Lease lease);
  MaterialReading read_material(const store::Application& application, const Material& material,
                                const std::vector<std::string>& files, const Trace& trace);
  Expected<std::optional<Readings>> all_readings(const store::Application& application,
                                                 const CaseInput& input);
  // While an approval is in force, whatever would not approve again escalates. `reason` is the
  // round's; empty for a reviewer's own, who answers for what could not be read.
  Expected<Judged> judge_anew(const std::shared_ptr<const engine::Pack>& pack,
                              const store::Application& application, const CaseInput& input,
                              const Readings& readings, std::string_view reason = {});
  Expected<Judged> keep_judged(const std::shared_ptr<const engine::Pack>& pack,
                               const store::Application& application, const CaseInput& input,
                               const Readings& readings, const store::Lease& lease);
  // Of the files in force: all that was read, and what was read whole.
  Expected<Readings> stored_readings(const std::string& id);
  Expected<Readings> whole_readings(const std::string& id);
  Expected<Readings> read_materials(const store::Application& application, const engine::Pack& pack,
                                    const CaseInput& input, store::Lease& lease);
  void give_up(const store::Lease& lease, const Problem& why);
  void give_up_again();
  void escalate(const std::string& id, const json::object& why);
  void escalate_parked();

  // --- spot checks (follow_up.cpp)
  struct DrawnApproval {
    std::string pack;  // digest
    Json decision;
  };
  Expected<DrawnApproval> approval_of(const store::SpotCheck& spot_check);
  Expected<store::NewRound> reopening(const store::Application& application,
                                      const store::SpotCheckAnswer& answer,
                                      const std::string& spot_check);
  Expected<Json> affected(const store::SpotCheck& spot_check, const DrawnApproval& approval,
                          std::int64_t after, int limit);

  // --- clocks (sweep.cpp)
  std::string clock_basis() const;
  Expected<CaseRecord> case_record(const store::Application& application);
  Clocks clocks_at(const CaseRecord& record, store::Time now) const;
  Expected<store::Look> look(const std::string& id, store::Time now, store::Time effects_from);

  void tell(const Event& event) const {
    if (options.observer.event) options.observer.event(event);
  }
  void tell(const std::string& message, const Trace& trace = {}) const {
    tell(Event{.message = message, .trace = trace});
  }
  void decided(const Judged& judged) const {
    if (options.observer.decided) options.observer.decided(judged.value, judged.lookups);
  }
  // Nobody need wait for it any longer, also where another node has decided it.
  bool is_over(const std::string& id) {
    const auto application = store.find_application(id);
    return application && (!*application || !under_way((*application)->state));
  }
  void job_added();
  bool is_stopped() {
    const std::lock_guard lock(work_mutex);
    return stopped;
  }

  Options options;
  const Catalogue& catalogue;
  const formats::WorkingDays& calendar;
  store::Store& store;
  ocr::ReaderPool& readers;
  Judges judges;
  SubjectLocks subject_locks;
  Tally intakes;  // that somebody waits for
  Waiters waiters{[this](const std::string& id) { return is_over(id); }};
  std::mutex backtest_mutex;
  std::mutex in_hand_mutex;
  std::map<std::int64_t, store::Lease> in_hand;  // by job
  std::mutex given_up_mutex;
  std::vector<std::pair<store::Lease, Problem>> given_up;  // of which the store could not be told
  std::mutex work_mutex;
  std::condition_variable work_ready;
  bool jobs_may_wait = true;  // at start there may be some from before
  bool stopped = false;
  std::atomic<bool> has_swept = false;
};

}  // namespace zhipi::workflow
