// `zhipi key add | remove`, `zhipi audit verify`, `zhipi rederive`: operators' work on a data
// folder.
#include <algorithm>
#include <iostream>
#include <memory>

#include "api/authentication.h"
#include "app/commands.h"
#include "app/files.h"
#include "app/settings.h"
#include "engine/judge.h"
#include "engine/suggestion.h"
#include "store/store.h"
#include "workflow/catalogue.h"

namespace zhipi::app {
namespace {

struct StoreOptions {
  SettingFlags settings;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> ids;
};

void print(const Problem& problem) {
  std::cerr << problem.where << (problem.where.empty() ? "" : ": ") << "error: " << problem.message
            << '\n';
}

std::optional<Configuration> read_settings(const StoreOptions& options) {
  auto configuration = options.settings.read();
  if (configuration) return *std::move(configuration);
  for (const Problem& problem : configuration.error()) print(problem);
  return std::nullopt;
}

std::unique_ptr<store::Store> open_store(const StoreOptions& options) {
  const auto configuration = read_settings(options);
  if (!configuration) return nullptr;
  auto store = app::open_store(*configuration);
  if (store) return *std::move(store);
  print(store.error());
  return nullptr;
}

// --- Keys

bool check_roles(const std::vector<std::string>& roles) {
  const std::vector<std::string> known(api::all_roles().begin(), api::all_roles().end());
  return std::all_of(roles.begin(), roles.end(), [&](const std::string& role) {
    if (std::find(known.begin(), known.end(), role) != known.end()) return true;
    print(
        {"unknown_role", "there is no role `" + role + "`" + engine::suggestion(role, known), ""});
    return false;
  });
}

bool add_key(const StoreOptions& options) {
  if (!check_roles(options.roles)) return false;
  const auto store = open_store(options);
  if (store == nullptr) return false;
  const std::string token = api::new_token();
  const auto at =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto added =
      store->add_key(Digest::of(token), {.name = options.name, .roles = options.roles},
                     {.at = at, .actor = "system"});
  if (!added) return print(added.error()), false;
  std::cout << "API key (shown once): " << token << '\n';
  return true;
}

bool remove_key(const StoreOptions& options) {
  const auto store = open_store(options);
  if (store == nullptr) return false;
  const auto at =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const auto removed = store->remove_key(options.name, {.at = at, .actor = "system"});
  if (!removed) return print(removed.error()), false;
  std::cout << options.name << " may call nothing any more\n";
  return true;
}

// --- Audit

bool verify_audit(const StoreOptions& options) {
  const auto store = open_store(options);
  if (store == nullptr) return false;
  const auto head = store->verify_audit();
  if (!head) return print(head.error()), false;
  std::cout << head->size << " entries, unbroken; the last chain value is " << head->chain << '\n';
  return true;
}

// --- Deriving again

enum class Rederived { same, differs, out_of_budget };

// A breach depends on the machine's speed: such decisions are listed apart.
bool is_budget_breach(const Json& decision) {
  const json::array& reasons = decision.at("reasons").as_array();
  return std::any_of(reasons.begin(), reasons.end(),
                     [](const Json& reason) { return reason.at("code") == "budget"; });
}

class Rederivation {
 public:
  Rederivation(store::Store& store, const workflow::Catalogue& catalogue,
               const formats::WorkingDays& calendar)
      : store_(store), catalogue_(catalogue), calendar_(calendar) {}

  // Every decision of the engine on this application, one line each. False if one differs or could
  // not be derived.
  bool run(const std::string& id) {
    const auto decisions = store_.decisions_of(id);
    if (!decisions) return print(decisions.error()), false;
    const auto facts = store_.facts_of(id);
    if (!facts) return print(facts.error()), false;
    bool derived = false;
    bool fine = true;
    for (const store::StoredDecision& decision : *decisions) {
      if (decision.maker != store::Maker::engine) continue;
      derived = true;
      const std::string what = id + " round " + std::to_string(decision.round);
      const auto result = derive(decision, *facts);
      if (!result) {
        print({result.error().code, result.error().message, what});
        fine = false;
        continue;
      }
      report(what, *result);
      fine = fine && *result != Rederived::differs;
    }
    if (!derived) print({"no_decision", "the engine has decided nothing under this id", id});
    return fine && derived;
  }

