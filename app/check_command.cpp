// `zhipi check`: what is wrong with packs, before they are published.
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

// Errors and warnings of one pack; false when it has errors.
bool check_pack(const std::string& folder, const std::string& rules) {
  const auto pack = load_pack(folder, rules);
  if (!pack) {
    print_problems(pack.error(), folder, "error");
    return false;
  }
  const engine::Findings findings = engine::check(**pack);
  print_problems(findings.errors, folder, "error");
  print_problems(findings.warnings, folder, "warning");
  if (findings.errors.empty()) {
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
