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

void append_path(const FactLayout& layout, const Place& cell, std::string& path) {
  path += layout.path(cell.list);
  if (layout.field(cell.list).kind == FieldKind::list) {
    path.append("[").append(std::to_string(cell.row + 1)).append("]");
  }
  path.append(".").append(cell.column->name);
}

// Whether this declared fact has rows, and the cell is of them.
bool holds_cell(const FactLayout& layout, const Facts& facts, std::uint32_t list,
                std::uint32_t number) {
  const Fact& fact = facts.facts[list];
  return fact.type == Type::rows && number >= fact.begin &&
         number - fact.begin < fact.size * columns_of(layout.field(list)).size();
}

// What stands between the page and the value.
std::string_view source_before_value(Source source) {
  static const std::vector<std::string> kTexts = [] {
    std::vector<std::string> texts;
    for (auto one = Source::form; one <= Source::reviewer;
         one = static_cast<Source>(static_cast<int>(one) + 1)) {
      texts.push_back(",\"source\":\"" + std::string(to_text(one)) + "\",\"value\":");
    }
    return texts;
  }();
  return kTexts[static_cast<std::size_t>(source)];
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
    if (holds_cell(layout, facts, list, number)) return list;
  }
  return 0;  // a number that no reading gives
}

const Field& field_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  return number < layout.size() ? layout.field(number) : *place_of(layout, facts, number).column;
}

