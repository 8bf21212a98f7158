// `zhipi check`, `test` and `judge`: what policy staff do with a pack before it is published.
#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/explain.h"
#include "app/files.h"
#include "engine/authoring/check.h"
#include "engine/authoring/golden.h"
#include "engine/judge.h"

namespace zhipi::app {
namespace {

struct PackOptions {
  std::vector<std::string> packs;  // of check and test
  std::string pack;                // of judge
  std::string facts;
  std::string rules;
  std::string junit;
  bool explain = false;
};

void print(const Problems& problems, const std::string& pack, std::string_view level) {
  for (const Problem& problem : problems) {
    std::cerr << pack << "/" << problem.where << (problem.where.empty() ? "" : ": ") << level
              << ": " << problem.message << '\n';
  }
}

// Errors and warnings of one pack; false when it has errors.
bool check_pack(const std::string& folder, const std::string& rules) {
  const auto pack = load_pack(folder, rules);
  if (!pack) {
    print(pack.error(), folder, "error");
    return false;
  }
  const engine::Findings findings = engine::check(**pack);
  print(findings.errors, folder, "error");
  print(findings.warnings, folder, "warning");
  if (findings.errors.empty()) {
    std::cout << folder << ": " << (*pack)->matter().title << " " << (*pack)->matter().version
              << ", " << (*pack)->declarations().criteria.size() << " criteria, "
              << findings.warnings.size() << " warnings, " << (*pack)->digest() << '\n';
  }
  return findings.errors.empty();
}

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

bool test_pack(const std::string& folder, const PackOptions& options, std::string& junit) {
  const auto pack = load_pack(folder, options.rules);
  if (!pack) {
    print(pack.error(), folder, "error");
    junit += engine::junit_suite(not_loaded(folder, pack.error()), folder);
    return false;
  }
  const formats::WorkingDays calendar = load_calendar(folder, options.rules);
  engine::Judge judge(*pack, calendar);
  engine::Watchdog watchdog;
  const auto report = engine::run_golden_cases(judge, watchdog);
  if (!report) {
    print(report.error(), folder, "error");
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
bool test_packs(const PackOptions& options) {
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

bool judge_facts(const PackOptions& options) {
  const std::string& folder = options.pack;
  const auto pack = load_pack(folder, options.rules);
  if (!pack) {
    print(pack.error(), folder, "error");
    return false;
  }
  const auto text = read_file(options.facts);
  if (!text) {
    std::cerr << to_line(text.error()) << '\n';
    return false;
  }
  const auto document = parse_json(*text);
  if (!document) {
    std::cerr << options.facts << ":" << to_line(document.error()) << '\n';
    return false;
  }
  const auto facts = engine::bind_facts((*pack)->matter(), *document);
  if (!facts) {
    for (const Problem& problem : facts.error()) {
      std::cerr << options.facts << "#" << problem.where << ": error: " << problem.message << '\n';
    }
    return false;
  }
  const formats::WorkingDays calendar = load_calendar(folder, options.rules);
  engine::Judge judge(*pack, calendar);
  engine::Watchdog watchdog;
  const Decision decision = judge.judge(*facts, watchdog);
  std::cout << (options.explain ? explain(decision) : canonical_json(to_json(decision)) + "\n");
  return true;
}

}  // namespace

void add_pack_commands(CLI::App& app, int& status) {
  const auto options = std::make_shared<PackOptions>();
  const auto add = [&](const char* name, const char* description) {
    CLI::App* const command = app.add_subcommand(name, description);
    command->add_option("--rules", options->rules, "the folder of packs that holds common/");
    return command;
  };
  CLI::App* const check = add("check", "every problem of the packs");
  check->add_option("packs", options->packs, "the packs' folders")->required();
  check->callback([options, &status] {
    for (const std::string& pack : options->packs) {
      if (!check_pack(pack, options->rules)) status = 1;
    }
  });
  CLI::App* const test = add("test", "the packs' golden cases, with coverage");
  test->add_option("packs", options->packs, "the packs' folders")->required();
  test->add_option("--junit", options->junit, "also write the results as JUnit XML");
  test->callback([options, &status] {
    if (!test_packs(*options)) status = 1;
  });
  CLI::App* const judge = add("judge", "the decision on facts, as JSON");
  judge->add_option("pack", options->pack, "the pack's folder")->required();
  judge->add_option("facts", options->facts, "the facts as JSON; - is standard input")->required();
  judge->add_flag("--explain", options->explain, "for people instead");
  judge->callback([options, &status] {
    if (!judge_facts(*options)) status = 1;
  });
}

}  // namespace zhipi::app
