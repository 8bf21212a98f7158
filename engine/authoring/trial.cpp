#include "engine/authoring/trial.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "engine/describe.h"
#include "engine/outcome.h"

namespace zhipi::engine {

std::vector<Trial> passing_trials(const std::shared_ptr<const Pack>& pack,
                                  const std::vector<GoldenCase>& cases,
                                  const formats::WorkingDays& calendar) {
  Judge judge(pack, calendar);
  Watchdog watchdog;
  std::vector<Trial> trials;
  for (const GoldenCase& golden : cases) {
    auto facts = bind_facts(pack->matter(), golden.facts);
    if (!facts) continue;
    const Decision decision = judge.judge(*facts, watchdog);
    if (!differences(golden.expect, decision).empty()) continue;
    std::map<std::string, std::set<std::string>> read;
    for (const Verdict& verdict : decision.verdicts) {
      for (const Evidence& evidence : verdict.evidence) {
        read[verdict.criterion].insert(evidence.fact);
      }
    }
    std::string told = fingerprint(judge.assess(*facts, watchdog), true);
    trials.push_back({&golden, *std::move(facts), pack->declarations().criteria.size(),
                      std::move(read), std::move(told)});
  }
  return trials;
}

std::string fingerprint(const Judgement& judgement, bool messages) {
  std::string text(to_text(judgement.outcome));
  const auto add = [&](std::string_view part) { text.append("\n").append(part); };
  if (judgement.proposal) add(to_text(*judgement.proposal));
  for (const Judged& one : judgement.judged) {
    add(one.criterion->id);
    add(to_text(one.result));
    if (one.covered) add("covered");
    if (one.result == Result::fail) add(to_text(action_of(one)));
    if (one.covered && one.criterion->otherwise.days) {
      add(std::to_string(*one.criterion->otherwise.days));
    }
    if (messages) add(one.message);
  }
  for (const auto& result : judgement.results) add(result ? canonical_json(*result) : "-");
  for (const FormField* const field : judgement.requirements.missing_fields) add(field->name);
  for (const Material* const material : judgement.requirements.missing_materials) {
    add(material->name);
  }
  for (const auto* const reasons :
       {&judgement.requirements.unsettled, &judgement.requirements.broken, &judgement.held}) {
    for (const Reason& reason : *reasons) {
      add(reason.code);
      if (messages) add(reason.message);
    }
  }
  add(std::to_string(judgement.risk_score));
  return text;
}

bool agrees(const Trial& trial, Judge& judge, const formats::WorkingDays& calendar,
            Watchdog& watchdog) {
  const Judgement& judgement = judge.assess(trial.facts, watchdog);
  const json::object& expect = trial.golden->expect;
  // What can be told at a glance comes first: most faults show here.
  if (const Json* const outcome = expect.if_contains("outcome")) {
    if (outcome->get_string() != to_text(judgement.outcome)) return false;
  }
  if (const Json* const verdicts = expect.if_contains("verdicts")) {
    for (const Judged& one : judgement.judged) {
      const Json* const expected = verdicts->get_object().if_contains(one.criterion->id);
      if (expected != nullptr && expected->get_string() != to_text(one.result)) return false;
    }
    if (judgement.judged.size() != trial.criteria) {
      return differences(expect, describe(judge.pack(), trial.facts, judgement, calendar)).empty();
    }
  }
  for (const char* const key : {"proposal", "results", "supplements", "obligations", "risk"}) {
    if (!expect.contains(key)) continue;
    return differences(expect, describe(judge.pack(), trial.facts, judgement, calendar)).empty();
  }
  return true;
}

std::size_t share_out(std::size_t count, unsigned threads, Deadline deadline,
                      const std::function<void(std::size_t, Watchdog&)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    Watchdog watchdog;
    while (std::chrono::steady_clock::now() < deadline) {
      const std::size_t at = next.fetch_add(1);
      if (at >= count) return;
      work(at, watchdog);
    }
  };
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> crew;
  for (unsigned one = 0; one < threads; ++one) crew.emplace_back(run);
  for (std::thread& one : crew) one.join();
  return std::min(next.load(), count);
}

}  // namespace zhipi::engine
