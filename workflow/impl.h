// The parts behind Workflow, shared by its source files.
#pragma once

#include <condition_variable>
#include <mutex>

#include "workflow/intake.h"
#include "workflow/judges.h"
#include "workflow/subject_locks.h"
#include "workflow/waiters.h"
#include "workflow/workflow.h"

namespace zhipi::workflow {

// The version that the record of each decision names.
inline constexpr const char* kEngineVersion = "zhipi " ZHIPI_VERSION;

inline Problems one(Problem problem) {
  return Problems{std::move(problem)};
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
  Expected<Answer, Problems> keep(const Submission& submission,
                                  const std::optional<store::Once>& once,
                                  const Principal& principal);

  // --- judging (work.cpp)
  // `stored_as` is the state of an application that is kept already, and so counts itself.
  struct Judged {
    std::string facts;     // canonical
    std::string decision;  // canonical
    Decision value;
  };
  Expected<Json> gather_facts(const engine::Pack& pack, const std::string& id, Date received_on,
                              const Json& request,
                              const std::map<std::string, MaterialReading>& readings,
                              const std::vector<std::string>& shared_scans,
                              std::optional<store::State> stored_as);
  Expected<Judged> judge(const std::shared_ptr<const engine::Pack>& pack, const Json& facts);
  static store::NewDecision as_record(const Judged& judged, int round, const engine::Pack& pack);
  Expected<std::vector<std::string>> shared_scans(const store::Application& application);
  Expected<void> decide_application(const store::Application& application, store::Lease lease);
  Expected<std::map<std::string, MaterialReading>> read_materials(
      const store::Application& application, const engine::Pack& pack, store::Lease& lease);
  void give_up(const store::Lease& lease, const Problem& why);
  void give_up_again();
  void escalate(const std::string& id, const json::object& why);
  void escalate_parked();
  void tell(const std::string& event) const {
    if (options.on_event) options.on_event(event);
  }
  void job_added();

  Options options;
  const Catalogue& catalogue;
  const formats::WorkingDays& calendar;
  store::Store& store;
  ocr::ReaderPool& readers;
  Judges judges;
  SubjectLocks subject_locks;
  Waiters waiters;
  std::mutex backtest_mutex;
  std::mutex given_up_mutex;
  std::vector<std::pair<store::Lease, Problem>> given_up;  // of which the store could not be told
  std::mutex work_mutex;
  std::condition_variable work_ready;
  bool jobs_may_wait = true;  // at start there may be some from before
  bool stopped = false;
};

}  // namespace zhipi::workflow
