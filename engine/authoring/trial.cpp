#include "engine/authoring/trial.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace zhipi::engine {

std::vector<Trial> passing_trials(const Pack& pack, const std::vector<GoldenCase>& cases,
                                  const formats::WorkingDays& calendar) {
  // The judge needs the pack to live as long as it does, which this function does.
  Judge judge(std::shared_ptr<const Pack>(std::shared_ptr<void>(), &pack), calendar);
  Watchdog watchdog;
  std::vector<Trial> trials;
  for (const GoldenCase& golden : cases) {
    auto facts = bind_facts(pack.matter(), golden.facts);
    if (!facts) continue;
    Decision decision = judge.judge(*facts, watchdog);
    if (!differences(golden.expect, decision).empty()) continue;
    trials.push_back({&golden, *std::move(facts), std::move(decision)});
  }
  return trials;
}

std::string essence(const Decision& decision, bool messages) {
  std::string text(to_text(decision.outcome));
  const auto add = [&](std::string_view part) { text.append("\n").append(part); };
  if (decision.proposal) add(to_text(*decision.proposal));
  for (const Verdict& verdict : decision.verdicts) {
    add(verdict.criterion);
    add(to_text(verdict.result));
    if (verdict.covered) add("covered");
    if (messages) add(verdict.message);
  }
  for (const auto& [name, result] : decision.results) {
    add(name);
    add(canonical_json(result.value));
  }
  for (const Supplement& supplement : decision.supplements) add("supplement " + supplement.id);
  for (const Obligation& obligation : decision.obligations) {
    add("obligation " + obligation.id);
    if (obligation.working_days) add(std::to_string(*obligation.working_days));
  }
  for (const Reason& reason : decision.reasons) {
    add(reason.code);
    if (messages) add(reason.message);
  }
  add("risk " + canonical_json(Json(decision.risk_score)) + " " + decision.risk_level);
  return text;
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
