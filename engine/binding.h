// Gives the facts to Lua as `app`, and watches what is read.
//
// A criterion sees light handles, never the facts themselves. Every read goes through one function,
// which records the fact as evidence and, where the fact is absent or doubtful, ends the criterion
// as unknown: that is how a missing value can never slip through a comparison.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision_table.h"
#include "engine/facts.h"
#include "models/decision.h"
#include "models/formats/working_days.h"
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

class Binding {
 public:
  // `matter` and `calendar` must outlive the binding. Registers `app` and the handles' metatables.
  Binding(lua_State* state, const Matter& matter, const formats::WorkingDays& calendar);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  // The facts of the next case; handles of earlier cases become invalid.
  void begin_case(const Facts& facts);

  // Forgets the evidence and causes of the criterion before.
  void begin_criterion();

  void push_app() const;

  // What was read or asked since begin_criterion(), each once, in order of first reading.
  const std::vector<Evidence>& evidence() const { return evidence_; }
  const std::vector<Cause>& causes() const { return causes_; }

  // The value of a fact for a message: dates as YYYY-MM-DD, money in 元; "—" when absent.
  std::string show(std::string_view fact) const;

  // The value of a declared fact for a table's comparison, read and recorded as Lua would; nothing,
  // with a cause added, where it is absent or doubtful.
  std::optional<Cell> read_cell(std::string_view fact);

  // For library functions. stop() raises the error that ends a criterion as unknown.
  [[noreturn]] void stop(lua_State* state, Cause cause);
  bool is_stop(lua_State* state, int index) const;
  void record(Evidence evidence);
  void forget_causes_from(std::size_t count) { causes_.resize(count); }
  const Facts& facts() const { return *facts_; }
  const formats::WorkingDays& calendar() const { return calendar_; }

  // `has(handle, name)`: pushes true or false, or stops.
  void ask(lua_State* state, int handle, std::string_view name);

  static Binding& of(lua_State* state);

 private:
  enum class SectionKind { applicant, form, material, lookup, history };
  struct SectionInfo {
    SectionKind kind{};
    std::size_t index = 0;  // among the matter's materials or look-ups
    std::string name;
    std::vector<const Field*> fields;
    std::vector<std::string> paths;  // "id_card.birth_date", for each field
    const Material* material = nullptr;
    int replaced_by = -1;  // look-up
  };
  enum class HandleKind { section, list, row, object };
  struct Handle {
    HandleKind kind{};
    std::uint64_t generation = 0;
    const SectionInfo* section = nullptr;
    const Field* field = nullptr;  // of a list, row or object
    const Fact* fact = nullptr;
    std::size_t row = 0;
    const std::string* path = nullptr;  // of the list or object
  };
  // A fact that is there, or why it is not.
  struct Found {
    const Fact* fact = nullptr;
    const Field* field = nullptr;
    const SectionInfo* section = nullptr;
    std::string path;
    std::optional<Cause::Kind> cause;
  };

  void add_section(SectionKind kind, std::size_t index, std::string name,
                   std::vector<const Field*> fields);
  void register_metatable();
  void register_app();
  static int index_handle(lua_State* state);
  static int length_of_handle(lua_State* state);
  static int index_app(lua_State* state);

  const Section& section_of(const SectionInfo& info) const;
  double threshold(const Field& field) const;
  Found find(const SectionInfo& info, std::size_t field) const;
  Found find_in_row(const Handle& row, std::size_t column) const;
  void record(const Found& found);
  static Cause cause_of(const Found& found);
  void read(lua_State* state, const Found& found);
  void push_value(lua_State* state, const Found& found);
  void read_object(lua_State* state, const Handle& object, std::string_view key);
  Handle* push_handle(lua_State* state, HandleKind kind);
  Handle& check_handle(lua_State* state, int index) const;
  const Fact* fact_at(std::string_view path, const Field** field) const;
  [[noreturn]] void undeclared(lua_State* state, std::string_view owner, std::string_view name,
                               const std::vector<std::string>& declared) const;

  lua_State* state_;
  const Matter& matter_;
  const formats::WorkingDays& calendar_;
  std::vector<std::unique_ptr<SectionInfo>> sections_;
  std::vector<Field> history_fields_;
  const Facts* facts_ = nullptr;
  std::uint64_t generation_ = 0;
  std::vector<Evidence> evidence_;
  std::vector<Cause> causes_;
  int app_ = LUA_NOREF;
};

}  // namespace zhipi::engine
