// Lua's own mathematics, of numbers alone: no texts that look like numbers, no whole numbers that
// wrap around, nothing random.
#include <cmath>

#include "engine/library.h"

namespace zhipi::engine {
namespace {

constexpr const char* kLeftOut[] = {"random", "randomseed", "ult", "maxinteger", "mininteger"};

// Calls Lua's function with numbers only; its whole numbers come back as all numbers here do.
int with_numbers(lua_State* state) {
  const int given = lua_gettop(state);
  for (int at = 1; at <= given; ++at) luaL_checktype(state, at, LUA_TNUMBER);
  lua_pushvalue(state, lua_upvalueindex(1));
  lua_insert(state, 1);
  lua_call(state, given, LUA_MULTRET);
  for (int at = 1; at <= lua_gettop(state); ++at) {
    if (lua_isinteger(state, at) == 0) continue;
    lua_pushnumber(state, lua_tonumber(state, at));
    lua_replace(state, at);
  }
  return lua_gettop(state);
}

// math.type(value): "integer" of every whole number.
int type(lua_State* state) {
  luaL_checkany(state, 1);
  if (lua_type(state, 1) != LUA_TNUMBER) {
    lua_pushnil(state);
  } else {
    const lua_Number number = lua_tonumber(state, 1);
    lua_pushstring(state, number == std::floor(number) ? "integer" : "float");
  }
  return 1;
}

}  // namespace

void add_math_functions(lua_State* state) {
  luaL_requiref(state, LUA_MATHLIBNAME, luaopen_math, 0);
  const int math = lua_gettop(state);
  for (const char* const name : kLeftOut) {
    lua_pushnil(state);
    lua_setfield(state, math, name);
  }
  lua_pushnil(state);
  while (lua_next(state, math) != 0) {  // assigning to existing keys is allowed meanwhile
    if (lua_isfunction(state, -1)) {
      lua_pushvalue(state, -2);
      lua_insert(state, -2);
      lua_pushcclosure(state, &with_numbers, 1);
      lua_rawset(state, math);
    } else {
      lua_pop(state, 1);
    }
  }
  lua_pushcfunction(state, &type);
  lua_setfield(state, math, "type");
  lua_setfield(state, -2, "math");
}

}  // namespace zhipi::engine
