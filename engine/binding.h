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

#include "engine/fact_view.h"
#include "engine/facts.h"
#include "models/decision.h"
#include "models/formats/working_days.h"
#include "models/matter.h"

namespace zhipi::engine {

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

  // The facts behind the handles, with what was read or asked since begin_criterion().
  FactView& view() { return view_; }

  // Whole facts as numbers with a fraction, which do not wrap around at 64 bits; see Judge.
  void give_whole_facts_as_fractions(bool so) { whole_as_fraction_ = so; }
  bool read_whole_fact() const { return read_whole_fact_; }  // since begin_criterion()

  // For library functions. stop() raises the error that ends a criterion as unknown.
  [[noreturn]] void stop(lua_State* state, Cause cause);
  bool is_stop(lua_State* state, int index) const;
  const formats::WorkingDays& calendar() const { return calendar_; }

  // `has(handle, name)`: pushes true or false, or stops.
  void ask(lua_State* state, int handle, std::string_view name);

  static Binding& of(lua_State* state);

 private:
  enum class HandleKind { section, list, row, object };
  struct Handle {
    HandleKind kind{};
    std::uint64_t generation = 0;
    const FactView::SectionInfo* section = nullptr;
    const Field* field = nullptr;  // of a list, row or object
    const Fact* fact = nullptr;
    std::size_t row = 0;
    const std::string* path = nullptr;  // of the list or object
  };
  void register_metatable();
  void register_app();
  static int index_handle(lua_State* state);
  static int length_of_handle(lua_State* state);
  static int index_app(lua_State* state);

  void read(lua_State* state, const FactView::Found& found);
  void push_value(lua_State* state, const FactView::Found& found);
  void read_object(lua_State* state, const Handle& object, std::string_view key);
  Handle* push_handle(lua_State* state, HandleKind kind);
  Handle& check_handle(lua_State* state, int index) const;
  FactView::Found find_asked(lua_State* state, const Handle& handle, std::string_view name);
  void ask_section(lua_State* state, std::string_view name);
  FactView::Found find_in_row(const Handle& row, std::size_t column) const;
  [[noreturn]] void undeclared(lua_State* state, std::string_view owner, std::string_view name,
                               const std::vector<std::string>& declared) const;

  lua_State* state_;
  const formats::WorkingDays& calendar_;
  FactView view_;
  std::uint64_t generation_ = 0;
  bool whole_as_fraction_ = false;
  bool read_whole_fact_ = false;
  int app_ = LUA_NOREF;
};

}  // namespace zhipi::engine
