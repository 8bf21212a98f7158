// What was seen, told in full: names, values and places, once a judgement is written down.
#include "engine/evidence.h"

#include <iterator>

#include "models/formats/amount.h"

namespace zhipi::engine {
namespace {

using Kind = SectionLayout::Kind;
using Type = Fact::Type;

// Where a cell stands in its list.
struct Place {
  std::uint32_t list = 0;
  std::size_t row = 0;  // from 0
  const Field* column = nullptr;
};

Place place_in(const FactLayout& layout, const Facts& facts, std::uint32_t list,
               std::uint32_t number) {
  const std::vector<Field>& columns = columns_of(layout.field(list));
  const std::size_t at = number - facts.facts[list].begin;
  return {list, at / columns.size(), &columns[at % columns.size()]};
}

Place place_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  return place_in(layout, facts, declared_of(layout, facts, number), number);
}

std::string path_of(const FactLayout& layout, const Place& cell) {
  const bool is_list = layout.field(cell.list).kind == FieldKind::list;
  return layout.path(cell.list) + (is_list ? "[" + std::to_string(cell.row + 1) + "]" : "") + "." +
         cell.column->name;
}

// Whether a value that is there may be used.
bool is_sure(const FactLayout& layout, const Fact& fact, const Field& field) {
  return fact.misread == 0 && fact.confidence >= layout.threshold(field);
}

Cause cause_of_absence(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  using Why = Cause::Kind;
  const std::size_t at = layout.section_of(number);
  const SectionLayout& section = layout.sections()[at];
  const std::string& path = layout.path(number);
  const std::string& name = layout.field(number).name;
  if (section.kind == Kind::form) return {Why::missing_form_field, name, path};
  if (section.kind == Kind::material) {
    const bool stood_in = section.replaced_by && facts.present[*section.replaced_by] != 0;
    if (facts.present[at] != 0 || stood_in) return {Why::absent_fact, path, path};
    return {Why::missing_material, section.name, path};
  }
  if (section.kind == Kind::history) {
    // A count by a form field that was left empty: the empty field is what is missing.
    for (const std::string& shared : layout.matter().history[number - section.first].same) {
      const auto same = layout.find(shared);
      if (shared.starts_with("form.") && same && facts.facts[*same].absent()) {
        return {Why::missing_form_field, layout.field(*same).name, path};
      }
    }
  }
  return {facts.present[at] != 0 ? Why::absent_fact : Why::lookup_failed, path, path};
}

Json plain_json(const Facts& facts, const Fact& fact) {
  switch (fact.type) {
    case Type::text:
      return Json(facts.text_of(fact));
    case Type::whole:
      return Json(fact.whole);
    case Type::number:
      return Json(fact.number);
    case Type::boolean:
      return Json(fact.whole != 0);
    case Type::date:
      return Json(fact.date().text());
    case Type::absent:
    case Type::rows:
      break;
  }
  return nullptr;
}

Evidence section_evidence(const FactLayout& layout, const Facts& facts, std::size_t at) {
  const SectionLayout& section = layout.sections()[at];
  Evidence evidence;
  evidence.fact = section.name;
  if (facts.present[at] != 0 || (section.replaced_by && facts.present[*section.replaced_by] != 0)) {
    evidence.value = true;
  } else {
    evidence.cause = code_of(section.kind == Kind::lookup ? Cause::Kind::lookup_failed
                                                          : Cause::Kind::missing_material);
  }
  return evidence;
}

Evidence row_evidence(const Seen& seen) {
  Evidence evidence;
  evidence.fact = seen.table->file() + "[" + std::to_string(seen.number + 1) + "]";
  evidence.value = seen.table->row_json(seen.number);
  evidence.source = "table";
  evidence.confidence = 1;
  return evidence;
}

Evidence answer_evidence(const Facts& facts, const Seen& seen) {
  const auto& [criterion, answer] =
      *std::next(facts.context.answers.begin(), static_cast<std::ptrdiff_t>(seen.number));
  Evidence evidence;
  evidence.fact = "context.answers." + criterion;
  evidence.value = json::object{{"result", answer.passes ? "pass" : "fail"},
                                {"note", answer.note.empty() ? Json(nullptr) : Json(answer.note)}};
  evidence.source = to_text(Source::reviewer);
  evidence.confidence = 1;
  return evidence;
}

}  // namespace

std::string_view code_of(Cause::Kind kind) {
  switch (kind) {
    case Cause::Kind::missing_material:
      return "missing_material";
    case Cause::Kind::missing_form_field:
      return "missing_form_field";
    case Cause::Kind::absent_fact:
      return "absent_fact";
    case Cause::Kind::doubtful_fact:
      return "doubtful_fact";
    case Cause::Kind::lookup_failed:
      return "lookup_failed";
    case Cause::Kind::no_calendar:
      return "no_calendar";
    case Cause::Kind::no_row:
      return "no_row";
    case Cause::Kind::undecidable:
      return "undecidable";
  }
  return {};
}