std::string path_of(const FactLayout& layout, const Facts& facts, std::uint32_t number) {
  if (number < layout.size()) return layout.path(number);
  std::string path;
  append_path(layout, place_of(layout, facts, number), path);
  return path;
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
      return fact.number();
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

const EvidenceView& EvidenceTeller::tell(const Seen& seen) {
  told_ = {};
  value_.clear();
  switch (seen.kind) {
    case Seen::Kind::fact:
      tell_fact(seen.number);
      break;
    case Seen::Kind::section:
      tell_section(seen.number);
      break;
    case Seen::Kind::row:
      tell_row(seen);
      break;
    case Seen::Kind::answer:
      tell_answer(seen);
      break;
  }
  return told_;
}

void EvidenceTeller::tell_section(std::size_t at) {
  const SectionLayout& section = layout_.sections()[at];
  told_.fact = section.name;
  if (facts_.present[at] != 0 ||
      (section.replaced_by && facts_.present[*section.replaced_by] != 0)) {
    told_.value = "true";
  } else {
    told_.cause = code_of(section.kind == Kind::lookup ? Cause::Kind::lookup_failed
                                                       : Cause::Kind::missing_material);
  }
}

void EvidenceTeller::tell_row(const Seen& seen) {
  name_ = seen.table->file() + "[" + std::to_string(seen.number + 1) + "]";
  told_.fact = name_;
  told_.value = seen.table->row_text(seen.number);
  told_.source = "table";
  told_.confidence = 1;
}

void EvidenceTeller::tell_answer(const Seen& seen) {
  const auto& [criterion, answer] =
      *std::next(facts_.context.answers.begin(), static_cast<std::ptrdiff_t>(seen.number));
  name_ = "context.answers." + criterion;
  told_.fact = name_;
  value_.write(json::object{{"result", answer.passes ? "pass" : "fail"},
                            {"note", answer.note.empty() ? Json(nullptr) : Json(answer.note)}});
  told_.value = value_.written();
  told_.source = to_text(Source::reviewer);
  told_.confidence = 1;
}

// The declared fact whose rows hold this one, or itself.
std::uint32_t EvidenceTeller::declared_behind(std::uint32_t number) {
  if (number < layout_.size()) return number;
  if (!holds_cell(layout_, facts_, list_, number)) list_ = declared_of(layout_, facts_, number);
  return list_;
}

void EvidenceTeller::tell_fact(std::uint32_t number) {
  const Fact& fact = facts_.facts[number];
  const bool is_cell = number >= layout_.size();
  const std::uint32_t declared = declared_behind(number);
  const SectionLayout& section = layout_.sections()[layout_.section_of(declared)];
  told_.fact = is_cell ? name_of_cell(declared, number) : layout_.path(number);
  if (section.kind == Kind::material) told_.material = section.name;
  if (fact.absent()) {
    told_.cause = code_of(cause_of(layout_, facts_, number)->kind);
    return;
  }
  write_value(number, value_);
  told_.value = value_.written();
  told_.source = to_text(fact.source);
  told_.confidence = fact.confidence;
  told_.page = fact.page;
  if (fact.box >= 0) told_.box = &facts_.boxes[static_cast<std::size_t>(fact.box)];
  const Field& field =
      is_cell ? *place_in(layout_, facts_, declared, number).column : layout_.field(number);
  if (!is_sure(layout_, fact, field)) told_.cause = code_of(Cause::Kind::doubtful_fact);
}

std::string_view EvidenceTeller::name_of_cell(std::uint32_t list, std::uint32_t number) {
  const Place cell = place_in(layout_, facts_, list, number);
  name_.clear();
  append_path(layout_, cell, name_);
  return name_;
}

std::string_view EvidenceTeller::rows_of(std::uint32_t number) {
  if (rows_value_.empty() || rows_ != number) {
    rows_ = number;
    rows_value_ = document_.value_of(layout_, number);
  }
  return rows_value_;
}

void EvidenceTeller::write_value(std::uint32_t number, CanonicalWriter& out) {
  const Fact& fact = facts_.facts[number];
  switch (fact.type) {
    case Type::text:
      return out.text(facts_.text_of(fact));
    case Type::whole:
      return out.integer(fact.whole);
    case Type::number:
      return out.number(fact.number());
    case Type::boolean:
      return out.raw(fact.whole != 0 ? "true" : "false");
    case Type::date:
      return out.text(fact.date().text());
    case Type::rows:
      return out.raw(rows_of(number));
    case Type::absent:
      return out.raw("null");
  }
}

void EvidenceTeller::write(const Seen& seen, CanonicalWriter& out) {
  if (seen.kind == Seen::Kind::fact) return write_fact(seen.number, out);
  write_evidence(tell(seen), out);
}

// Members stand in the order of their names, as write_evidence() has them.
void EvidenceTeller::write_fact(std::uint32_t number, CanonicalWriter& out) {
  const Fact& fact = facts_.facts[number];
  const std::uint32_t declared = declared_behind(number);
  if (fact.absent()) {
    out.raw("{\"box\":null,\"cause\":");
    out.text(code_of(cause_of(layout_, facts_, number)->kind));
    out.raw(",\"confidence\":null");
    write_names(declared, number, out);
    return out.raw("null,\"source\":null,\"value\":null}");
  }
  out.raw("{\"box\":");
  fact.box < 0 ? out.raw("null") : write_box(facts_.boxes[static_cast<std::size_t>(fact.box)], out);
  const Field& field = declared == number ? layout_.field(number)
                                          : *place_in(layout_, facts_, declared, number).column;
  if (!is_sure(layout_, fact, field)) {
    out.raw(",\"cause\":");
    out.text(code_of(Cause::Kind::doubtful_fact));
  }
  out.raw(",\"confidence\":");
  out.number(fact.confidence);
  write_names(declared, number, out);
  fact.page > 0 ? out.integer(std::int64_t{fact.page}) : out.raw("null");
  out.raw(source_before_value(fact.source));
  write_value(number, out);
  out.raw("}");
}

// From the comma before its name to the colon behind "page".
void EvidenceTeller::write_names(std::uint32_t declared, std::uint32_t number,
                                 CanonicalWriter& out) {
  const EvidenceNames& names = layout_.evidence_names(declared);
  if (declared == number) return out.raw(names.whole);
  const std::size_t columns = names.columns.size();
  const std::size_t at = number - facts_.facts[declared].begin;
  out.raw(names.before_row);
  if (layout_.field(declared).kind == FieldKind::list) {
    out.integer(static_cast<std::int64_t>(at / columns + 1));
  }
  out.raw(names.columns[at % columns]);
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
      return std::string(FactDocument(facts).value_of(layout, number));
    case Type::date:
      return fact.date().text();
    case Type::number:
      break;
  }
  return canonical_json(Json(fact.number()));
}

}  // namespace zhipi::engine
