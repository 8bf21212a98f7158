// How handles behave in Lua: all of them share one metatable, that of light userdata.
#include "engine/handle.h"

#include <string>

#include "engine/binding.h"
#include "engine/library.h"

namespace zhipi::engine {
namespace {

int index_handle(lua_State* state) {
  const Handle handle = handle_at(state, 1);
  switch (handle.kind) {
    case Handle::Kind::date:
      lua_pushvalue(state, 2);
      if (lua_rawget(state, lua_upvalueindex(1)) == LUA_TNIL) {
        luaL_error(state, "a date has no `%s`", shown(state, 2).c_str());
      }
      return 1;
    case Handle::Kind::list:
    case Handle::Kind::row:
    case Handle::Kind::object:
      Binding::of(state).index(state, handle);
      return 1;
    case Handle::Kind::table:
      return table_method(state);
    case Handle::Kind::table_row:
      return row_cell(state);
    case Handle::Kind::none:
      break;
  }
  return luaL_error(state, "this value has no parts");
}

int length(lua_State* state) {
  Binding::of(state).push_length(state, handle_at(state, 1));
  return 1;
}

int less(lua_State* state) {
  lua_pushboolean(state, check_date(state, 1) < check_date(state, 2) ? 1 : 0);
  return 1;
}
int less_or_equal(lua_State* state) {
  lua_pushboolean(state, check_date(state, 1) <= check_date(state, 2) ? 1 : 0);
  return 1;
}

int refuse_arithmetic(lua_State* state) {
  return luaL_error(state,
                    "no arithmetic on a %s and a %s; dates have :add_days(n), "
                    ":add_months(n), :days_until(other)",
                    kind_name(state, 1), kind_name(state, 2));
}

}  // namespace

const char* kind_name(lua_State* state, int index) {
  static constexpr const char* kNames[] = {"userdata", "date",           "list",          "row",
                                           "seal",     "decision table", "row of a table"};
  const Handle handle = handle_at(state, index);
  if (handle.kind != Handle::Kind::none) return kNames[static_cast<std::size_t>(handle.kind)];
  if (luaL_testudata(state, index, kFrozen) != nullptr) return "table";
  return luaL_typename(state, index);
}

void add_handles(lua_State* state) {
  lua_pushlightuserdata(state, nullptr);
  lua_createtable(state, 0, 12);
  const luaL_Reg metamethods[] = {{"__len", &length},
                                  {"__lt", &less},
                                  {"__le", &less_or_equal},
                                  {"__add", &refuse_arithmetic},
                                  {"__sub", &refuse_arithmetic},
                                  {"__mul", &refuse_arithmetic},
                                  {"__div", &refuse_arithmetic},
                                  {"__idiv", &refuse_arithmetic},
                                  {"__mod", &refuse_arithmetic},
                                  {"__unm", &refuse_arithmetic},
                                  {nullptr, nullptr}};
  luaL_setfuncs(state, metamethods, 0);
  push_date_methods(state);
  lua_pushcclosure(state, &index_handle, 1);
  lua_setfield(state, -2, "__index");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_setmetatable(state, -2);
  lua_pop(state, 1);
}

}  // namespace zhipi::engine
