// How many applications one core decides: 20 criteria over 83 values, about 2 KB of JSON.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <iostream>
#include <string>

#include "bench/measured_matter.h"
#include "engine/authoring/backtest.h"
#include "engine/describe.h"
#include "engine/frozen_facts.h"
#include "engine/judge.h"
#include "models/digest.h"

namespace zhipi::engine {
namespace {

using bench::facts_text;
using bench::kCases;
using bench::measured_pack;

std::shared_ptr<const Pack> pack() {
  static const std::shared_ptr<const Pack> kPack = Pack::load(measured_pack()).value();
  return kPack;
}

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kTextsOfCases = [] {
    std::vector<std::string> all;
    for (unsigned seed = 1; seed <= kCases; ++seed) all.push_back(facts_text(seed));
    return all;
  }();
  return kTextsOfCases;
}

void read(FactReader& reader, const std::string& text, Facts& facts) {
  if (!reader.read(text, facts)) std::abort();
}

Facts bound(const std::string& text) {
  Facts facts;
  FactReader reader(pack()->layout());
  read(reader, text, facts);
  return facts;
}

// A benchmark of something else than approvals would measure something else.
void demand_approval(const Decision& decision) {
  if (decision.outcome == Outcome::approve) return;
  std::cerr << canonical_json(to_json(decision)) << '\n';
  std::abort();
}

void count(benchmark::State& state) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
  state.counters["json_bytes"] = static_cast<double>(texts().front().size());
}

// JSON text to every result with its evidence, in memory.
void json_to_judgement(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  FactReader reader(pack()->layout());
  Facts facts;
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    read(reader, texts()[at++ % kCases], facts);
    benchmark::DoNotOptimize(judge.assess(facts, watchdog).outcome);
  }
  demand_approval(judge.judge(bound(texts()[0]), watchdog));
  count(state);
}
BENCHMARK(json_to_judgement);

void json_to_facts(benchmark::State& state) {
  FactReader reader(pack()->layout());
  Facts facts;
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    read(reader, texts()[at++ % kCases], facts);
    benchmark::DoNotOptimize(facts.facts.data());
  }
  count(state);
}
BENCHMARK(json_to_facts);

void facts_to_judgement(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  std::vector<Facts> cases;
  for (const std::string& text : texts()) cases.push_back(bound(text));
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(judge.assess(cases[at++ % kCases], watchdog).outcome);
  }
  count(state);
}
BENCHMARK(facts_to_judgement);

// Frozen bytes to every result, as a backtest that keeps them would run.
void frozen_to_judgement(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  std::vector<std::string> cases;
  for (const std::string& text : texts()) cases.push_back(freeze(bound(text)));
  Facts facts;
  std::size_t at = 0;
  for ([[maybe_unused]] auto _ : state) {
    if (!thaw(cases[at++ % kCases], pack()->layout(), facts)) std::abort();
    benchmark::DoNotOptimize(judge.assess(facts, watchdog).outcome);
  }
  count(state);
}
BENCHMARK(frozen_to_judgement);

// The same written out as the decision's canonical bytes, digests included.
void json_to_bytes(benchmark::State& state) {
  const formats::WorkingDays calendar;
  Judge judge(pack(), calendar);
  Watchdog watchdog;
  FactReader reader(pack()->layout());
  Facts facts;
  WrittenDecision written;
  std::size_t at = 0;
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : state) {
    if (!reader.read_canonically(texts()[at++ % kCases], facts)) std::abort();
    write_out(*pack(), facts, judge.assess(facts, watchdog), calendar, written);
    bytes = written.bytes.size();
  }
  count(state);
  state.counters["decision_bytes"] = static_cast<double>(bytes);
}
BENCHMARK(json_to_bytes);

// The same matter with the first limit of the first criterion moved: a new version to compare with.
std::shared_ptr<const Pack> next_version() {
  PackFiles files = measured_pack();
  std::string& criteria = files.files.at("criteria.lua");
  const std::string limit = "n1 >= 10 ";
  criteria.replace(criteria.find(limit), limit.size(), "n1 >= 500 ");
  return Pack::load(std::move(files)).value();
}

// `zhipi backtest` on two cores: from JSON lines, judged by both versions. `s_per_million` is the
// time that a million cases take.
void backtest_on_two_cores(benchmark::State& state) {
  static const std::shared_ptr<const Pack> kNext = next_version();
  const formats::WorkingDays calendar;
  Backtest backtest(pack(), kNext, calendar);
  Block block;
  for (const std::string& text : texts()) block.text += text + "\n";
  for ([[maybe_unused]] auto _ : state) backtest.run(block);
  const BacktestReport& report = backtest.report();
  if (report.refused > 0 || report.changed == 0 || report.changed == report.cases) std::abort();
  state.SetItemsProcessed(static_cast<std::int64_t>(report.cases));
  state.counters["s_per_million"] =
      benchmark::Counter(static_cast<double>(report.cases) / 1e6,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(backtest_on_two_cores)->Threads(2)->UseRealTime();

void pack_load(benchmark::State& state) {
  const PackFiles files = measured_pack();
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(Pack::load(files).value().get());
  count(state);
}
BENCHMARK(pack_load);

}  // namespace
}  // namespace zhipi::engine
