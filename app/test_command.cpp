// `zhipi test`: the packs' golden cases, what these cover, and what they would not notice.
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/draft_test.h"
#include "app/files.h"
#include "app/refusals.h"
#include "engine/authoring/junit.h"
#include "engine/authoring/pack_test.h"
#include "engine/authoring/reversal.h"

namespace zhipi::app {
namespace {

struct TestOptions {
  std::vector<std::string> packs;
  std::string rules;
  std::string junit;
  std::string against;                  // the folder of the version before
  std::vector<std::string> signed_for;  // names of its cases
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

// Whether nothing that the version before denied is approved now, but for what was signed for.
bool keeps_denials(const TestOptions& options) {
  const std::string& folder = options.packs.front();
  const auto before = load_pack(options.against, options.rules);
  if (!before) return print_problems(before.error(), options.against, "error"), false;
  const auto after = load_pack(folder, options.rules);
  if (!after) return false;  // told by test_one()
  const auto found = engine::reversals(*before, *after, load_calendar(folder, options.rules));
  if (!found) return print_problems(found.error(), options.against, "error"), false;
  bool kept = true;
  for (const engine::Reversal& one : *found) {
    const auto& names = options.signed_for;
    if (std::find(names.begin(), names.end(), one.name) != names.end()) continue;
    kept = false;
    std::cerr
        << options.against << "/" << engine::to_line(one)
        << ": error: 须由第二人签署 the version before denied this case; a second person must "
           "sign for it by its name\n";
  }
  return kept;
}

// All packs; false when a case fails, a pack does not load, or the JUnit file cannot be written.
bool test_packs(const TestOptions& options) {
  bool passed = true;
  std::string junit;
  for (const std::string& folder : options.packs) {
    passed = test_one(folder, options, junit) && passed;
  }
  if (!options.against.empty()) passed = keeps_denials(options) && passed;
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
  test->add_option("--against", options->against,
                   "the folder of the version before: exit with 1 where a golden case that it "
                   "denied is approved now");
  test->add_option("--signed", options->signed_for,
                   "the name of such a case that a second person has signed for; may be repeated")
      ->allow_extra_args(false)
      ->take_all();
  // How the service tests a draft; see draft_test.h.
  test->add_flag("--draft", options->draft)->group("");
  add_rules_option(*test, options->rules);
  test->callback([options, &status] {
    if (options->packs.empty() && !options->draft) throw CLI::RequiredError("packs");
    if (!options->against.empty() && options->packs.size() != 1) {
      throw CLI::ValidationError("--against", "takes one pack at a time");
    }
    // The draft comes as a file whose writer has left its position at the end.
    if (options->draft) ::lseek(STDIN_FILENO, 0, SEEK_SET);
    if (!(options->draft ? answer_draft(std::cin, std::cout) : test_packs(*options))) status = 1;
  });
}

}  // namespace zhipi::app
