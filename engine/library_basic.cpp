// Lua's own functions, without those that break promises: order, addresses, randomness, raw access.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <vector>

#include "engine/binding.h"
#include "engine/library.h"
#include "engine/watchdog.h"
#include "models/json.h"
#include "models/normalise.h"

namespace zhipi::engine {
namespace {

constexpr lua_Number kLargestWhole = 9007199254740991;  // 2^53 - 1

// The table behind a read-only view, or the table itself; pushes it.
void push_table(lua_State* state, int index) {
  if (luaL_testudata(state, index, kFrozen) != nullptr) {
    lua_getiuservalue(state, index, 1);
    return;
  }
  luaL_checktype(state, index, LUA_TTABLE);
  lua_pushvalue(state, index);
}

// Finds its place by the key before, so that it holds no state of its own.
int next_pair(lua_State* state) {
  lua_Integer at = 1;
  if (!lua_isnoneornil(state, 2)) {
    lua_pushvalue(state, 2);
    lua_rawget(state, lua_upvalueindex(3));
    at = lua_tointeger(state, -1) + 1;
  }
  if (lua_rawgeti(state, lua_upvalueindex(2), at) == LUA_TNIL) return 1;
  if (lua_type(state, -1) == LUA_TNUMBER) lua_pushnumber(state, lua_tonumber(state, -1));
  lua_pushvalue(state, -1);
  lua_rawget(state, lua_upvalueindex(1));
  return 2;
}

bool key_before(lua_State* state, int left, int right) {
  check_time(state);
  const bool left_number = lua_type(state, left) == LUA_TNUMBER;
  const bool right_number = lua_type(state, right) == LUA_TNUMBER;
  if (left_number != right_number) return left_number;
  return lua_compare(state, left, right, LUA_OPLT) != 0;
}

// pairs(table): numbers first and rising, then texts by their bytes; the order of Lua's own is that
// of memory, which differs from run to run.
int pairs(lua_State* state) {
  push_table(state, 1);
  const int table = lua_gettop(state);
  lua_newtable(state);
  const int keys = lua_gettop(state);
  lua_Integer count = 0;
  lua_pushnil(state);
  while (lua_next(state, table) != 0) {
    lua_pop(state, 1);
    const int type = lua_type(state, -1);
    if (type != LUA_TNUMBER && type != LUA_TSTRING) {
      return luaL_error(state, "pairs needs keys that are numbers or texts, not a %s",
                        lua_typename(state, type));
    }
    lua_pushvalue(state, -1);
    lua_rawseti(state, keys, ++count);
  }
  std::vector<lua_Integer> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 1);
  std::sort(order.begin(), order.end(), [&](lua_Integer left, lua_Integer right) {
    lua_rawgeti(state, keys, left);
    lua_rawgeti(state, keys, right);
    const bool before = key_before(state, -2, -1);
    lua_pop(state, 2);
    return before;
  });
  lua_createtable(state, static_cast<int>(count), 0);
  lua_createtable(state, 0, static_cast<int>(count));
  for (std::size_t at = 0; at < order.size(); ++at) {
    const auto position = static_cast<lua_Integer>(at) + 1;
    lua_rawgeti(state, keys, order[at]);
    lua_pushvalue(state, -1);
    lua_rawseti(state, -4, position);
    lua_pushinteger(state, position);
    lua_rawset(state, -3);
  }
  lua_remove(state, keys);
  lua_pushcclosure(state, &next_pair, 3);
  return 1;
}

int next_item(lua_State* state) {
  const lua_Integer at = luaL_checkinteger(state, 2) + 1;
  lua_pushnumber(state, static_cast<lua_Number>(at));
  return lua_geti(state, 1, at) == LUA_TNIL ? 1 : 2;
}

int ipairs(lua_State* state) {
  luaL_checkany(state, 1);
  lua_pushcfunction(state, &next_item);
  lua_pushvalue(state, 1);
  lua_pushnumber(state, 0);
  return 3;
}

int select(lua_State* state) {
  const int given = lua_gettop(state) - 1;
  if (lua_type(state, 1) == LUA_TSTRING && check_text(state, 1) == "#") {
    lua_pushnumber(state, given);
    return 1;
  }
  const lua_Integer from = luaL_checkinteger(state, 1);
  luaL_argcheck(state, from >= 1, 1, "counts from 1");
  return from > given ? 0 : given - static_cast<int>(from) + 1;
}

// tonumber(value): of a text only as people write numbers; hexadecimal digits would wrap around.
int tonumber(lua_State* state) {
  luaL_checkany(state, 1);
  luaL_argcheck(state, lua_isnoneornil(state, 2), 2, "tonumber knows no other base than ten");
  if (lua_type(state, 1) == LUA_TNUMBER) {
    lua_settop(state, 1);
    return 1;
  }
  const std::string_view text = lua_type(state, 1) == LUA_TSTRING ? check_text(state, 1) : "";
  const bool decimal = text.find_first_not_of("0123456789+-.eE ") == std::string_view::npos;
  if (!decimal || lua_stringtonumber(state, text.data()) != text.size() + 1) {
    lua_pushnil(state);
  } else {
    lua_pushnumber(state, lua_tonumber(state, -1));
  }
  return 1;
}

int tostring(lua_State* state) {
  luaL_checkany(state, 1);
  const std::string text = shown(state, 1);
  lua_pushlstring(state, text.data(), text.size());
  return 1;
}

int type(lua_State* state) {
  luaL_checkany(state, 1);
  lua_pushstring(state, kind_name(state, 1));
  return 1;
}

bool in_order(lua_State* state, int values, lua_Integer left, lua_Integer right) {
  check_time(state);
  const bool compared = lua_type(state, 2) == LUA_TFUNCTION;
  if (compared) lua_pushvalue(state, 2);
  lua_rawgeti(state, values, left);
  lua_rawgeti(state, values, right);
  bool before = false;
  if (compared) {
    lua_call(state, 2, 1);
    before = lua_toboolean(state, -1) != 0;
    lua_pop(state, 1);
  } else {
    before = lua_compare(state, -2, -1, LUA_OPLT) != 0;
    lua_pop(state, 2);
  }
  return before;
}

// table.sort(list, [before]): stable, so that equal items keep their order; Lua's own chooses its
// pivot by the clock when a list is long.
int sort(lua_State* state) {
  luaL_checktype(state, 1, LUA_TTABLE);
  const lua_Integer count = check_length(state, 1);
  lua_settop(state, 2);
  lua_createtable(state, static_cast<int>(count), 0);
  constexpr int kValues = 3;
  for (lua_Integer at = 1; at <= count; ++at) {
    lua_geti(state, 1, at);
    lua_rawseti(state, kValues, at);
  }
  std::vector<lua_Integer> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 1);
  std::vector<lua_Integer> merged(order.size());
  for (std::size_t width = 1; width < order.size(); width *= 2) {
    for (std::size_t start = 0; start < order.size(); start += 2 * width) {
      const std::size_t middle = std::min(start + width, order.size());
      const std::size_t end = std::min(start + 2 * width, order.size());
      std::size_t left = start;
      std::size_t right = middle;
      for (std::size_t to = start; to < end; ++to) {
        const bool take_right =
            left == middle || (right < end && in_order(state, kValues, order[right], order[left]));
        merged[to] = take_right ? order[right++] : order[left++];
      }
    }
    order.swap(merged);
  }
  for (std::size_t at = 0; at < order.size(); ++at) {
    lua_rawgeti(state, kValues, order[at]);
    lua_seti(state, 1, static_cast<lua_Integer>(at) + 1);
  }
  return 0;
}

