#include "engine/fact_layout.h"

#include <bit>
#include <cstring>

#include "models/canonical_writer.h"

namespace zhipi::engine {
namespace {

std::vector<const Field*> pointers(const auto& fields) {
  std::vector<const Field*> all;
  for (const auto& field : fields) all.push_back(&field);
  return all;
}

// Of the length, the first and the last eight bytes: names of one matter differ there.
std::size_t hash_of(std::string_view name) {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  const std::size_t part = std::min<std::size_t>(name.size(), 8);
  std::memcpy(&head, name.data(), part);
  std::memcpy(&tail, name.data() + name.size() - part, part);
  const std::uint64_t mixed =
      (head * 0x9E3779B97F4A7C15U) ^ (std::rotl(tail, 29) * 0xC2B2AE3D27D4EB4FU) ^ name.size();
  return static_cast<std::size_t>((mixed * 0xD6E8FEB86659FD93U) >> 32U);
}

// With its quotes, as JSON escapes it.
std::string quoted(std::string_view text) {
  CanonicalWriter writer;
  writer.text(text);
  return writer.take();
}

EvidenceNames evidence_names_of(const SectionLayout& section, const std::string& path,
                                const Field& field) {
  const bool is_material = section.kind == SectionLayout::Kind::material;
  const std::string material = is_material ? quoted(section.name) : "null";
  const std::string behind = ",\"material\":" + material + ",\"page\":";
  const bool has_rows = field.kind == FieldKind::list;
  EvidenceNames names{",\"fact\":" + quoted(path) + behind, {}, {}};
  names.before_row = ",\"fact\":" + quoted(path + (has_rows ? "[" : "."));
  names.before_row.pop_back();  // the name goes on
  for (const Field& column : columns_of(field)) {
    names.columns.push_back(quoted((has_rows ? "]." : "") + column.name).substr(1) + behind);
  }
  return names;
}

bool same_field(const FactLayout& left, const Field& one, const FactLayout& right,
                const Field& other) {
  return one.name == other.name && one.kind == other.kind && one.options == other.options &&
         left.threshold(one) == right.threshold(other) &&
         std::equal(one.of.begin(), one.of.end(), other.of.begin(), other.of.end(),
                    [&](const Field& column, const Field& its) {
                      return same_field(left, column, right, its);
                    });
}

bool same_section(const FactLayout& left, const SectionLayout& one, const FactLayout& right,
                  const SectionLayout& other) {
  return one.kind == other.kind && one.name == other.name && one.first == other.first &&
         one.replaced_by == other.replaced_by && one.stand_ins == other.stand_ins &&
         std::equal(one.fields.begin(), one.fields.end(), other.fields.begin(), other.fields.end(),
                    [&](const Field* field, const Field* its) {
                      return same_field(left, *field, right, *its);
                    });
}

bool same_count(const HistoryCount& one, const HistoryCount& other) {
  return one.name == other.name && one.same == other.same && one.state == other.state &&
         one.of == other.of && one.kind == other.kind;
}

}  // namespace

void NameIndex::add(std::string_view name) {
  names_.push_back(name);
  if (names_.size() * 2 <= slots_.size()) return place(names_.size() - 1);
  slots_.assign(std::bit_ceil(names_.size() * 4), 0);
  for (std::size_t position = 0; position < names_.size(); ++position) place(position);
}

void NameIndex::place(std::size_t position) {
  std::size_t slot = hash_of(names_[position]) & (slots_.size() - 1);
  while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = static_cast<std::uint32_t>(position) + 1;
}

std::optional<std::size_t> NameIndex::find(std::string_view name) const {
  if (slots_.empty()) return std::nullopt;
  std::size_t slot = hash_of(name) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (names_[slots_[slot] - 1] == name) return slots_[slot] - 1;
  }
  return std::nullopt;
}

std::vector<std::string> SectionLayout::field_names() const {
  std::vector<std::string> names;
  for (const Field* field : fields) names.push_back(field->name);
  return names;
}

