// Where each fact that a matter declares stands: one number for every name, fixed as long as the
// matter lives, so that reading facts and asking for them is a matter of positions, not of texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/matter.h"

namespace zhipi::engine {

// From names to their positions in a list, found by a few bytes of each.
class NameIndex {
 public:
  void add(std::string_view name);  // the next position; the characters must outlive the index
  std::optional<std::size_t> find(std::string_view name) const;

 private:
  void place(std::size_t position);
  std::vector<std::string_view> names_;
  std::vector<std::uint32_t> slots_;  // position + 1, or 0
};

// What evidence says of a declared fact wherever it is read: the bytes between its confidence and
// the number of its page. Of a cell, they stand around the number of its row.
struct EvidenceNames {
  std::string whole;                 // of the fact itself
  std::string before_row;            // of its cells
  std::vector<std::string> columns;  // behind the row's number, or at once where there is but one
};

struct SectionLayout {
  enum class Kind { applicant, form, material, lookup, history };
  Kind kind{};
  std::string name;
  std::vector<const Field*> fields;
  std::vector<std::string> paths;          // "id_card.birth_date", for each field
  std::vector<EvidenceNames> evidence;     // for each field
  std::uint32_t first = 0;                 // the number of its first fact
  std::optional<std::size_t> replaced_by;  // of a material: the section that may stand in for it
  std::vector<std::optional<std::uint32_t>> stand_ins;  // for each field, that section's fact
  NameIndex index;

  std::vector<std::string> field_names() const;
};

class FactLayout {
 public:
  // `matter` must outlive the layout.
  explicit FactLayout(const Matter& matter);
  FactLayout(const FactLayout&) = delete;
  FactLayout& operator=(const FactLayout&) = delete;

  const Matter& matter() const { return matter_; }
  const std::vector<SectionLayout>& sections() const { return sections_; }
  std::vector<std::string> section_names() const;
  std::size_t size() const { return sections_of_.size(); }  // declared facts

  // The section of this name, or of this declared fact.
  std::optional<std::size_t> section(std::string_view name) const { return names_.find(name); }
  std::size_t section_of(std::uint32_t fact) const { return sections_of_[fact]; }

  // "form.full_name" to its number; nothing unless it is declared.
  std::optional<std::uint32_t> find(std::string_view path) const;

  const Field& field(std::uint32_t fact) const {
    const SectionLayout& section = sections_[sections_of_[fact]];
    return *section.fields[fact - section.first];
  }
  const std::string& path(std::uint32_t fact) const {
    const SectionLayout& section = sections_[sections_of_[fact]];
    return section.paths[fact - section.first];
  }

  const EvidenceNames& evidence_names(std::uint32_t fact) const {
    const SectionLayout& section = sections_[sections_of_[fact]];
    return section.evidence[fact - section.first];
  }

  // The confidence below which a value of this field is doubtful.
  double threshold(const Field& field) const { return field.confidence.value_or(threshold_); }

 private:
  void add(SectionLayout::Kind kind, std::string name, std::vector<const Field*> fields);
  void link_stand_ins();

  const Matter& matter_;
  double threshold_;
  std::vector<Field> history_;
  std::vector<SectionLayout> sections_;
  std::vector<std::uint16_t> sections_of_;
  NameIndex names_;
};

// True when both take the same documents and read the same out of them, whatever else their matters
// say: numbers, kinds, options, thresholds, stand-ins and modes agree.
bool same_facts(const FactLayout& left, const FactLayout& right);

// The fields of `app.applicant`, the same for every matter.
const std::vector<Field>& applicant_fields();

// What is seen rather than read (a seal) is an object with these parts.
const std::vector<Field>& seen_parts();

// The columns of a list, or the parts of what is seen: the fields of its rows.
const std::vector<Field>& columns_of(const Field& field);

// Every fact that rules may name: "form.full_name", "id_card.birth_date", "received_on".
std::vector<std::string> declared_facts(const Matter& matter);

}  // namespace zhipi::engine
