#include "engine/purity.h"

#include <cmath>

#include "engine/library.h"

namespace zhipi::engine {
namespace {

int read_view(lua_State* state) {
  lua_getiuservalue(state, 1, 1);
  lua_pushvalue(state, 2);
  lua_rawget(state, -2);
  return 1;
}

int refuse_write(lua_State* state) {
  return luaL_error(state, "this table lies outside the criterion and cannot be changed here");
}

int view_length(lua_State* state) {
  lua_getiuservalue(state, 1, 1);
  lua_pushinteger(state, static_cast<lua_Integer>(lua_rawlen(state, -1)));
  return 1;
}

// The two values on top: 0 and -0 are equal for Lua, and show that something was changed.
bool same(lua_State* state) {
  if (lua_rawequal(state, -1, -2) == 0) return false;
  return lua_type(state, -1) != LUA_TNUMBER ||
         std::signbit(lua_tonumber(state, -1)) == std::signbit(lua_tonumber(state, -2));
}

}  // namespace

void PurityGuard::open(lua_State* state) {
  luaL_newmetatable(state, kFrozen);
  const luaL_Reg metamethods[] = {{"__index", &read_view},
                                  {"__newindex", &refuse_write},
                                  {"__len", &view_length},
                                  {nullptr, nullptr}};
  luaL_setfuncs(state, metamethods, 0);
  lua_pushliteral(state, "table");
  lua_setfield(state, -2, "__name");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_pop(state, 1);
}

void PurityGuard::protect(lua_State* state, const char* name) {
  lua_getfield(state, -1, name);
  push_frozen(state, lua_gettop(state));
  lua_setfield(state, -3, name);
  lua_pop(state, 1);
}

void PurityGuard::watch(lua_State* state, const std::set<std::string, std::less<>>& assigned) {
  assigned_ = &assigned;
  watch_function(state);
}

void PurityGuard::watch_function(lua_State* state) {
  const int function = lua_gettop(state);
  if (!seen_.insert(lua_topointer(state, function)).second) return;
  luaL_checkstack(state, 8, "captured values");
  if (lua_iscfunction(state, function) != 0) {
    freeze_held(state, function);
    return;
  }
  for (int position = 1;; ++position) {
    const char* const name = lua_getupvalue(state, function, position);
    if (name == nullptr) break;
    const std::string captured = name;
    if (lua_topointer(state, -1) != environment_) {
      watch_value(state);  // may replace a table by its view
      lua_pushvalue(state, -1);
      lua_setupvalue(state, function, position);
    }
    // What no source sets needs no look after each criterion.
    if (assigned_->contains(captured) &&
        seen_.insert(lua_upvalueid(state, function, position)).second) {
      const int value = luaL_ref(state, LUA_REGISTRYINDEX);
      lua_pushvalue(state, function);
      captured_.push_back({luaL_ref(state, LUA_REGISTRYINDEX), position, value, captured});
    } else {
      lua_pop(state, 1);
    }
  }
}

// An iterator of ours holds tables that it reads itself: what lies inside them becomes read-only.
void PurityGuard::freeze_held(lua_State* state, int function) {
  for (int position = 1; lua_getupvalue(state, function, position) != nullptr; ++position) {
    if (lua_istable(state, -1)) {
      push_frozen(state, lua_gettop(state));
      lua_pop(state, 1);
    }
    lua_pop(state, 1);
  }
}

// The value on top of the stack: a function is followed, a table becomes its view.
void PurityGuard::watch_value(lua_State* state) {
  if (lua_isfunction(state, -1)) {
    watch_function(state);
  } else if (lua_istable(state, -1)) {
    push_frozen(state, lua_gettop(state));
    lua_replace(state, -2);
  }
}

void PurityGuard::push_frozen(lua_State* state, int table) {
  luaL_checkstack(state, 8, "captured tables");
  const void* const identity = lua_topointer(state, table);
  if (const auto known = frozen_.find(identity); known != frozen_.end()) {
    lua_rawgeti(state, LUA_REGISTRYINDEX, known->second);
    return;
  }
  lua_newuserdatauv(state, 0, 1);
  luaL_setmetatable(state, kFrozen);
  lua_pushvalue(state, table);
  lua_setiuservalue(state, -2, 1);
  lua_pushvalue(state, -1);
  frozen_.emplace(identity, luaL_ref(state, LUA_REGISTRYINDEX));
  lua_pushnil(state);
  while (lua_next(state, table) != 0) {  // assigning to existing keys is allowed meanwhile
    watch_value(state);
    lua_pushvalue(state, -2);
    lua_insert(state, -2);
    lua_rawset(state, table);
  }
}

const std::string* PurityGuard::restore_captured(lua_State* state) const {
  const std::string* changed = nullptr;
  for (const Captured& captured : captured_) {
    lua_rawgeti(state, LUA_REGISTRYINDEX, captured.function);
    lua_getupvalue(state, -1, captured.position);
    lua_rawgeti(state, LUA_REGISTRYINDEX, captured.value);
    if (!same(state)) {
      changed = &captured.name;
      lua_setupvalue(state, -3, captured.position);
      lua_pop(state, 2);
    } else {
      lua_pop(state, 3);
    }
  }
  return changed;
}

}  // namespace zhipi::engine