std::uint32_t answering(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  if (number >= layout.size()) return number;
  const std::size_t at = layout.section_of(number);
  const SectionLayout& section = layout.sections()[at];
  if (facts.present[at] != 0 || !section.replaced_by || facts.present[*section.replaced_by] == 0) {
    return number;
  }
  return section.stand_ins[number - section.first].value_or(number);
}

std::uint32_t declared_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  if (number < layout.size()) return number;
  for (std::uint32_t list = 0; list < layout.size(); ++list) {
    const Fact& fact = facts.facts[list];
    if (fact.type != Type::rows || number < fact.begin) continue;
    if (number - fact.begin < fact.size * columns_of(layout.field(list)).size()) return list;
  }
  return 0;  // a number that no reading gives
}

const Field& field_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  return number < layout.size() ? layout.field(number) : *place_of(layout, facts, number).column;
}

std::string path_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  if (number < layout.size()) return layout.path(number);
  return path_of(layout, place_of(layout, facts, number));
}

std::optional<Cause> cause_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  const Fact& fact = facts.facts[number];
  if (fact.absent() && number < layout.size()) return cause_of_absence(layout, facts, number);
  if (!fact.absent() && is_sure(layout, fact, field_of(layout, facts, number))) return std::nullopt;
  const std::string path = path_of(layout, facts, number);
  return Cause{fact.absent() ? Cause::Kind::absent_fact : Cause::Kind::doubtful_fact, path, path};
}

Cell cell_of(const Facts& facts, const Fact& fact) {
  switch (fact.type) {
    case Type::text:
      return std::string(facts.text_of(fact));
    case Type::whole:
      return fact.whole;
    case Type::number:
      return fact.number;
    case Type::boolean:
      return fact.whole != 0;
    case Type::date:
      return fact.date();
    case Type::absent:
    case Type::rows:
      break;
  }
  return {};
}

Evidence evidence_of(const FactLayout& layout, const Facts& facts, FactDocument& document,
                     const Seen& seen) {
  if (seen.kind == Seen::Kind::section) return section_evidence(layout, facts, seen.number);
  if (seen.kind == Seen::Kind::row) return row_evidence(seen);
  if (seen.kind == Seen::Kind::answer) return answer_evidence(facts, seen);
  const std::uint32_t number = seen.number;
  const Fact& fact = facts.facts[number];
  const std::uint32_t declared = declared_of(layout, facts, number);
  const Place cell = number == declared ? Place{} : place_in(layout, facts, declared, number);
  const SectionLayout& section = layout.sections()[layout.section_of(declared)];
  Evidence evidence;
  evidence.fact = number == declared ? layout.path(number) : path_of(layout, cell);
  if (section.kind == Kind::material) evidence.material = section.name;
  if (fact.absent()) {
    evidence.cause = code_of(cause_of(layout, facts, number)->kind);
    return evidence;
  }
  evidence.value =
      fact.type == Type::rows ? document.value_of(layout, number) : plain_json(facts, fact);
  evidence.source = to_text(fact.source);
  evidence.confidence = fact.confidence;
  evidence.page = fact.page;
  if (fact.box >= 0) evidence.box = facts.boxes[static_cast<std::size_t>(fact.box)];
  const Field& field = number == declared ? layout.field(number) : *cell.column;
  if (!is_sure(layout, fact, field)) evidence.cause = code_of(Cause::Kind::doubtful_fact);
  return evidence;
}

std::string show(const FactLayout& layout, const Facts& facts, std::string_view path) {
  if (path == "received_on") return facts.received_on.text();
  if (path == "mode") return facts.mode;
  const auto declared = layout.find(path);
  if (!declared) return "—";
  const std::uint32_t number = answering(layout, facts, *declared);
  const Fact& fact = facts.facts[number];
  switch (fact.type) {
    case Type::absent:
      return "—";
    case Type::text:
      return std::string(facts.text_of(fact));
    case Type::boolean:
      return fact.whole != 0 ? "是" : "否";
    case Type::whole:
      if (layout.field(number).kind == FieldKind::money) return formats::yuan_text(fact.whole);
      return std::to_string(fact.whole);
    case Type::rows:
      return canonical_json(FactDocument(facts).value_of(layout, number));
    case Type::date:
      return fact.date().text();
    case Type::number:
      break;
  }
  return canonical_json(Json(fact.number));
}

}  // namespace zhipi::engine
