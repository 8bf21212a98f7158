// Texts by characters, not bytes; regular expressions through RE2, whose time is linear.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <new>
#include <string>

#include "engine/expression.h"
#include "engine/library.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

void push(lua_State* state, std::string_view text) {
  lua_pushlstring(state, text.data(), text.size());
}

void add(luaL_Buffer& buffer, std::string_view text) {
  luaL_addlstring(&buffer, text.data(), text.size());
}

int len(lua_State* state) {
  lua_pushnumber(state, static_cast<lua_Number>(formats::length(check_text(state, 1))));
  return 1;
}

// s:sub(first, last) as Lua's own, counted in characters; negative places count from the end.
int sub(lua_State* state) {
  const std::string_view text = check_text(state, 1);
  const auto length = static_cast<lua_Integer>(formats::length(text));
  lua_Integer first = luaL_checkinteger(state, 2);
  lua_Integer last = luaL_optinteger(state, 3, -1);
  if (first < 0) first = std::max<lua_Integer>(length + first + 1, 1);
  if (first == 0) first = 1;
  if (last < 0) last = length + last + 1;
  last = std::min(last, length);
  if (first > last) {
    push(state, "");
  } else {
    push(state, formats::substring(text, static_cast<std::size_t>(first - 1),
                                   static_cast<std::size_t>(last - first + 1)));
  }
  return 1;
}

// Latin letters only: Chinese has no case, and other scripts would need a locale.
int change_case(lua_State* state, char from, char to) {
  std::string text(check_text(state, 1));
  for (char& letter : text) {
    if (letter >= from && letter < from + 26) letter = static_cast<char>(letter - from + to);
  }
  push(state, text);
  return 1;
}
int upper(lua_State* state) {
  return change_case(state, 'a', 'A');
}
int lower(lua_State* state) {
  return change_case(state, 'A', 'a');
}

// s:rep(count, [separator])
int rep(lua_State* state) {
  const std::string_view text = check_text(state, 1);
  const lua_Integer count = luaL_checkinteger(state, 2);
  const std::string_view separator = lua_isnoneornil(state, 3) ? "" : check_text(state, 3);
  luaL_Buffer buffer;
  luaL_buffinit(state, &buffer);
  for (lua_Integer at = 0; at < count; ++at) {
    if (at > 0) luaL_addlstring(&buffer, separator.data(), separator.size());
    luaL_addlstring(&buffer, text.data(), text.size());
    if (text.empty() && separator.empty()) break;
  }
  luaL_pushresult(&buffer);
  return 1;
}

// s:find(part, [from]): the place of a part as it stands, in characters; nil if it is not there.
int find(lua_State* state) {
  const std::string_view text = check_text(state, 1);
  const std::string_view part = check_text(state, 2);
  const lua_Integer from = luaL_optinteger(state, 3, 1);
  luaL_argcheck(state, from >= 1, 3, "counts from 1");
  const auto length = static_cast<lua_Integer>(formats::length(text));
  if (from > length + 1) {
    lua_pushnil(state);
    return 1;
  }
  const std::string_view start = formats::substring(text, 0, static_cast<std::size_t>(from - 1));
  // memmem is linear; std::string_view::find is quadratic where much repeats.
  const void* const found =
      memmem(text.data() + start.size(), text.size() - start.size(), part.data(), part.size());
  if (found == nullptr) {
    lua_pushnil(state);
    return 1;
  }
  const auto at = static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
  const auto first = static_cast<lua_Integer>(formats::length(text.substr(0, at))) + 1;
  lua_pushnumber(state, static_cast<lua_Number>(first));
  lua_pushnumber(
      state, static_cast<lua_Number>(first) + static_cast<lua_Number>(formats::length(part)) - 1);
  return 2;
}

