#include "engine/authoring/check.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "engine/decision_table.h"
#include "engine/authoring/golden.h"

namespace zhipi::engine {
namespace {

// Words that ask for anything at all; an authority may not (榕政办〔2018〕264号 任务14).
constexpr std::array<std::string_view, 4> kVague{"其他材料", "有关材料", "相关材料", "其它材料"};

void check_automatic(const Matter& matter, Problems& errors) {
  const bool automatic = std::any_of(matter.automatic.begin(), matter.automatic.end(),
                                     [](const auto& outcome) { return outcome.second; });
  if (!automatic) return;
  std::string why;
  if (!matter.special_stages.empty()) why = "a special stage (特殊环节)";
  if (matter.collective) why = "collective deliberation (集体审议)";
  if (matter.secret) why = "secrecy (涉密)";
  if (!why.empty()) {
    errors.push_back(
        {"special_stage",
         "a matter with " + why + " cannot be decided automatically; remove `automatic`",
         "matter.lua:1:1"});
  }
}

// The decision tables that the pack's Lua names must be there and be tables.
void check_tables(const PackFiles& files, Problems& errors) {
  static const RE2 kNamed(R"re(decision_table\s*\(?\s*["']([^"']+)["'])re");
  for (const auto& [name, source] : files.files) {
    if (!name.ends_with(".lua")) continue;
    re2::StringPiece rest(source);
    std::string path;
    while (RE2::FindAndConsume(&rest, kNamed, &path)) {
      const auto line = 1 + std::count(source.data(), rest.data(), '\n');
      const auto table = files.files.find(path);
      if (table == files.files.end()) {
        errors.push_back(
            {"no_file", "the pack has no file " + path, name + ":" + std::to_string(line) + ":1"});
      } else if (const auto parsed = DecisionTable::parse(table->second, path); !parsed) {
        errors.insert(errors.end(), parsed.error().begin(), parsed.error().end());
      }
    }
  }
}

}  // namespace

Findings check(const Pack& pack) {
  Findings findings;
  const Declarations& declared = pack.declarations();
  check_automatic(declared.matter, findings.errors);
  check_tables(pack.files(), findings.errors);
  for (const Criterion& criterion : declared.criteria) {
    const auto warn = [&](std::string code, std::string message) {
      findings.warnings.push_back(
          {std::move(code), "\"" + criterion.id + "\" " + std::move(message), criterion.where});
    };
    if (criterion.basis.empty()) warn("no_basis", "names no basis (设定依据)");
    if (criterion.kind == CriterionKind::criterion && criterion.otherwise.message.empty()) {
      warn("no_otherwise", "says nothing for a failure; it goes to a person");
    }
  }
  for (const Material& material : declared.matter.materials) {
    for (const std::string_view vague : kVague) {
      if (material.title.find(vague) == std::string::npos) continue;
      findings.warnings.push_back({"vague_material",
                                   "`" + material.name + "` asks for anything at all (" +
                                       std::string(vague) + "); name what is needed",
                                   "matter.lua:1:1"});
    }
  }
  const auto cases = golden_cases(pack);
  if (!cases) {
    findings.errors.insert(findings.errors.end(), cases.error().begin(), cases.error().end());
  } else if (cases->empty()) {
    findings.warnings.push_back({"no_cases", "the pack has no golden cases", "cases:1:1"});
  }
  return findings;
}

}  // namespace zhipi::engine