// table.concat(list, [separator, [first, [last]]]): whole numbers without ".0".
int concat(lua_State* state) {
  const lua_Integer length = check_length(state, 1);
  const std::string_view separator = lua_isnoneornil(state, 2) ? "" : check_text(state, 2);
  const lua_Integer first = luaL_optinteger(state, 3, 1);
  const lua_Integer last = luaL_optinteger(state, 4, length);
  luaL_argcheck(state, last - first < kLongestList, 4, "is too far");
  luaL_Buffer buffer;  // counted as Lua's own memory
  luaL_buffinit(state, &buffer);
  for (lua_Integer at = first; at <= last; ++at) {
    check_time(state);
    const int kind = lua_geti(state, 1, at);
    if (kind != LUA_TSTRING && kind != LUA_TNUMBER) {
      return luaL_error(state, "table.concat joins texts and numbers, not a %s",
                        kind_name(state, -1));
    }
    const std::string text = shown(state, -1);
    lua_pop(state, 1);
    if (at > first) luaL_addlstring(&buffer, separator.data(), separator.size());
    luaL_addlstring(&buffer, text.data(), text.size());
  }
  luaL_pushresult(&buffer);
  return 1;
}

// Lua's own insert and remove move every item up to the list's length, whatever that is.
int with_checked_length(lua_State* state) {
  check_length(state, 1);
  lua_pushvalue(state, lua_upvalueindex(1));
  lua_insert(state, 1);
  lua_call(state, lua_gettop(state) - 1, LUA_MULTRET);
  return lua_gettop(state);
}

