// `decision_table "tables/tiers.csv":row { age = 84 }.amount`
#include <vector>

#include "engine/binding.h"
#include "engine/library.h"
#include "engine/script.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

Cell check_cell(lua_State* state, int index) {
  switch (lua_type(state, index)) {
    case LUA_TBOOLEAN:
      return lua_toboolean(state, index) != 0;
    case LUA_TSTRING:
      return std::string(check_text(state, index));
    case LUA_TNUMBER:
      if (lua_isinteger(state, index) != 0) return std::int64_t{lua_tointeger(state, index)};
      return lua_tonumber(state, index);
    default:
      return check_date(state, index);
  }
}

void push_cell(lua_State* state, const Cell& cell) {
  if (const auto* flag = std::get_if<bool>(&cell)) return lua_pushboolean(state, *flag ? 1 : 0);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    return lua_pushnumber(state, static_cast<lua_Number>(*whole));
  }
  if (const auto* number = std::get_if<double>(&cell)) return lua_pushnumber(state, *number);
  if (const auto* date = std::get_if<Date>(&cell)) return push_date(state, *date);
  const auto& text = std::get<std::string>(cell);
  lua_pushlstring(state, text.data(), text.size());
}

// Opened tables are remembered by their paths.
int decision_table(lua_State* state) {
  const std::string_view path = check_text(state, 1);
  lua_pushvalue(state, 1);
  if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNIL) return 1;
  const auto number = Script::of(state).open_table(std::string(path));
  if (!number) return luaL_error(state, "%s", to_line(number.error()).c_str());
  push_handle(state, {Handle::Kind::table, 0, 0, *number});
  lua_pushvalue(state, 1);
  lua_pushvalue(state, -2);
  lua_rawset(state, lua_upvalueindex(1));
  return 1;
}

int row(lua_State* state) {
  const Handle handle = handle_at(state, 1);
  luaL_argcheck(state, handle.kind == Handle::Kind::table, 1, "a decision table was expected");
  luaL_checktype(state, 2, LUA_TTABLE);
  Script::OpenTable& open = Script::of(state).opened(handle.number);
  std::vector<TableQuestion> questions;
  questions.reserve(4);
  lua_pushnil(state);
  while (lua_next(state, 2) != 0) {
    if (lua_type(state, -2) != LUA_TSTRING) {
      return luaL_error(state, "row { column = value } names columns");
    }
    questions.push_back({std::string(check_text(state, -2)), check_cell(state, -1)});
    lua_pop(state, 1);
  }
  Binding& binding = Binding::of(state);
  const auto found = open.finder.find(std::move(questions), binding.view().facts().received_on);
  if (!found) return luaL_error(state, "%s", found.error().message.c_str());
  const std::string& file = open.table.file();
  if (!*found) binding.stop(state, {Cause::Kind::no_row, file, file});
  binding.view().note_row(open.table, **found);
  push_handle(state,
              {Handle::Kind::table_row, 0, static_cast<std::uint32_t>(**found), handle.number});
  return 1;
}

}  // namespace

int table_method(lua_State* state) {
  if (check_text(state, 2) != "row") {
    return luaL_error(state, "a decision table has one method, :row { column = value }");
  }
  lua_pushcfunction(state, &row);
  return 1;
}

int row_cell(lua_State* state) {
  const Handle handle = handle_at(state, 1);
  const DecisionTable& table = Script::of(state).opened(handle.number).table;
  const std::string name(check_text(state, 2));
  const Cell* const cell = table.cell(handle.row, name);
  if (cell == nullptr) {
    return luaL_error(state, "%s has no column `%s`%s", table.file().c_str(), name.c_str(),
                      suggestion(name, table.column_names()).c_str());
  }
  if (std::holds_alternative<std::monostate>(*cell)) {
    const std::string place = table.file() + "[" + std::to_string(handle.row + 1) + "]." + name;
    Binding::of(state).stop(state, {Cause::Kind::absent_fact, place, place});
  }
  push_cell(state, *cell);
  return 1;
}

void add_table_functions(lua_State* state) {
  lua_newtable(state);
  lua_pushcclosure(state, &decision_table, 1);
  lua_setfield(state, -2, "decision_table");
}

}  // namespace zhipi::engine
