// The words of matter.lua and criteria.lua while a pack loads: each call becomes plain values.
//
// Nothing here is reached once the pack is loaded. Problems are collected, not raised, so that an
// author sees all of them in one run.
#pragma once

#include <lua.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/declarations.h"
#include "engine/lua_table.h"
#include "engine/script.h"

namespace zhipi::engine {

class Loader {
 public:
  explicit Loader(Script& script) : script_(script) {}

  // Adds every constructor to the table on top of the stack.
  static void add_functions(lua_State* state);

  // After matter.lua: the matter that it returned (on top of the stack). After criteria.lua: what
  // belongs to several declarations at once.
  void take_matter(lua_State* state);
  void finish();

  Problems& problems() { return problems_; }

 private:
  // What a constructor hands back to Lua: where the value stands here.
  enum class Type { field, material, lookup, count, otherwise, matter };
  struct Declared {
    Type type;
    std::size_t index;
  };
  struct DeclaredField {
    FormField field;
    int required = LUA_NOREF;
  };
  struct DeclaredMaterial {
    Material material;
    int required = LUA_NOREF;
    std::size_t sequence = 0;
  };

  static int declare_field(lua_State* state);
  static int declare_material(lua_State* state);
  static int declare_lookup(lua_State* state);
  static int declare_count(lua_State* state);
  static int declare_sum(lua_State* state);
  static int declare_matter(lua_State* state);
  static int declare_otherwise(lua_State* state);
  static int use_common(lua_State* state);
  static int use_with(lua_State* state);
  static int name_criterion(lua_State* state);
  static int declare_criterion(lua_State* state);
  static int declare_result(lua_State* state);
  static int criteria_table(lua_State* state);

  static Loader& of(lua_State* state) { return Script::of(state).loader(); }
  static void push_declared(lua_State* state, Type type, std::size_t index);
  const Declared* as_declared(lua_State* state, int index, Type type) const;

  Required take_required(LuaTable& table, lua_State* state, int& function);
  std::vector<Field> take_fields(LuaTable& table, lua_State* state, std::string_view key);
  void take_form(LuaTable& table, lua_State* state, Matter& matter);
  void take_materials(LuaTable& table, lua_State* state, Matter& matter);
  void take_lookups(LuaTable& table, lua_State* state, Matter& matter);
  void take_history(LuaTable& table, lua_State* state, Matter& matter);
  void take_automatic(LuaTable& table, lua_State* state, Matter& matter);
  void take_risk(LuaTable& table, lua_State* state, Matter& matter);
  void take_special_stages(LuaTable& table, lua_State* state, Matter& matter);
  void apply_overrides(lua_State* state, DeclaredMaterial& used);
  void add_criterion(Criterion criterion, Script::CriterionFunctions functions,
                     std::optional<NativeCheck> native);
  Otherwise take_otherwise(LuaTable& table, lua_State* state);
  void check_names(const Matter& matter, const std::string& place);
  void check_references(Matter& matter);
  void settle_sum(const Matter& matter, HistoryCount& sum);
  void check_sums_of_results();
  void check_stand_in(const Matter& matter, const Material& material);
  void report(std::string code, std::string message, std::string place);

  Script& script_;
  Problems problems_;
  std::vector<DeclaredField> fields_;
  std::vector<DeclaredMaterial> materials_;
  std::vector<Lookup> lookups_;
  std::vector<HistoryCount> counts_;
  std::vector<Otherwise> otherwises_;
  std::set<std::string> criteria_ids_;
  std::optional<Matter> matter_;
  std::string matter_place_;
};

}  // namespace zhipi::engine
