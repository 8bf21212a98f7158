#include "engine/lua_table.h"

#include <algorithm>
#include <utility>

#include "engine/suggestion.h"

namespace zhipi::engine {

std::string place_of_caller(lua_State* state) {
  lua_Debug where{};
  for (int level = 1; lua_getstack(state, level, &where) == 1; ++level) {
    lua_getinfo(state, "Sl", &where);
    if (where.currentline > 0) {
      return std::string(where.short_src) + ":" + std::to_string(where.currentline) + ":1";
    }
  }
  return {};
}

LuaTable::LuaTable(lua_State* state, int index, std::string what, Problems& problems)
    : state_(state),
      index_(lua_absindex(state, index)),
      what_(std::move(what)),
      place_(place_of_caller(state)),
      problems_(problems) {}

int LuaTable::push(std::string_view key) {
  known_.emplace_back(key);
  lua_pushlstring(state_, key.data(), key.size());
  return lua_rawget(state_, index_);
}

void LuaTable::wrong(std::string_view key, std::string_view expected) {
  report("wrong_type", "`" + std::string(key) + "` of " + what_ + " must be " +
                           std::string(expected) + ", not a " + luaL_typename(state_, -1));
}

std::string LuaTable::text(std::string_view key) {
  return pop_text(key, push(key));
}

std::optional<double> LuaTable::number(std::string_view key) {
  return pop_number(key, push(key));
}

std::string LuaTable::text_at(int position) {
  std::string key;
  const int type = push_at(position, key);
  return pop_text(key, type);
}

std::optional<double> LuaTable::number_at(int position) {
  std::string key;
  const int type = push_at(position, key);
  return pop_number(key, type);
}

int LuaTable::push_at(int position, std::string& key) {
  key = "[" + std::to_string(position) + "]";
  known_.push_back(key);
  return lua_rawgeti(state_, index_, position);
}

std::string LuaTable::pop_text(std::string_view key, int type) {
  std::string found;
  if (type == LUA_TSTRING) {
    found = lua_tostring(state_, -1);
  } else if (type != LUA_TNIL) {
    wrong(key, "a text in quotes");
  }
  lua_pop(state_, 1);
  return found;
}

std::optional<double> LuaTable::pop_number(std::string_view key, int type) {
  std::optional<double> found;
  if (type == LUA_TNUMBER) {
    found = lua_tonumber(state_, -1);
  } else if (type != LUA_TNIL) {
    wrong(key, "a number");
  }
  lua_pop(state_, 1);
  return found;
}

std::optional<int> LuaTable::whole(std::string_view key) {
  const std::optional<double> found = number(key);
  if (!found) return std::nullopt;
  if (*found < 0 || *found > 1'000'000 || *found != static_cast<double>(static_cast<int>(*found))) {
    report("wrong_type",
           "`" + std::string(key) + "` of " + what_ + " must be a whole number from 0");
    return std::nullopt;
  }
  return static_cast<int>(*found);
}

bool LuaTable::flag(std::string_view key) {
  const int type = push(key);
  const bool found = type == LUA_TBOOLEAN && lua_toboolean(state_, -1) != 0;
  if (type != LUA_TBOOLEAN && type != LUA_TNIL) wrong(key, "true or false");
  lua_pop(state_, 1);
  return found;
}

std::vector<std::string> LuaTable::texts(std::string_view key) {
  std::vector<std::string> found;
  const int type = push(key);
  if (type == LUA_TSTRING) {
    found.emplace_back(lua_tostring(state_, -1));
  } else if (type == LUA_TTABLE) {
    const auto length = static_cast<lua_Integer>(lua_rawlen(state_, -1));
    for (lua_Integer item = 1; item <= length; ++item) {
      if (lua_rawgeti(state_, -1, item) == LUA_TSTRING) {
        found.emplace_back(lua_tostring(state_, -1));
      } else {
        wrong(key, "a list of texts");
      }
      lua_pop(state_, 1);
    }
  } else if (type != LUA_TNIL) {
    wrong(key, "a list of texts");
  }
  lua_pop(state_, 1);
  return found;
}

int LuaTable::function(std::string_view key) {
  const int type = push(key);
  if (type == LUA_TFUNCTION) return luaL_ref(state_, LUA_REGISTRYINDEX);
  if (type != LUA_TNIL) wrong(key, "a function(app)");
  lua_pop(state_, 1);
  return LUA_NOREF;
}

void LuaTable::each(std::string_view key,
                    const std::function<void(const std::string& name)>& visit) {
  const int type = push(key);
  if (type == LUA_TTABLE) {
    lua_pushnil(state_);
    while (lua_next(state_, -2) != 0) {
      if (lua_type(state_, -2) == LUA_TSTRING) {
        visit(lua_tostring(state_, -2));
      } else {
        wrong(key, "a table of named entries (name = …)");
      }
      lua_pop(state_, 1);
    }
  } else if (type != LUA_TNIL) {
    wrong(key, "a table of named entries (name = …)");
  }
  lua_pop(state_, 1);
}

void LuaTable::report(std::string code, std::string message) {
  problems_.push_back({std::move(code), std::move(message), place_});
}

void LuaTable::refuse_unknown_keys() {
  lua_pushnil(state_);
  while (lua_next(state_, index_) != 0) {
    lua_pop(state_, 1);
    std::string key;
    if (lua_type(state_, -1) == LUA_TSTRING) {
      key = lua_tostring(state_, -1);
    } else {
      key = "[" +
            std::string(lua_isinteger(state_, -1) ? std::to_string(lua_tointeger(state_, -1))
                                                  : luaL_typename(state_, -1)) +
            "]";
    }
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    report("unknown_key", "`" + key + "` is no key of " + what_ + suggestion(key, known_));
  }
}

}  // namespace zhipi::engine