FactLayout::FactLayout(const Matter& matter)
    : matter_(matter), threshold_(matter.confidence.value_or(kDefaultThreshold)) {
  using Kind = SectionLayout::Kind;
  sections_.reserve(matter.materials.size() + matter.lookups.size() + 3);
  add(Kind::applicant, "applicant", pointers(applicant_fields()));
  add(Kind::form, "form", pointers(matter.form));
  for (const Material& one : matter.materials) add(Kind::material, one.name, pointers(one.fields));
  for (const Lookup& one : matter.lookups) add(Kind::lookup, one.name, pointers(one.fields));
  history_ = history_fields(matter);
  add(Kind::history, "history", pointers(history_));
  for (const SectionLayout& section : sections_) names_.add(section.name);
  link_stand_ins();
}

void FactLayout::add(SectionLayout::Kind kind, std::string name, std::vector<const Field*> fields) {
  SectionLayout& section = sections_.emplace_back();
  section.kind = kind;
  section.first = static_cast<std::uint32_t>(sections_of_.size());
  for (const Field* const field : fields) {
    section.paths.push_back(name + "." + field->name);
    section.index.add(field->name);
    sections_of_.push_back(static_cast<std::uint16_t>(sections_.size() - 1));
  }
  section.name = std::move(name);
  section.fields = std::move(fields);
  for (std::size_t at = 0; at < section.fields.size(); ++at) {
    section.evidence.push_back(evidence_names_of(section, section.paths[at], *section.fields[at]));
  }
}

void FactLayout::link_stand_ins() {
  for (const Material& material : matter_.materials) {
    if (material.replaced_by.empty()) continue;
    SectionLayout& section = sections_[*names_.find(material.name)];
    section.replaced_by = names_.find(material.replaced_by);
    const SectionLayout& other = sections_[*section.replaced_by];
    for (const Field* const field : section.fields) {
      const auto same = other.index.find(field->name);
      section.stand_ins.push_back(
          same ? std::optional(other.first + static_cast<std::uint32_t>(*same)) : std::nullopt);
    }
  }
}

std::vector<std::string> FactLayout::section_names() const {
  std::vector<std::string> names;
  for (const SectionLayout& section : sections_) names.push_back(section.name);
  return names;
}

std::optional<std::uint32_t> FactLayout::find(std::string_view path) const {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto at = section(path.substr(0, dot));
  if (!at) return std::nullopt;
  const auto field = sections_[*at].index.find(path.substr(dot + 1));
  if (!field) return std::nullopt;
  return sections_[*at].first + static_cast<std::uint32_t>(*field);
}

bool same_facts(const FactLayout& left, const FactLayout& right) {
  const Matter& one = left.matter();
  const Matter& other = right.matter();
  return one.modes == other.modes &&
         std::equal(one.history.begin(), one.history.end(), other.history.begin(),
                    other.history.end(), &same_count) &&
         std::equal(left.sections().begin(), left.sections().end(), right.sections().begin(),
                    right.sections().end(),
                    [&](const SectionLayout& section, const SectionLayout& its) {
                      return same_section(left, section, right, its);
                    });
}

const std::vector<Field>& applicant_fields() {
  static const std::vector<Field> kFields{
      {.name = "kind",
       .kind = FieldKind::choice,
       .title = "申请人类型",
       .options = {"person", "organisation"}},
      {.name = "name", .kind = FieldKind::text, .title = "申请人"},
      {.name = "number", .kind = FieldKind::text, .title = "证件号码"}};
  return kFields;
}

const std::vector<Field>& seen_parts() {
  static const std::vector<Field> kParts{{.name = "present", .kind = FieldKind::boolean},
                                         {.name = "text", .kind = FieldKind::text},
                                         {.name = "color", .kind = FieldKind::text}};
  return kParts;
}

const std::vector<Field>& columns_of(const Field& field) {
  return is_seen(field.kind) ? seen_parts() : field.of;
}

std::vector<std::string> declared_facts(const Matter& matter) {
  const FactLayout layout(matter);
  std::vector<std::string> facts{"received_on", "mode"};
  for (const SectionLayout& section : layout.sections()) {
    facts.insert(facts.end(), section.paths.begin(), section.paths.end());
  }
  return facts;
}

}  // namespace zhipi::engine
