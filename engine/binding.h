// Gives the facts to Lua as `app`, and watches what is read.
//
// A criterion sees light handles, never the facts themselves. Every read goes through one function,
// which records the fact as evidence and, where the fact is absent or doubtful, ends the criterion
// as unknown: that is how a missing value can never slip through a comparison.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fact_view.h"
#include "engine/handle.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

class Binding {
 public:
  // `layout` and `calendar` must outlive the binding. Makes `app`.
  Binding(lua_State* state, const FactLayout& layout, const formats::WorkingDays& calendar);
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  // The facts of the next case; handles of earlier cases become invalid. What is looked at is added
  // to `seen`.
  void begin_case(const Facts& facts, std::vector<Seen>& seen);

  // Forgets the evidence and causes of the criterion before.
  void begin_criterion();

  void push_app() const { lua_rawgeti(state_, LUA_REGISTRYINDEX, app_); }

  // The facts behind the handles, with what was read or asked since begin_criterion().
  FactView& view() { return view_; }

  // For library functions. stop() raises the error that ends a criterion as unknown.
  [[noreturn]] void stop(lua_State* state, Cause cause);
  static bool is_stop(lua_State* state, int index);
  const formats::WorkingDays& calendar() const { return calendar_; }

  // `has(handle, name)`: pushes true or false, or stops.
  void ask(lua_State* state, int handle, std::string_view name);

  // The list behind a handle: raises for one of an earlier case.
  struct List {
    std::uint32_t number = 0;  // its fact
    std::uint32_t rows = 0;
  };
  std::optional<List> as_list(lua_State* state, int index) const;
  void push_row(lua_State* state, const List& list, std::uint32_t row) const;  // from 0
  // The position of a column; raises where the list has none of this name.
  std::size_t column(lua_State* state, const List& list, std::string_view name) const;
  void push_cell(lua_State* state, const List& list, std::uint32_t row, std::size_t column);
  // The number in a cell; nothing where it holds no number. Raises where it cannot be used.
  std::optional<lua_Number> number_in(lua_State* state, const List& list, std::uint32_t row,
                                      std::size_t column);

  // `handle[key]` of a list, a row or what is seen: pushes one value, or raises.
  void index(lua_State* state, const Handle& handle);
  void push_length(lua_State* state, const Handle& handle) const;

  // The fact that the text at `index` names, as "form.age" does, of what stands at `owner`: pushes
  // its value or stops. Whatever else the owner is, it is asked for "form" and that for "age".
  void push_named(lua_State* state, int owner, int index);

  static Binding& of(lua_State* state);

 private:
  // Facts by their names. Lua keeps one copy of a short text, so that its address tells which it
  // is.
  class Names {
   public:
    struct Fact {
      const void* name = nullptr;
      const Field* field = nullptr;
      std::uint32_t number = 0;
    };
    explicit Names(std::size_t count);
    const Fact* find(const void* name) const;
    // Lua's copy of the name stands in the array on top of the stack for as long as that does.
    void keep(lua_State* state, const std::string& name, Fact fact);

   private:
    void add(const Fact& fact);
    std::vector<Fact> slots_;  // a power of two
  };

  // What `app.<section>` needs to find its facts.
  struct SectionNames {
    Binding* binding = nullptr;
    std::size_t section = 0;
    Names names;
  };
  static int index_section(lua_State* state);
  static int refuse_section(lua_State* state);
  void make_app();
  void push_section(std::size_t section);
  void keep_paths();
  void keep_columns();

  const Fact& look(lua_State* state, std::uint32_t number, const Field& field);
  void read(lua_State* state, std::uint32_t number, const Field& field);
  void push_value(lua_State* state, const Fact& fact);
  void push_as_written(lua_State* state, int owner, int index);
  void read_part(lua_State* state, const Handle& object, std::string_view name);
  void check_age(lua_State* state, const Handle& handle) const;
  void ask_section(lua_State* state, std::string_view name);
  std::uint32_t find_asked(lua_State* state, int handle, std::string_view name) const;
  std::uint32_t cell(std::uint32_t list, std::uint32_t row, std::size_t column) const;
  [[noreturn]] static void undeclared(lua_State* state, std::string_view owner,
                                      std::string_view name,
                                      const std::vector<std::string>& declared);

  lua_State* state_;
  const formats::WorkingDays& calendar_;
  FactView view_;
  std::uint8_t generation_ = 0;
  std::vector<SectionNames> section_names_;  // as the layout orders the sections
  Names paths_;                              // as "form.age"
  std::vector<Names> columns_;  // of each declared list, by its fact; empty for all else
  const void* app_handle_ = nullptr;
  std::vector<const void*> section_handles_;  // as the layout orders the sections
  mutable std::size_t last_column_ = 0;       // where the name asked last stood in its list
  int app_ = LUA_NOREF;
  std::optional<std::string> mode_;  // as `app.mode` has it
  int members_ = LUA_NOREF;          // what `app.` finds: sections, received_on, mode
};

}  // namespace zhipi::engine
