// `zhipi backtest`: what a new version of a pack would have changed, over past cases, on all cores.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

#include "app/case_source.h"
#include "app/commands.h"
#include "app/files.h"
#include "app/progress.h"
#include "app/refusals.h"
#include "app/settings.h"

namespace zhipi::app {
namespace {

struct BacktestOptions {
  std::string before, after;  // the packs' folders
  std::string facts;          // a file of NDJSON; - is standard input
  std::string data;           // or a data folder, and
  SettingFlags settings;      // where its service keeps records
  std::string rules;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  std::size_t examples = 5;
  bool json = false;
};

struct Packs {
  std::shared_ptr<const engine::Pack> before, after;
  formats::WorkingDays calendar;
};

std::optional<Packs> load_packs(const BacktestOptions& options) {
  auto before = load_pack(options.before, options.rules);
  if (!before) print_problems(before.error(), options.before, "error");
  auto after = load_pack(options.after, options.rules);
  if (!after) print_problems(after.error(), options.after, "error");
  if (!before || !after) return std::nullopt;
  return Packs{*before, *after, load_calendar(options.after, options.rules)};
}

// Blocks go to whichever thread is free; what they count is the same in any order.
Expected<engine::BacktestReport> run(const BacktestOptions& options, const Packs& packs,
                                     const CaseSource& source, Progress& progress) {
  std::mutex source_mutex;
  std::atomic<bool> stopped = false;
  const auto next = [&]() -> Expected<std::optional<engine::Block>> {
    const std::lock_guard lock(source_mutex);
    if (stopped) return std::nullopt;
    auto block = source();
    if (!block) stopped = true;
    return block;
  };
  const auto work = [&]() -> Expected<engine::BacktestReport> {
    engine::Backtest backtest(packs.before, packs.after, packs.calendar, options.examples);
    for (;;) {
      const auto block = next();
      if (!block) return tl::unexpected(block.error());
      if (!*block) return backtest.report();
      const std::uint64_t done = backtest.report().cases + backtest.report().refused;
      backtest.run(**block);
      progress.add(backtest.report().cases + backtest.report().refused - done,
                   (*block)->text.size());
    }
  };
  std::vector<std::future<Expected<engine::BacktestReport>>> workers;
  for (unsigned at = 0; at < options.threads; ++at) {
    workers.push_back(std::async(std::launch::async, work));
  }
  engine::BacktestReport report;
  report.examples = options.examples;
  std::optional<Problem> failed;
  for (auto& worker : workers) {
    while (worker.wait_for(progress.interval()) != std::future_status::ready) progress.show();
    auto counted = worker.get();
    if (counted) {
      merge(report, *std::move(counted));
    } else {
      failed = counted.error();
    }
  }
  progress.finish();
  if (failed) return tl::unexpected(*failed);
  return report;
}

// Prints what was counted, and each line that was refused; false if there was one.
bool print(const engine::BacktestReport& report, const BacktestOptions& options, const Packs& packs,
           const std::string& source) {
  std::cout << (options.json ? canonical_json(to_json(report)) + "\n"
                             : to_text(report, *packs.after));
  for (const engine::RefusedCase& refused : report.refusals) {
    std::cerr << source << ":" << refused.name.line << ": error: ";
    if (!refused.name.application.empty()) std::cerr << refused.name.application << ": ";
    std::cerr << to_line(refused.problem) << '\n';
  }
  if (report.refused > 0) {
    std::cerr << source << ": error: " << report.refused
              << " 行不是这两个规则包的事实，未计入 lines are no facts of these packs and were not "
                 "counted\n";
  }
  return report.refused == 0;
}

bool finish(const BacktestOptions& options, const Packs& packs, const CaseSource& cases,
            const std::string& source, std::uint64_t bytes) {
  Progress progress(bytes, isatty(STDERR_FILENO) != 0);
  const auto report = run(options, packs, cases, progress);
  if (report) return print(*report, options, packs, source);
  std::cerr << source << ":" << report.error().where << ": error: " << report.error().message
            << '\n';
  return false;
}

bool backtest_store(const BacktestOptions& options, const Packs& packs) {
  auto configuration = options.settings.read();
  if (!configuration) {
    for (const Problem& wrong : configuration.error()) {
      std::cerr << "error: " << to_line(wrong) << '\n';
    }
    return false;
  }
  configuration->data = options.data;
  const auto store = open_store(*configuration);
  if (!store) {
    std::cerr << options.data << ": error: " << to_line(store.error()) << '\n';
    return false;
  }
  return finish(options, packs, cases_of(**store, packs.before->matter().id), options.data, 0);
}

bool backtest_file(const BacktestOptions& options, const Packs& packs) {
  if (options.facts == "-") return finish(options, packs, lines_of(std::cin), "-", 0);
  std::ifstream file(options.facts, std::ios::binary);
  std::error_code error;
  const std::uint64_t bytes = std::filesystem::file_size(options.facts, error);
  if (!file || std::filesystem::is_directory(options.facts)) {
    std::cerr << options.facts << ": error: this file cannot be read\n";
    return false;
  }
  return finish(options, packs, lines_of(file), options.facts, error ? 0 : bytes);
}

bool backtest(const BacktestOptions& options) {
  const auto packs = load_packs(options);
  if (!packs) return false;
  return options.data.empty() ? backtest_file(options, *packs) : backtest_store(options, *packs);
}

}  // namespace

void add_backtest_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<BacktestOptions>();
  CLI::App* const command =
      app.add_subcommand("backtest", "what a new version of a pack would change over past cases");
  command->add_option("old", options->before, "the folder of the pack as it is")->required();
  command->add_option("new", options->after, "the folder of its new version")->required();
  CLI::Option_group* const cases = command->add_option_group("cases", "one of these");
  cases->add_option("--facts", options->facts,
                    "NDJSON, a case's facts a line; - is standard input");
  cases->add_option("--data", options->data, "a service's data folder, of the old pack's matter");
  cases->require_option(1);
  options->settings.add_to(*command, {"store"});
  command->add_option("--threads", options->threads, "how many at once; all cores unless said")
      ->check(CLI::Range(1u, 256u));
  command->add_option("--examples", options->examples, "how many cases to name for each change");
  command->add_flag("--json", options->json, "for programs");
  add_rules_option(*command, options->rules);
  command->callback([options, &status] {
    if (!backtest(*options)) status = 1;
  });
}

}  // namespace zhipi::app