// string.format with %s %d %f %g %% and a width or precision of at most two digits.
int format(lua_State* state) {
  const std::string_view pattern = check_text(state, 1);
  luaL_Buffer filled;  // counted as Lua's own memory
  luaL_buffinit(state, &filled);
  int argument = 1;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '%') {
      luaL_addchar(&filled, pattern[at]);
      continue;
    }
    const std::size_t end = pattern.find_first_not_of("-0123456789.", at + 1);
    if (end == std::string_view::npos || end - at > 7) {
      return luaL_error(state, "string.format knows %%s %%d %%f %%g and %%%%");
    }
    const std::string spec(pattern.substr(at, end - at));
    char number[512];
    switch (pattern[end]) {
      case '%':
        luaL_addchar(&filled, '%');
        break;
      case 's':
        add(filled, shown(state, ++argument));
        break;
      case 'd':
        std::snprintf(number, sizeof number, (spec + "lld").c_str(),
                      static_cast<long long>(luaL_checkinteger(state, ++argument)));
        luaL_addstring(&filled, number);
        break;
      case 'f':
      case 'g':
        std::snprintf(number, sizeof number, (spec + pattern[end]).c_str(),
                      luaL_checknumber(state, ++argument));
        luaL_addstring(&filled, number);
        break;
      default:
        return luaL_error(state, "string.format knows %%s %%d %%f %%g and %%%%");
    }
    at = end;
  }
  luaL_pushresult(&filled);
  return 1;
}

// Expressions once compiled, as a userdata of the state that uses them. Rules name few; a rule that
// makes them up goes on without.
struct Expressions {
  static constexpr std::size_t kMost = 64;
  std::map<std::string, Expression, std::less<>> compiled;
};

int forget_expressions(lua_State* state) {
  static_cast<Expressions*>(lua_touserdata(state, 1))->~Expressions();
  return 0;
}

void push_expressions(lua_State* state) {
  new (lua_newuserdatauv(state, sizeof(Expressions), 0)) Expressions();
  lua_createtable(state, 0, 1);
  lua_pushcfunction(state, &forget_expressions);
  lua_setfield(state, -2, "__gc");
  lua_setmetatable(state, -2);
}

Expected<Expression> find_expression(Expressions& known, std::string_view text) {
  const auto found = known.compiled.find(text);
  if (found != known.compiled.end()) return found->second;
  auto compiled = Expression::compile(text);
  if (!compiled) return compiled;
  if (known.compiled.size() >= Expressions::kMost) known.compiled.clear();
  known.compiled.emplace(text, *compiled);
  return compiled;
}

// matches(text, "expression"): true when the whole expression is found in the text (RE2 syntax).
int matches(lua_State* state) {
  const std::string_view text = check_text(state, 1);
  const std::string_view expression = check_text(state, 2);
  auto& known = *static_cast<Expressions*>(lua_touserdata(state, lua_upvalueindex(1)));
  const Expected<bool> found =
      find_expression(known, expression).and_then([&](const Expression& one) {
        return one.is_found_in(text);
      });
  if (!found) return luaL_error(state, "%s", found.error().message.c_str());
  lua_pushboolean(state, *found ? 1 : 0);
  return 1;
}

}  // namespace

void add_text_functions(lua_State* state) {
  const luaL_Reg functions[] = {{"len", &len},       {"sub", &sub},     {"upper", &upper},
                                {"lower", &lower},   {"rep", &rep},     {"find", &find},
                                {"format", &format}, {nullptr, nullptr}};
  luaL_newlib(state, functions);
  // Methods of every text; the metatable itself is out of reach, and "10" + 5 finds no __add.
  lua_pushliteral(state, "");
  lua_createtable(state, 0, 2);
  lua_pushvalue(state, -3);
  lua_setfield(state, -2, "__index");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_setmetatable(state, -2);
  lua_pop(state, 1);
  lua_setfield(state, -2, "string");
  push_expressions(state);
  lua_pushcclosure(state, &matches, 1);
  lua_setfield(state, -2, "matches");
}

}  // namespace zhipi::engine
