// `zhipi judge`: the decision of a pack on facts.
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/files.h"
#include "app/refusals.h"
#include "engine/authoring/explain.h"
#include "engine/judge.h"

namespace zhipi::app {
namespace {

struct JudgeOptions {
  std::string pack;
  std::string facts;
  std::string rules;
  bool explain = false;
};

// The decision for people, with what would turn each failure.
std::string explained(engine::Judge& judge, const Json& document, const Decision& decision,
                      engine::Watchdog& watchdog) {
  std::map<std::string, engine::ChangeSearch> changes;
  for (const Verdict& verdict : decision.verdicts) {
    if (verdict.result != Result::fail) continue;
    changes[verdict.criterion] = engine::nearest_changes(judge, document, verdict, watchdog);
  }
  return engine::explain(judge.pack(), decision, changes);
}

bool judge_facts(const JudgeOptions& options) {
  const std::string& folder = options.pack;
  const auto pack = load_pack(folder, options.rules);
  if (!pack) {
    print_problems(pack.error(), folder, "error");
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
  std::cout << (options.explain ? explained(judge, *document, decision, watchdog)
                                : canonical_json(to_json(decision)) + "\n");
  return true;
}

}  // namespace

void add_judge_command(CLI::App& app, int& status) {
  const auto options = std::make_shared<JudgeOptions>();
  CLI::App* const judge = app.add_subcommand("judge", "the decision on facts, as JSON");
  judge->add_option("pack", options->pack, "the pack's folder")->required();
  judge->add_option("facts", options->facts, "the facts as JSON; - is standard input")->required();
  judge->add_flag("--explain", options->explain, "for people instead");
  add_rules_option(*judge, options->rules);
  judge->callback([options, &status] {
    if (!judge_facts(*options)) status = 1;
  });
}

}  // namespace zhipi::app
