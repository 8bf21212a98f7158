// The elements of the matter, and what every criterion should say.
#include <algorithm>
#include <array>

#include "engine/authoring/check_parts.h"

namespace zhipi::engine {
namespace {

// Words that ask for anything at all (兜底材料); an authority may not (榕政办〔2018〕264号 任务14).
constexpr std::array<std::string_view, 10> kVague{"其他材料", "其它材料", "有关材料", "相关材料",
                                                  "等材料",   "其他证明", "其它证明", "相关证明",
                                                  "有关证明", "其他资料"};

void check_automatic(const CheckedPack& pack, Findings& findings) {
  const Matter& matter = pack.matter;
  const bool automatic = std::any_of(matter.automatic.begin(), matter.automatic.end(),
                                     [](const auto& outcome) { return outcome.second; });
  if (!automatic) return;
  std::string why;
  if (!matter.special_stages.empty()) why = "a special stage (特殊环节)";
  if (matter.collective) why = "collective deliberation (集体审议)";
  if (matter.secret) why = "secrecy (涉密)";
  if (why.empty()) return;
  findings.errors.push_back(
      {"special_stage",
       "a matter with " + why + " cannot be decided automatically; remove `automatic`",
       pack.text.place("automatic")});
}

void check_vague(const CheckedPack& pack, Findings& findings) {
  for (const Material& material : pack.matter.materials) {
    const auto vague = std::find_if(kVague.begin(), kVague.end(), [&](std::string_view words) {
      return material.title.find(words) != std::string::npos;
    });
    const bool open_end = material.title.ends_with("等");
    if (vague == kVague.end() && !open_end) continue;
    const std::string words(open_end ? "等" : *vague);
    findings.warnings.push_back(
        {"vague_material",
         "`" + material.name + "` asks for anything at all (" + words + "); name what is needed",
         pack.text.place(material.name)});
  }
}

void warn_of(const std::string& id, bool has_basis, bool has_otherwise, const std::string& place,
             Findings& findings) {
  if (!has_basis) {
    findings.warnings.push_back({"no_basis", "\"" + id + "\" names no basis (设定依据)", place});
  }
  if (!has_otherwise) {
    findings.warnings.push_back(
        {"no_otherwise", "\"" + id + "\" says nothing for a failure; it goes to a person", place});
  }
}

void check_criteria(const CheckedPack& pack, Findings& findings) {
  if (pack.declared == nullptr) {
    for (const auto& [name, one] : pack.uses.declared) {
      if (name.starts_with("result ")) continue;
      const bool fails = name.starts_with("criterion ");
      warn_of(one.id, one.has_basis, one.has_otherwise || !fails, one.place, findings);
    }
    return;
  }
  for (const Criterion& criterion : pack.declared->criteria) {
    const bool fails = criterion.kind == CriterionKind::criterion;
    const auto written =
        pack.uses.declared.find(std::string(to_text(criterion.kind)) + " " + criterion.id);
    const bool in_table = criterion.where.find(".csv:") != std::string::npos;
    const std::string& place =
        in_table || written == pack.uses.declared.end() ? criterion.where : written->second.place;
    warn_of(criterion.id, !criterion.basis.empty(), !criterion.otherwise.message.empty() || !fails,
            place, findings);
  }
}

}  // namespace

void check_matter(const CheckedPack& pack, Findings& findings) {
  check_automatic(pack, findings);
  check_vague(pack, findings);
  check_criteria(pack, findings);
  const auto is_case = [](const auto& file) {
    return file.first.starts_with("cases/") && file.first.ends_with(".json");
  };
  if (std::none_of(pack.files.files.begin(), pack.files.files.end(), is_case)) {
    findings.warnings.push_back(
        {"no_cases", "the pack has no golden cases; put them into cases/*.json", "cases:1:1"});
  }
}

}  // namespace zhipi::engine
