// `zhipi test`: the packs' golden cases.
#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/files.h"
#include "app/refusals.h"
#include "engine/authoring/golden.h"
#include "engine/judge.h"

namespace zhipi::app {
namespace {

struct TestOptions {
  std::vector<std::string> packs;
  std::string rules;
  std::string junit;
};

void print_coverage(const engine::Pack& pack, const engine::Coverage& coverage) {
  for (const engine::Criterion& criterion : pack.declarations().criteria) {
    std::string missing;
    for (const Result result : {Result::pass, Result::fail, Result::unknown}) {
      const bool cannot_fail = criterion.kind != engine::CriterionKind::criterion;
      if (cannot_fail &&
          (result == Result::fail || criterion.kind == engine::CriterionKind::inspect))
        continue;
      if (coverage.at(criterion.id).contains(result)) continue;
      missing += missing.empty() ? "" : ", ";
      missing += to_text(result);
    }
    if (!missing.empty())
      std::cout << "  not covered: " << criterion.id << " has no " << missing << '\n';
  }
}

// A pack that does not load is a failed test, so that a build server sees it.
engine::GoldenReport not_loaded(const std::string& folder, const Problems& problems) {
  engine::GoldenResult result{folder, "the pack loads", {}};
  for (const Problem& problem : problems) result.differences.push_back(to_line(problem));
  return {{std::move(result)}, {}};
}

bool test_pack(const std::string& folder, const TestOptions& options, std::string& junit) {
  const auto pack = load_pack(folder, options.rules);
  if (!pack) {
    print_problems(pack.error(), folder, "error");
    junit += engine::junit_suite(not_loaded(folder, pack.error()), folder);
    return false;
  }
  const formats::WorkingDays calendar = load_calendar(folder, options.rules);
  engine::Judge judge(*pack, calendar);
  engine::Watchdog watchdog;
  const auto report = engine::run_golden_cases(judge, watchdog);
  if (!report) {
    print_problems(report.error(), folder, "error");
    junit += engine::junit_suite(not_loaded(folder, report.error()), folder);
    return false;
  }
  junit += engine::junit_suite(*report, (*pack)->matter().id);
  std::size_t failed = 0;
  for (const engine::GoldenResult& result : report->results) {
    if (result.passed()) continue;
    ++failed;
    std::cout << "FAILED " << folder << "/" << result.file << ": " << result.name << '\n';
    for (const std::string& difference : result.differences)
      std::cout << "    " << difference << '\n';
  }
  print_coverage(**pack, report->coverage);
  std::cout << folder << ": " << report->results.size() - failed << " passed, " << failed
            << " failed\n";
  if (report->results.empty()) {
    std::cerr << folder << ": error: the pack has no golden cases; put them into cases/*.json\n";
  }
  return failed == 0 && !report->results.empty();
}

// All packs; false when a case fails, a pack does not load, or the JUnit file cannot be written.
bool test_packs(const TestOptions& options) {
  bool passed = true;
  std::string junit;
  for (const std::string& folder : options.packs)
    passed = test_pack(folder, options, junit) && passed;
  if (options.junit.empty()) return passed;
  std::ofstream file(options.junit);
  file << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
       << junit << "</testsuites>\n";
  if (file.flush()) return passed;
  std::cerr << options.junit << ": error: this file cannot be written\n";
  return false;
}

}  // namespace

void add_test_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<TestOptions>();
  CLI::App* const test = app.add_subcommand("test", "the packs' golden cases, with coverage");
  test->add_option("packs", options->packs, "the packs' folders")->required();
  test->add_option("--junit", options->junit, "also write the results as JUnit XML");
  add_rules_option(*test, options->rules);
  test->callback([options, &status] {
    if (!test_packs(*options)) status = 1;
  });
}

}  // namespace zhipi::app