 private:
  Expected<Rederived> derive(const store::StoredDecision& decision,
                             const std::vector<store::StoredFacts>& all_facts) {
    const auto frozen = std::find_if(
        all_facts.begin(), all_facts.end(),
        [&](const store::StoredFacts& facts) { return facts.digest.text() == decision.facts; });
    if (frozen == all_facts.end()) return problem("no_facts", "its frozen facts are not there");
    const auto pack = catalogue_.find_pack(decision.pack);
    if (!pack) {
      return problem("no_pack", "no pack under --rules has its digest " + decision.pack);
    }
    const auto document = parse_json(frozen->facts);
    if (!document) return tl::unexpected(document.error());
    const auto facts = engine::bind_facts(pack->matter(), *document);
    if (!facts) return tl::unexpected(facts.error().front());
    engine::Judge judge(pack, calendar_);
    const Json again = to_json(judge.judge(*facts, watchdog_));
    if (canonical_json(again) == decision.decision) return Rederived::same;
    const auto before = parse_json(decision.decision);
    if (!before) return tl::unexpected(before.error());
    return is_budget_breach(again) || is_budget_breach(*before) ? Rederived::out_of_budget
                                                                : Rederived::differs;
  }

  static void report(const std::string& what, Rederived result) {
    switch (result) {
      case Rederived::same:
        std::cout << what << ": the same decision, byte for byte\n";
        break;
      case Rederived::differs:
        std::cout << what << ": DIFFERS from the decision that is kept\n";
        break;
      case Rederived::out_of_budget:
        std::cout << what << ": a criterion overran its budget, then or now; not comparable\n";
        break;
    }
  }

  store::Store& store_;
  const workflow::Catalogue& catalogue_;
  const formats::WorkingDays& calendar_;
  engine::Watchdog watchdog_;
};

bool rederive(const StoreOptions& options) {
  const auto configuration = read_settings(options);
  if (!configuration) return false;
  const std::filesystem::path rules =
      configuration->rules.empty() ? installed_rules() : configuration->rules;
  const auto catalogue = workflow::Catalogue::load(rules, common_parents(rules.string(), ""));
  if (!catalogue) {
    for (const Problem& problem : catalogue.error()) print(problem);
    return false;
  }
  const formats::WorkingDays calendar = load_calendar("", rules.string());
  const auto store = app::open_store(*configuration);
  if (!store) return print(store.error()), false;
  Rederivation rederivation(**store, *catalogue, calendar);
  bool fine = true;
  for (const std::string& id : options.ids) fine = rederivation.run(id) && fine;
  return fine;
}

}  // namespace

void add_store_commands(CLI::App& app, int& status) {
  const auto add = [&status](
                       CLI::App* command, bool (*work)(const StoreOptions&),
                       const std::vector<std::string>& settings = {"data", "store", "blobs"}) {
    const auto options = std::make_shared<StoreOptions>();
    options->settings.add_to(*command, settings);
    command->callback([options, &status, work] {
      if (!work(*options)) status = 1;
    });
    return options;
  };
  CLI::App* const key = app.add_subcommand("key", "API keys");
  key->require_subcommand(1);
  CLI::App* const key_add = key->add_subcommand("add", "makes a key and shows it once");
  const auto key_options = add(key_add, add_key);
  key_add->add_option("name", key_options->name, "who uses it")->required();
  key_add->add_option("roles", key_options->roles, "what it may do")->required();
  CLI::App* const key_remove = key->add_subcommand("remove", "ends a key; its name stays taken");
  const auto removed = add(key_remove, remove_key);
  key_remove->add_option("name", removed->name, "whose key")->required();

  CLI::App* const audit = app.add_subcommand("audit", "the audit log");
  audit->require_subcommand(1);
  add(audit->add_subcommand("verify", "walks the whole log; fails at the first broken entry"),
      verify_audit);

  CLI::App* const again =
      app.add_subcommand("rederive", "judges stored applications again and compares every byte");
  const auto again_options = add(again, rederive, {"data", "store", "blobs", "rules"});
  again->add_option("ids", again_options->ids, "applications")->required();
}

}  // namespace zhipi::app
