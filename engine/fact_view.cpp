#include "engine/fact_view.h"

#include <algorithm>

#include "models/formats/amount.h"

namespace zhipi::engine {
namespace {

std::vector<const Field*> pointers(const auto& fields) {
  std::vector<const Field*> all;
  for (const auto& field : fields) all.push_back(&field);
  return all;
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

std::optional<std::size_t> FactView::SectionInfo::position(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field* one) { return one->name == field; });
  if (found == fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - fields.begin());
}

std::vector<std::string> FactView::SectionInfo::field_names() const {
  std::vector<std::string> names;
  for (const Field* field : fields) names.push_back(field->name);
  return names;
}

FactView::FactView(const Matter& matter) : matter_(matter) {
  add_section(SectionKind::applicant, 0, "applicant", pointers(applicant_fields()));
  add_section(SectionKind::form, 0, "form", pointers(matter.form));
  for (std::size_t index = 0; index < matter.materials.size(); ++index) {
    const Material& material = matter.materials[index];
    add_section(SectionKind::material, index, material.name, pointers(material.fields));
    for (std::size_t lookup = 0; lookup < matter.lookups.size(); ++lookup) {
      if (matter.lookups[lookup].name == material.replaced_by) {
        sections_.back()->replaced_by = static_cast<int>(lookup);
      }
    }
  }
  for (std::size_t index = 0; index < matter.lookups.size(); ++index) {
    const Lookup& lookup = matter.lookups[index];
    add_section(SectionKind::lookup, index, lookup.name, pointers(lookup.fields));
  }
  for (const HistoryCount& count : matter.history) {
    history_fields_.push_back({.name = count.name, .kind = FieldKind::integer});
  }
  add_section(SectionKind::history, 0, "history", pointers(history_fields_));
}

void FactView::add_section(SectionKind kind, std::size_t index, std::string name,
                           std::vector<const Field*> fields) {
  auto info = std::make_unique<SectionInfo>();
  info->kind = kind;
  info->index = index;
  for (const Field* field : fields) info->paths.push_back(name + "." + field->name);
  info->name = std::move(name);
  info->fields = std::move(fields);
  sections_.push_back(std::move(info));
}

void FactView::begin_criterion() {
  evidence_.clear();
  causes_.clear();
}

const FactView::SectionInfo* FactView::section(std::string_view name) const {
  const auto found = std::find_if(sections_.begin(), sections_.end(),
                                  [&](const auto& info) { return info->name == name; });
  return found == sections_.end() ? nullptr : found->get();
}

std::vector<std::string> FactView::section_names() const {
  std::vector<std::string> names;
  for (const auto& info : sections_) names.push_back(info->name);
  return names;
}

const Section& FactView::section_of(const SectionInfo& info) const {
  switch (info.kind) {
    case SectionKind::applicant:
      return facts_->applicant;
    case SectionKind::form:
      return facts_->form;
    case SectionKind::material:
      return facts_->materials[info.index];
    case SectionKind::lookup:
      return facts_->lookups[info.index];
    case SectionKind::history:
      return facts_->history;
  }
  return facts_->form;
}

bool FactView::is_there(const SectionInfo& info) const {
  return section_of(info).present ||
         (info.replaced_by >= 0 &&
          facts_->lookups[static_cast<std::size_t>(info.replaced_by)].present);
}

FactView::Found FactView::find(const SectionInfo& info, std::size_t field) const {
  const Section& section = section_of(info);
  if (!section.present && is_there(info)) {
    const Lookup& stand_in = matter_.lookups[static_cast<std::size_t>(info.replaced_by)];
    const SectionInfo& other = *this->section(stand_in.name);
    if (const auto same = other.position(info.fields[field]->name)) return find(other, *same);
  }
  Found found{nullptr, info.fields[field], &info, info.paths[field], std::nullopt};
  if (!section.present || section.facts[field].absent()) {
    found.cause = cause_of_absence(info, field);
    return found;
  }
  return judge_fact(std::move(found), section.facts[field]);
}

Cause FactView::cause_of_absence(const SectionInfo& info, std::size_t field) const {
  using Kind = Cause::Kind;
  const std::string& path = info.paths[field];
  const std::string& name = info.fields[field]->name;
  if (info.kind == SectionKind::form) return {Kind::missing_form_field, name, path};
  if (info.kind == SectionKind::material && !is_there(info)) {
    return {Kind::missing_material, info.name, path};
  }
  if (info.kind == SectionKind::history) {
    // A count by a form field that was left empty: the empty field is what is missing.
    const SectionInfo& form = *section("form");
    for (const std::string& shared : matter_.history[field].same) {
      const auto at = shared.starts_with("form.") ? form.position(shared.substr(5)) : std::nullopt;
      if (at && facts_->form.facts[*at].absent()) {
        return {Kind::missing_form_field, form.fields[*at]->name, path};
      }
    }
  }
  const bool failed = !section_of(info).present && info.kind != SectionKind::material;
  return {failed ? Kind::lookup_failed : Kind::absent_fact, path, path};
}

FactView::Found FactView::find_in_row(const SectionInfo& section, const Field& list,
                                      const Fact& fact, const std::string& path, std::size_t row,
                                      std::size_t column) const {
  const Field& field = list.of[column];
  Found found{nullptr, &field, &section, path + "[" + std::to_string(row) + "]." + field.name,
              std::nullopt};
  const Fact& cell = fact.rows[row - 1][column];
  if (cell.absent()) {
    found.cause = Cause{Cause::Kind::absent_fact, found.path, found.path};
    return found;
  }
  return judge_fact(std::move(found), cell);
}

FactView::Found FactView::judge_fact(Found found, const Fact& fact) const {
  found.fact = &fact;
  const double threshold =
      found.field->confidence.value_or(matter_.confidence.value_or(kDefaultThreshold));
  if (fact.misread || fact.confidence < threshold) {
    found.cause = Cause{Cause::Kind::doubtful_fact, found.path, found.path};
  }
  return found;
}

void FactView::record(const Found& found) {
  Evidence evidence;
  evidence.fact = found.path;
  if (found.section->kind == SectionKind::material) evidence.material = found.section->name;
  if (found.fact != nullptr) {
    evidence.value = found.fact->value;
    evidence.source = to_text(found.fact->source);
    evidence.confidence = found.fact->confidence;
    evidence.page = found.fact->page;
    evidence.box = found.fact->box;
  }
  if (found.cause) evidence.cause = code_of(found.cause->kind);
  record(std::move(evidence));
}

void FactView::record(Evidence evidence) {
  const bool known = std::any_of(evidence_.begin(), evidence_.end(), [&](const Evidence& earlier) {
    return earlier.fact == evidence.fact;
  });
  if (!known) evidence_.push_back(std::move(evidence));
}

std::optional<FactView::Found> FactView::find_path(std::string_view fact) const {
  const std::size_t dot = fact.find('.');
  const SectionInfo* const info = section(fact.substr(0, dot));
  if (info == nullptr || dot == std::string_view::npos) return std::nullopt;
  const auto field = info->position(fact.substr(dot + 1));
  if (!field) return std::nullopt;
  return find(*info, *field);
}

std::optional<Cell> FactView::read_cell(std::string_view fact) {
  if (fact == "received_on") return Cell(facts_->received_on);
  if (fact == "mode") return Cell(facts_->mode);
  const auto found = find_path(fact);
  if (!found) return std::nullopt;
  record(*found);
  if (found->cause) {
    add_cause(*found->cause);
    return std::nullopt;
  }
  const Json& value = found->fact->value;
  switch (found->field->kind) {
    case FieldKind::date:
      return Cell(*Date::parse(value.as_string()));
    case FieldKind::integer:
    case FieldKind::money:
      return Cell(value.to_number<std::int64_t>());
    case FieldKind::decimal:
    case FieldKind::percent:
      return Cell(value.to_number<double>());
    case FieldKind::boolean:
    case FieldKind::checkbox:
      return Cell(value.as_bool());
    default:
      return Cell(std::string(value.as_string()));
  }
}

std::string FactView::show(std::string_view fact) const {
  if (fact == "received_on") return facts_->received_on.text();
  if (fact == "mode") return facts_->mode;
  const auto found = find_path(fact);
  if (!found || found->fact == nullptr) return "—";
  const Json& value = found->fact->value;
  if (found->field->kind == FieldKind::money && !found->fact->misread) {
    return formats::yuan_text(value.to_number<std::int64_t>());
  }
  if (value.is_string()) return std::string(value.as_string());
  if (value.is_bool()) return value.as_bool() ? "是" : "否";
  return canonical_json(value);
}

}  // namespace zhipi::engine
