#include "engine/authoring/luacheck.h"

#include <re2/re2.h>
#include <array>
#include <filesystem>
#include <fstream>
#include <lua.hpp>
#include <sstream>

#include "engine/lua_state.h"
#include "engine/watchdog.h"

namespace zhipi::engine {
namespace {

constexpr const char* kLoaded = "zhipi.luacheck";
constexpr std::array kFolders{"/usr/share/lua/5.1", "/usr/share/lua/5.4",
                              "/usr/local/share/lua/5.4", "/usr/local/share/lua/5.1"};
constexpr const char* kMissing = "lua-check is not installed: apt-get install lua-check";

// The source of luacheck.parser, luacheck.stages.parse …; nothing outside lua-check has a name.
std::string module_source(lua_State* state, const std::string& module) {
  static const RE2 kName("luacheck(\\.[a-z_]+)*");
  if (!RE2::FullMatch(module, kName)) luaL_error(state, "no module %s", module.c_str());
  std::string path = module;
  for (char& letter : path) letter = letter == '.' ? '/' : letter;
  for (const std::filesystem::path folder : kFolders) {
    for (const char* const ending : {".lua", "/init.lua"}) {
      std::ifstream file(folder / (path + ending), std::ios::binary);
      if (!file) continue;
      std::ostringstream source;
      source << file.rdbuf();
      return std::move(source).str();
    }
  }
  luaL_error(state, "%s", kMissing);
  return {};
}

int require(lua_State* state) {
  const std::string module = luaL_checkstring(state, 1);
  luaL_getsubtable(state, LUA_REGISTRYINDEX, kLoaded);
  if (lua_getfield(state, -1, module.c_str()) != LUA_TNIL) return 1;
  lua_pop(state, 1);
  const std::string source = module_source(state, module);
  if (luaL_loadbufferx(state, source.data(), source.size(), ("=" + module).c_str(), "t") !=
      LUA_OK) {
    lua_error(state);
  }
  lua_call(state, 0, 1);
  lua_pushvalue(state, -1);
  lua_setfield(state, -3, module.c_str());
  return 1;
}

void open(lua_State* state) {
  luaL_requiref(state, LUA_GNAME, luaopen_base, 1);
  luaL_requiref(state, LUA_STRLIBNAME, luaopen_string, 1);
  luaL_requiref(state, LUA_TABLIBNAME, luaopen_table, 1);
  luaL_requiref(state, LUA_MATHLIBNAME, luaopen_math, 1);
  luaL_requiref(state, LUA_DBLIBNAME, luaopen_debug, 1);
  lua_pop(state, 5);
  for (const char* const absent : {"dofile", "loadfile", "load", "print"}) {
    lua_pushnil(state);
    lua_setglobal(state, absent);
  }
  lua_newtable(state);  // luacheck.utils asks for the separator of folders
  lua_pushliteral(state, "/\n;\n?\n!\n-\n");
  lua_setfield(state, -2, "config");
  lua_setglobal(state, "package");
  lua_pushcfunction(state, &require);
  lua_setglobal(state, "require");
}

Problem as_problem(int status, const std::string& message) {
  if (status == LUA_ERRMEM) return {"budget", "reading this file takes too much memory", {}};
  if (message.find(kOutOfTime) != std::string::npos) {
    return {"budget", "reading this file takes too long", {}};
  }
  if (message.find(kMissing) != std::string::npos) return {"no_luacheck", kMissing, {}};
  if (message.find("stack overflow") != std::string::npos) {
    return {"too_deep", "this file is nested too deeply", {}};
  }
  return {"bad_lua", message, {}};
}

}  // namespace

void push_luacheck(lua_State* state, const std::string& name) {
  lua_getglobal(state, "require");
  lua_pushstring(state, ("luacheck." + name).c_str());
  lua_call(state, 1, 1);
}

Expected<void> with_luacheck(const std::function<void(lua_State*)>& work) {
  LuaState lua;
  lua_State* const state = lua.get();
  lua.allow_bytes(kLuacheckBytes);
  Watchdog watchdog(kLuacheckMilliseconds);
  watchdog.arm(state);
  lua_pushcfunction(state, [](lua_State* inner) {
    open(inner);
    (*static_cast<const std::function<void(lua_State*)>*>(lua_touserdata(inner, 1)))(inner);
    return 0;
  });
  lua_pushlightuserdata(state, const_cast<std::function<void(lua_State*)>*>(&work));
  const int status = lua_pcall(state, 1, 0, 0);
  watchdog.disarm();
  if (status == LUA_OK) return {};
  const char* const message = lua_tostring(state, -1);
  return tl::unexpected(as_problem(status, message == nullptr ? "error" : message));
}

}  // namespace zhipi::engine
