#include "engine/authoring/mutation.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>

#include "engine/authoring/trial.h"

namespace zhipi::engine {
namespace {

// Judges the mutants of one pack over its trials.
class Run {
 public:
  Run(const Pack& pack, const std::vector<GoldenCase>& cases, const formats::WorkingDays& calendar,
      const MutationOptions& options)
      : pack_(pack),
        calendar_(calendar),
        options_(options),
        deadline_(std::chrono::steady_clock::now() + options.time),
        trials_(passing_trials(pack, cases, calendar)) {}

  MutationReport report(const std::vector<Mutant>& mutants, const std::vector<LuaFile>& files) {
    MutationReport report;
    report.mutants = mutants.size();
    const std::vector<char> survived = survivors(mutants, report.untried);
    for (std::size_t at = 0; at < mutants.size(); ++at) {
      if (survived[at] != 0) report.survivors.push_back({mutants[at], std::nullopt});
    }
    report.noticed = report.mutants - report.untried - report.survivors.size();
    for (const LuaFile& file : files) report.lines.push_back(lines_of(file));
    return report;
  }

 private:
  // 1 for each mutant that no case notices.
  std::vector<char> survivors(const std::vector<Mutant>& mutants, std::size_t& untried) {
    std::vector<char> survived(mutants.size(), 0);
    if (trials_.empty()) {
      untried = mutants.size();
      return survived;
    }
    // Neighbouring mutants are mostly noticed by one and the same case: it is asked first.
    std::atomic<std::size_t> likely{0};
    const std::size_t begun = share_out(
        mutants.size(), options_.threads, deadline_, [&](std::size_t at, Watchdog& watchdog) {
          const auto pack = Pack::load(apply(pack_.files(), mutants[at]));
          if (!pack) return;
          Judge judge(*pack, calendar_);
          const std::size_t first = likely;
          for (std::size_t step = 0; step < trials_.size(); ++step) {
            const std::size_t which = (first + step) % trials_.size();
            const Trial& trial = trials_[which];
            if (!differences(trial.golden->expect, judge.judge(trial.facts, watchdog)).empty()) {
              likely = which;
              return;
            }
          }
          survived[at] = 1;
        });
    untried = mutants.size() - begun;
    return survived;
  }

  // A statement ran in a case exactly when breaking it changes what the case decides.
  bool reaches(const Mutant& probe, Watchdog& watchdog) const {
    const auto pack = Pack::load(apply(pack_.files(), probe));
    if (!pack) return true;  // it runs while the pack loads
    Judge judge(*pack, calendar_);
    return std::any_of(trials_.begin(), trials_.end(), [&](const Trial& trial) {
      return essence(judge.judge(trial.facts, watchdog), true) != essence(trial.decision, true);
    });
  }

  LineCoverage lines_of(const LuaFile& file) const {
    const std::vector<Mutant> probes = line_probes(file);
    std::vector<char> reached(probes.size(), 0);
    const std::size_t begun = share_out(
        probes.size(), options_.threads, deadline_,
        [&](std::size_t at, Watchdog& watchdog) { reached[at] = reaches(probes[at], watchdog); });
    std::set<int> lines;
    std::set<int> not_run;
    for (std::size_t at = 0; at < begun; ++at) {
      lines.insert(probes[at].line);
      if (reached[at] == 0) not_run.insert(probes[at].line);
    }
    return {file.name, {lines.begin(), lines.end()}, {not_run.begin(), not_run.end()}};
  }

  const Pack& pack_;
  const formats::WorkingDays& calendar_;
  const MutationOptions& options_;
  Deadline deadline_;
  std::vector<Trial> trials_;
};

}  // namespace

Expected<MutationReport, Problems> run_mutation(const Pack& pack,
                                                const std::vector<GoldenCase>& cases,
                                                const formats::WorkingDays& calendar,
                                                const MutationOptions& options) {
  const auto mutants = mutants_of(pack);
  if (!mutants) return tl::unexpected(mutants.error());
  const auto files = lua_files(pack);
  return Run(pack, cases, calendar, options).report(*mutants, *files);
}

}  // namespace zhipi::engine
