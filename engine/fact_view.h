// The facts by the names that rules use, and a watch on what is looked at. Knows nothing of Lua.
//
// Whatever is read passes find() and record(): found facts become evidence, and what is absent or
// doubtful comes back with the cause that ends a criterion as unknown.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision_table.h"
#include "engine/facts.h"
#include "models/decision.h"
#include "models/matter.h"

namespace zhipi::engine {

// Why a criterion could not be judged.
struct Cause {
  enum class Kind {
    missing_material,  // `name` was not submitted
    missing_form_field,
    absent_fact,    // a material, look-up or row that was there lacks it
    doubtful_fact,  // its confidence is below its threshold
    lookup_failed,
    no_calendar,  // the working-day calendar of that year is not published
    no_row,       // no row of a decision table is for these values
    undecidable,  // a library function cannot tell
  };
  Kind kind = Kind::absent_fact;
  std::string name;  // the material's or form field's name, else the fact
  std::string fact;
};

std::string_view code_of(Cause::Kind kind);

class FactView {
 public:
  enum class SectionKind { applicant, form, material, lookup, history };
  struct SectionInfo {
    SectionKind kind{};
    std::size_t index = 0;  // among the matter's materials or look-ups
    std::string name;
    std::vector<const Field*> fields;
    std::vector<std::string> paths;  // "id_card.birth_date", for each field
    int replaced_by = -1;            // look-up that stands in for this material

    std::optional<std::size_t> position(std::string_view field) const;
    std::vector<std::string> field_names() const;
  };

  // A fact that is there, or why it cannot be used.
  struct Found {
    const Fact* fact = nullptr;  // null when absent
    const Field* field = nullptr;
    const SectionInfo* section = nullptr;
    std::string path;
    std::optional<Cause> cause;
  };

  // `matter` must outlive the view.
  explicit FactView(const Matter& matter);
  FactView(const FactView&) = delete;
  FactView& operator=(const FactView&) = delete;

  void begin_case(const Facts& facts) { facts_ = &facts; }
  void begin_criterion();

  const Facts& facts() const { return *facts_; }
  const std::vector<std::unique_ptr<SectionInfo>>& sections() const { return sections_; }
  const SectionInfo* section(std::string_view name) const;  // null if there is none
  std::vector<std::string> section_names() const;

  // Of a material that a look-up stands in for, the look-up's field of the same name is found.
  Found find(const SectionInfo& section, std::size_t field) const;
  // A row counts from 1; `path` is the list's.
  Found find_in_row(const SectionInfo& section, const Field& list, const Fact& fact,
                    const std::string& path, std::size_t row, std::size_t column) const;
  // True when a material was submitted or a look-up stands in for it, or when a look-up answered.
  bool is_there(const SectionInfo& section) const;

  // Evidence is kept once for each fact, in order of first reading.
  void record(const Found& found);
  void record(Evidence evidence);
  void add_cause(Cause cause) { causes_.push_back(std::move(cause)); }
  void forget_causes_from(std::size_t count) { causes_.resize(count); }
  const std::vector<Evidence>& evidence() const { return evidence_; }
  const std::vector<Cause>& causes() const { return causes_; }

  // The value of a declared fact for a table's comparison, recorded; nothing, with a cause added,
  // where it cannot be used.
  std::optional<Cell> read_cell(std::string_view fact);

  // The value of a fact for a message: dates as YYYY-MM-DD, money in 元; "—" when absent.
  std::string show(std::string_view fact) const;

 private:
  void add_section(SectionKind kind, std::size_t index, std::string name,
                   std::vector<const Field*> fields);
  const Section& section_of(const SectionInfo& info) const;
  Found judge_fact(Found found, const Fact& fact) const;
  Cause cause_of_absence(const SectionInfo& info, std::size_t field) const;
  std::optional<Found> find_path(std::string_view fact) const;

  const Matter& matter_;
  std::vector<std::unique_ptr<SectionInfo>> sections_;
  std::vector<Field> history_fields_;
  const Facts* facts_ = nullptr;
  std::vector<Evidence> evidence_;
  std::vector<Cause> causes_;
};

}  // namespace zhipi::engine
