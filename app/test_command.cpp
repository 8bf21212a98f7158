// `zhipi test`: the packs' golden cases, what these cover, and what they would not notice.
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/draft_test.h"
#include "app/files.h"
#include "app/refusals.h"
#include "engine/authoring/junit.h"
#include "engine/authoring/pack_test.h"

namespace zhipi::app {
namespace {

struct TestOptions {
  std::vector<std::string> packs;
  std::string rules;
  std::string junit;
  bool no_mutation = false;
  bool strict = false;
  bool json = false;
  bool draft = false;
};

// A pack that does not load is a failed test, so that a build server sees it.
std::vector<engine::GoldenResult> not_loaded(const std::string& folder, const Problems& problems) {
  engine::GoldenResult result{folder, "the pack loads", {}};
  for (const Problem& problem : problems) {
    result.differences.push_back({problem.where, {}, "a pack that loads", problem.message, {}});
  }
  return {std::move(result)};
}

// Whether nothing is left to wish for.
bool is_thorough(const engine::PackTest& test) {
  for (const engine::CriterionCoverage& one : test.coverage) {
    if (!one.missing.empty()) return false;
  }
  if (!test.mutation) return true;
  for (const engine::LineCoverage& file : test.mutation->lines) {
    if (!file.not_run.empty()) return false;
  }
  return test.mutation->survivors.empty() && test.mutation->untried == 0;
}

bool refuse(const Problems& problems, const std::string& folder, std::string& junit) {
  print_problems(problems, folder, "error");
  junit += engine::junit_suite(not_loaded(folder, problems), folder);
  return false;
}

bool test_one(const std::string& folder, const TestOptions& options, std::string& junit) {
  const auto pack = load_pack(folder, options.rules);
  if (!pack) return refuse(pack.error(), folder, junit);
  const formats::WorkingDays calendar = load_calendar(folder, options.rules);
  const auto test =
      engine::test_pack(*pack, calendar, {.mutation = !options.no_mutation, .limits = {}});
  if (!test) return refuse(test.error(), folder, junit);
  const std::string text = engine::to_text(*test, folder);
  junit += engine::junit_suite(test->results, (*pack)->matter().id, text);
  std::cout << (options.json ? canonical_json(engine::to_json(*test)) + "\n" : text) << std::flush;
  if (test->results.empty()) {
    std::cerr << folder << ": error: the pack has no golden cases; put them into cases/*.json\n";
  }
  return test->passed() && (!options.strict || is_thorough(*test));
}

// All packs; false when a case fails, a pack does not load, or the JUnit file cannot be written.
bool test_packs(const TestOptions& options) {
  bool passed = true;
  std::string junit;
  for (const std::string& folder : options.packs) {
    passed = test_one(folder, options, junit) && passed;
  }
  if (options.junit.empty()) return passed;
  std::ofstream file(options.junit);
  file << engine::junit_document(junit);
  if (file.flush()) return passed;
  std::cerr << options.junit << ": error: this file cannot be written\n";
  return false;
}

}  // namespace

void add_test_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<TestOptions>();
  CLI::App* const test =
      app.add_subcommand("test", "the packs' golden cases, with coverage and mutation");
  test->add_option("packs", options->packs, "the packs' folders");
  test->add_option("--junit", options->junit, "also write the results as JUnit XML");
  test->add_flag("--no-mutation", options->no_mutation,
                 "the cases alone: no faults on purpose, no coverage of lines");
  test->add_flag("--strict", options->strict,
                 "also exit with 1 where something is not covered or a fault is not noticed");
  test->add_flag("--json", options->json, "one line of JSON for each pack");
  // How the service tests a draft; see draft_test.h.
  test->add_flag("--draft", options->draft)->group("");
  add_rules_option(*test, options->rules);
  test->callback([options, &status] {
    if (options->packs.empty() && !options->draft) throw CLI::RequiredError("packs");
    // The draft comes as a file whose writer has left its position at the end.
    if (options->draft) ::lseek(STDIN_FILENO, 0, SEEK_SET);
    if (!(options->draft ? answer_draft(std::cin, std::cout) : test_packs(*options))) status = 1;
  });
}

}  // namespace zhipi::app
