// `zhipi check`: what is wrong with packs, before they are published.
#include <algorithm>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/files.h"
#include "app/refusals.h"
#include "engine/authoring/check.h"

namespace zhipi::app {
namespace {

struct CheckOptions {
  std::vector<std::string> packs;
  std::string rules;
};

// Errors and warnings together, by place.
void print(const engine::Findings& findings, const std::string& folder) {
  auto error = findings.errors.begin();
  for (const Problem& warning : findings.warnings) {
    const auto next = std::find_if(error, findings.errors.end(), [&](const Problem& one) {
      return engine::stands_before(warning, one);
    });
    print_problems({error, next}, folder, "error");
    print_problems({warning}, folder, "warning");
    error = next;
  }
  print_problems({error, findings.errors.end()}, folder, "error");
}

// False when the pack has errors.
bool check_pack(const std::string& folder, const std::string& rules) {
  const auto files = engine::read_pack_folder(folder, common_parents(rules, folder));
  if (!files) {
    std::cerr << files.error().where << ": error: " << files.error().message << '\n';
    return false;
  }
  const auto pack = engine::Pack::load(*files);
  const engine::Findings findings = pack ? engine::check(**pack) : engine::check_files(*files);
  print(findings, folder);
  if (pack && findings.errors.empty()) {
    std::cout << folder << ": " << (*pack)->matter().title << " " << (*pack)->matter().version
              << ", " << (*pack)->declarations().criteria.size() << " criteria, "
              << findings.warnings.size() << " warnings, " << (*pack)->digest() << '\n';
  }
  return findings.errors.empty();
}

}  // namespace

void add_check_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* const check = app.add_subcommand("check", "every problem of the packs");
  check->add_option("packs", options->packs, "the packs' folders")->required();
  add_rules_option(*check, options->rules);
  check->callback([options, &status] {
    for (const std::string& pack : options->packs) {
      if (!check_pack(pack, options->rules)) status = 1;
    }
  });
}

}  // namespace zhipi::app