// Keeps only the named functions of the standard library that is on top of the stack.
template <std::size_t Count>
void keep(lua_State* state, const std::array<const char*, Count>& names) {
  lua_createtable(state, 0, Count);
  for (const char* const name : names) {
    lua_getfield(state, -2, name);
    lua_setfield(state, -2, name);
  }
  lua_replace(state, -2);
}

}  // namespace

void check_time(lua_State* state) {
  if (lua_gethook(state) != nullptr) luaL_error(state, "%s", kOutOfTime);
}

lua_Integer check_length(lua_State* state, int index) {
  const lua_Integer length = luaL_len(state, index);
  if (length > kLongestList) luaL_error(state, "this list is too long, or has holes");
  return length;
}

std::string_view check_text(lua_State* state, int index) {
  luaL_checktype(state, index, LUA_TSTRING);  // Lua itself would take a number for a text
  std::size_t length = 0;
  const char* const text = lua_tolstring(state, index, &length);
  return {text, length};
}

std::string shown(lua_State* state, int index) {
  switch (lua_type(state, index)) {
    case LUA_TSTRING:
      return std::string(check_text(state, index));
    case LUA_TBOOLEAN:
      return lua_toboolean(state, index) != 0 ? "true" : "false";
    case LUA_TNIL:
      return "nil";
    case LUA_TNUMBER:
      if (lua_isinteger(state, index) != 0) return std::to_string(lua_tointeger(state, index));
      if (const double number = lua_tonumber(state, index); std::isfinite(number)) {
        return canonical_json(Json(number));
      }
      return lua_tonumber(state, index) > 0   ? "inf"
             : lua_tonumber(state, index) < 0 ? "-inf"
                                              : "nan";
    default:
      if (const auto date = as_date(state, index)) return date->text();
      return kind_name(state, index);
  }
}

Expected<Json> plain_value(lua_State* state, int index) {
  if (const auto date = as_date(state, index)) return Json(date->text());
  switch (lua_type(state, index)) {
    case LUA_TBOOLEAN:
      return Json(lua_toboolean(state, index) != 0);
    case LUA_TSTRING:
      return Json(std::string(check_text(state, index)));
    case LUA_TNUMBER:
      if (const lua_Number number = lua_tonumber(state, index); std::isfinite(number)) {
        const bool whole = number == std::trunc(number) && std::abs(number) <= kLargestWhole;
        return whole ? Json(static_cast<std::int64_t>(number)) : Json(number);
      }
      [[fallthrough]];
    default:
      return problem("wrong_type", "the value is a " + std::string(kind_name(state, index)));
  }
}

Expected<Json> value_of_kind(lua_State* state, int index, const Field& field) {
  auto value = plain_value(state, index);
  if (!value) return value;
  if (const Problems wrong = check_type(field, *value); !wrong.empty()) {
    return tl::unexpected(wrong.front());
  }
  return value;
}

void add_basic_functions(lua_State* state) {
  const luaL_Reg functions[] = {
      {"pairs", &pairs},       {"ipairs", &ipairs}, {"select", &select}, {"tonumber", &tonumber},
      {"tostring", &tostring}, {"type", &type},     {nullptr, nullptr}};
  luaL_setfuncs(state, functions, 0);

  luaL_requiref(state, LUA_TABLIBNAME, luaopen_table, 0);
  keep(state, std::array{"insert", "remove", "unpack"});
  for (const char* const name : {"insert", "remove"}) {
    lua_getfield(state, -1, name);
    lua_pushcclosure(state, &with_checked_length, 1);
    lua_setfield(state, -2, name);
  }
  lua_pushcfunction(state, &sort);
  lua_setfield(state, -2, "sort");
  lua_pushcfunction(state, &concat);
  lua_setfield(state, -2, "concat");
  lua_setfield(state, -2, "table");
}

}  // namespace zhipi::engine
