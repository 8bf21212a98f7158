#include "engine/authoring/mutation.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <set>
#include <span>

#include "engine/authoring/trial.h"

namespace zhipi::engine {
namespace {

// Judges the mutants of one pack over its trials.
class Run {
 public:
  Run(std::shared_ptr<const Pack> pack, const std::vector<GoldenCase>& cases,
      const formats::WorkingDays& calendar, const MutationOptions& options)
      : pack_(std::move(pack)),
        calendar_(calendar),
        options_(options),
        deadline_(std::chrono::steady_clock::now() + options.time),
        trials_(passing_trials(pack_, cases, calendar)) {}

  MutationReport report(const std::vector<Mutant>& mutants, const std::vector<LuaFile>& files) {
    MutationReport report;
    report.mutants = mutants.size();
    const std::vector<char> survived = survivors(mutants, report.untried);
    std::vector<Mutant> left;
    for (std::size_t at = 0; at < mutants.size(); ++at) {
      if (survived[at] != 0) left.push_back(mutants[at]);
    }
    report.noticed = report.mutants - report.untried - left.size();
    for (const LuaFile& file : files) report.lines.push_back(lines_of(file));
    tell_apart(left, files, report);
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
    std::atomic<std::size_t> likely{0};
    const std::size_t begun = share_out(
        mutants.size(), options_.threads, deadline_, [&](std::size_t at, Watchdog& watchdog) {
          const auto pack = Pack::load(apply(pack_->files(), mutants[at]));
          if (!pack) return;
          Judge judge(*pack, calendar_);
          for (const std::size_t which : order_for(mutants[at], likely)) {
            if (agrees(trials_[which], judge, calendar_, watchdog)) continue;
            likely = which;
            return;
          }
          survived[at] = 1;
        });
    untried = mutants.size() - begun;
    return survived;
  }

  // The cases, those first that are likely to notice: what noticed a neighbour, then what names the
  // criterion.
  std::vector<std::size_t> order_for(const Mutant& mutant, std::size_t likely) const {
    std::vector<std::size_t> order(trials_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_partition(order.begin(), order.end(), [&](std::size_t which) {
      const Json* const verdicts = trials_[which].golden->expect.if_contains("verdicts");
      return verdicts != nullptr && verdicts->get_object().contains(mutant.criterion);
    });
    std::stable_partition(order.begin(), order.end(),
                          [&](std::size_t which) { return which == likely; });
    return order;
  }

  // The facts that a criterion read in some case, or the criteria that read a table; none for what
  // is neither.
  std::set<std::string> read_by(const Mutant& mutant) const {
    std::set<std::string> facts;
    for (const Trial& trial : trials_) {
      for (const auto& [criterion, read] : trial.read) {
        const auto row = read.lower_bound(mutant.file + "[");
        const bool of_table = row != read.end() && row->starts_with(mutant.file + "[");
        if (criterion == mutant.criterion || of_table) facts.insert(read.begin(), read.end());
      }
    }
    return facts;
  }

  // Those that some input tells from the pack are survivors; so are those the time ran out for.
  void tell_apart(const std::vector<Mutant>& left, const std::vector<LuaFile>& files,
                  MutationReport& report) {
    const Limits limits = limits_of(*pack_, files);
    for (std::size_t from = 0; from < left.size();) {
      std::size_t to = from + 1;
      const auto same = [&](const Mutant& one) {
        return one.criterion == left[from].criterion && one.file == left[from].file;
      };
      while (to < left.size() && same(left[to])) ++to;
      tell_apart(std::span(left).subspan(from, to - from), limits, report);
      from = to;
    }
  }

  // Mutants of one criterion, or of one table or function beside the criteria.
  void tell_apart(std::span<const Mutant> left, const Limits& limits, MutationReport& report) {
    const std::vector<Tried> inputs =
        inputs_to_try(pack_, trials_, limits, left.front().criterion, read_by(left.front()),
                      calendar_, options_.threads, deadline_);
    std::vector<std::optional<Witness>> witnesses(left.size());
    std::vector<char> searched(left.size(), 0);
    share_out(left.size(), options_.threads, deadline_, [&](std::size_t at, Watchdog& watchdog) {
      const auto mutant = Pack::load(apply(pack_->files(), left[at]));
      witnesses[at] = find_witness(pack_, *mutant, inputs, calendar_, watchdog, deadline_);
      searched[at] = std::chrono::steady_clock::now() < deadline_;
    });
    for (std::size_t at = 0; at < left.size(); ++at) {
      if (witnesses[at] || searched[at] == 0) {
        report.survivors.push_back({left[at], std::move(witnesses[at])});
      } else {
        report.alike.push_back(left[at]);
      }
    }
  }

  // A statement ran in a case exactly when breaking it changes what the case decides.
  bool reaches(const Mutant& probe, Watchdog& watchdog) const {
    const auto pack = Pack::load(apply(pack_->files(), probe));
    if (!pack) return true;  // it runs while the pack loads
    Judge judge(*pack, calendar_);
    return std::any_of(trials_.begin(), trials_.end(), [&](const Trial& trial) {
      return fingerprint(judge.assess(trial.facts, watchdog), true) != trial.told;
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

  std::shared_ptr<const Pack> pack_;
  const formats::WorkingDays& calendar_;
  const MutationOptions& options_;
  Deadline deadline_;
  std::vector<Trial> trials_;
};

}  // namespace

Expected<MutationReport, Problems> run_mutation(const std::shared_ptr<const Pack>& pack,
                                                const std::vector<GoldenCase>& cases,
                                                const formats::WorkingDays& calendar,
                                                const MutationOptions& options) {
  const auto mutants = mutants_of(*pack);
  if (!mutants) return tl::unexpected(mutants.error());
  const auto files = lua_files(*pack);
  return Run(pack, cases, calendar, options).report(*mutants, *files);
}

}  // namespace zhipi::engine
