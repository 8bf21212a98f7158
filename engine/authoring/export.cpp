#include "engine/authoring/export.h"

#include <array>
#include <cmath>

#include "engine/authoring/export_parts.h"
#include "engine/authoring/fact_names.h"

namespace zhipi::engine {
namespace {

constexpr std::array<const char*, 11> kNumerals{"",   "一", "二", "三", "四", "五",
                                                "六", "七", "八", "九", "十"};

}  // namespace

void Sections::begin(const std::string& title) {
  ++count_;
  const std::string numeral =
      count_ <= 10 ? kNumerals[static_cast<std::size_t>(count_)]
                   : std::string("十") + kNumerals[static_cast<std::size_t>(count_ - 10)];
  add(Heading{2, numeral + "、" + title});
}

std::string joined(const std::vector<std::string>& texts, const std::string& separator) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : separator) + text;
  return all;
}

std::string share_in_words(double share) {
  return canonical_json(Json(std::round(share * 1e6) / 1e4)) + " %";
}

std::string fact_in_words(const Matter& matter, const std::string& fact) {
  if (fact == "received_on") return "受理之日（received_on）";
  if (fact == "mode") return "办理方式（mode）";
  const auto named = find_fact(matter, fact);
  return named ? named->title + "（" + fact + "）" : fact;
}

Expected<Document> review_rules(const Pack& pack) {
  const auto source = PackSource::read(pack.files());
  if (!source) return tl::unexpected(source.error());
  const auto cases = golden_cases(pack);
  if (!cases) return tl::unexpected(cases.error().front());
  Document document{pack.matter().title + " 审查工作细则", {}};
  document.parts.emplace_back(Paragraph{"版本 " + pack.matter().version + "，规则包 " +
                                        pack.digest() + "。本细则由规则包生成，以规则包为准。"});
  Sections sections(document);
  add_elements(pack, sections);
  add_form(pack, *source, sections);
  add_materials(pack, *source, sections);
  add_lookups(pack.matter(), sections);
  add_criteria(pack, *source, sections);
  add_inspections(pack, *source, sections);
  add_risk(pack, *source, sections);
  add_results(pack, *source, sections);
  add_decision_tables(pack, sections);
  add_cases(*cases, sections);
  add_shared_source(*source, sections);
  return document;
}

}  // namespace zhipi::engine
