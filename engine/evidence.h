// What a judgement keeps of what its criteria looked at, and how it is told in full.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/decision_table.h"
#include "engine/fact_document.h"
#include "engine/facts.h"
#include "models/canonical_writer.h"
#include "models/decision_text.h"

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

// What a criterion looked at, in few bytes; an EvidenceTeller tells it in full.
struct Seen {
  enum class Kind : std::uint8_t { fact, section, row, answer };
  Kind kind = Kind::fact;
  // Of the fact or the section; of the table's row, or of a reviewer's answer, from 0.
  std::uint32_t number = 0;
  const DecisionTable* table = nullptr;  // of a row
};

// The fact that answers for this one: of a material that was not submitted, that of the look-up
// which stands in for it; otherwise itself.
std::uint32_t answering(const FactLayout& layout, const Facts& facts, std::uint32_t number);

// The declared fact whose rows hold this cell; a declared fact itself.
std::uint32_t declared_of(const FactLayout& layout, const Facts& facts, std::uint32_t number);

// The field behind a fact's number, be it declared or the cell of a row.
const Field& field_of(const FactLayout& layout, const Facts& facts, std::uint32_t number);

// "id_card.birth_date", "form.family[2].age", "proof.seal.text"
std::string path_of(const FactLayout& layout, const Facts& facts, std::uint32_t number);

// Why a fact cannot be used; nothing when it can.
std::optional<Cause> cause_of(const FactLayout& layout, const Facts& facts, std::uint32_t number);

// A plain value as tables compare it.
Cell cell_of(const Facts& facts, const Fact& fact);

// Tells what was seen as a decision shows it, one piece after another. A decision may have
// hundreds.
class EvidenceTeller {
 public:
  // Both must outlive it.
  EvidenceTeller(const FactLayout& layout, const Facts& facts)
      : layout_(layout), facts_(facts), document_(facts) {}

  // Stands until the next one is told.
  const EvidenceView& tell(const Seen& seen);

  // The same in canonical bytes. Facts, which nearly all of it is, are put together from what the
  // layout has ready.
  void write(const Seen& seen, CanonicalWriter& out);

 private:
  void tell_section(std::size_t at);
  void tell_row(const Seen& seen);
  void tell_answer(const Seen& seen);
  void tell_fact(std::uint32_t number);
  void write_fact(std::uint32_t number, CanonicalWriter& out);
  void write_names(std::uint32_t declared, std::uint32_t number, CanonicalWriter& out);
  void write_value(std::uint32_t number, CanonicalWriter& out);
  std::uint32_t declared_behind(std::uint32_t number);
  std::string_view name_of_cell(std::uint32_t list, std::uint32_t number);
  std::string_view rows_of(std::uint32_t number);

  const FactLayout& layout_;
  const Facts& facts_;
  FactDocument document_;
  std::uint32_t list_ = 0;  // whose cell was told last: as a rule the next is of the same
  std::uint32_t rows_ = 0;  // whose rows were told last, so that they are found once
  std::string_view rows_value_;
  std::string name_;
  CanonicalWriter value_;
  EvidenceView told_;
};

// The value of a declared fact for a message: dates as YYYY-MM-DD, money in 元; "—" when absent.
std::string show(const FactLayout& layout, const Facts& facts, std::string_view path);

}  // namespace zhipi::engine
