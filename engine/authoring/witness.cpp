#include "engine/authoring/witness.h"

#include <algorithm>
#include <set>

namespace zhipi::engine {
namespace {

constexpr std::size_t kMostCases = 8;
constexpr std::size_t kMostInputs = 4000;

bool names(const Trial& trial, const std::string& criterion) {
  const Json* const verdicts = trial.golden->expect.if_contains("verdicts");
  return verdicts != nullptr && verdicts->get_object().contains(criterion);
}

// Cases that name the criterion, then approvals, which show results; each unlike those before it.
std::vector<const Trial*> telling_cases(const std::vector<Trial>& trials,
                                        const std::string& criterion) {
  std::vector<const Trial*> ordered;
  for (const Trial& trial : trials) ordered.push_back(&trial);
  std::stable_partition(ordered.begin(), ordered.end(), [](const Trial* trial) {
    return trial->told.starts_with(to_text(Outcome::approve));
  });
  std::stable_partition(ordered.begin(), ordered.end(),
                        [&](const Trial* trial) { return names(*trial, criterion); });
  std::vector<const Trial*> telling;
  std::set<std::string> shown;
  for (const Trial* const trial : ordered) {
    if (telling.size() == kMostCases) break;
    if (shown.insert(trial->facts.mode + trial->told).second) telling.push_back(trial);
  }
  return telling;
}

bool concerns(const Variation& variation, const std::set<std::string>& read) {
  if (read.empty() || variation.changed.empty()) return true;
  return std::any_of(variation.changed.begin(), variation.changed.end(), [&](const auto& changed) {
    // A fact itself, its material, or the row of a list.
    const auto at = read.lower_bound(changed);
    return at != read.end() && at->starts_with(changed);
  });
}

// The first thing that two decisions say differently.
std::string first_difference(const Decision& before, const Decision& after) {
  for (const auto& [name, result] : before.results) {
    const auto other = after.results.find(name);
    const std::string now =
        other == after.results.end() ? "-" : canonical_json(other->second.value);
    if (now != canonical_json(result.value)) {
      return name + " " + canonical_json(result.value) + " → " + now;
    }
  }
  if (before.outcome != after.outcome) {
    return "outcome " + std::string(to_text(before.outcome)) + " → " +
           std::string(to_text(after.outcome));
  }
  for (const Verdict& verdict : before.verdicts) {
    const auto other =
        std::find_if(after.verdicts.begin(), after.verdicts.end(),
                     [&](const Verdict& one) { return one.criterion == verdict.criterion; });
    const std::string now(other == after.verdicts.end() ? "-" : to_text(other->result));
    if (now != to_text(verdict.result)) {
      return verdict.criterion + " " + std::string(to_text(verdict.result)) + " → " + now;
    }
  }
  return "what is asked for, owed, or scored";
}

}  // namespace

std::vector<Tried> inputs_to_try(const std::shared_ptr<const Pack>& pack,
                                 const std::vector<Trial>& trials, const Limits& limits,
                                 const std::string& criterion, const std::set<std::string>& read,
                                 const formats::WorkingDays& calendar, unsigned threads,
                                 Deadline deadline) {
  std::vector<Tried> inputs;
  for (const Trial* const trial : telling_cases(trials, criterion)) {
    for (Variation& one : variations(pack->matter(), *trial->golden, limits)) {
      if (inputs.size() == kMostInputs) break;
      if (concerns(one, read)) inputs.push_back({std::move(one), {}, {}});
    }
  }
  constexpr std::size_t kShare = 64;  // a judge is made anew for each share
  const std::size_t shares = (inputs.size() + kShare - 1) / kShare;
  share_out(shares, threads, deadline, [&](std::size_t share, Watchdog& watchdog) {
    Judge judge(pack, calendar);
    const FactLayout layout(pack->matter());
    FactReader reader(layout);
    for (std::size_t at = share * kShare; at < std::min(inputs.size(), (share + 1) * kShare);
         ++at) {
      Tried& input = inputs[at];
      if (!reader.read(canonical_json(input.variation.facts), input.facts)) continue;
      input.told = fingerprint(judge.assess(input.facts, watchdog), false);
    }
  });
  std::erase_if(inputs, [](const Tried& input) { return input.told.empty(); });
  return inputs;
}

std::optional<Witness> find_witness(const std::shared_ptr<const Pack>& pack,
                                    const std::shared_ptr<const Pack>& mutant,
                                    const std::vector<Tried>& inputs,
                                    const formats::WorkingDays& calendar, Watchdog& watchdog,
                                    Deadline deadline) {
  Judge judge(mutant, calendar);
  for (const Tried& input : inputs) {
    if (std::chrono::steady_clock::now() >= deadline) break;
    if (fingerprint(judge.assess(input.facts, watchdog), false) == input.told) continue;
    const Decision before = Judge(pack, calendar).judge(input.facts, watchdog);
    const Decision after = judge.judge(input.facts, watchdog);
    return Witness{input.variation.golden, input.variation.change, first_difference(before, after)};
  }
  return std::nullopt;
}

}  // namespace zhipi::engine
