// Debian's lua-check (a parser and a lint for Lua, written in Lua), in a Lua state of its own.
//
// Only lua-check's own modules run in it; a pack's source is a text to them and never runs.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "models/problem.h"

struct lua_State;

namespace zhipi::engine {

// What reading one file may use: drafts come from the network.
inline constexpr int kLuacheckMilliseconds = 2000;  // of the thread's processor time
inline constexpr std::size_t kLuacheckBytes = 256u * 1024u * 1024u;

// Runs `work` in a fresh state with Lua's string, table and math, `require` for the modules
// luacheck.* alone, and the limits above. An error that `work` raises or a limit that it meets is
// returned, as is the lack of the Debian package. Codes: no_luacheck, bad_lua, budget, too_deep.
Expected<void> with_luacheck(const std::function<void(lua_State*)>& work);

// Leaves the module luacheck.`name` on the stack. For use in `work`.
void push_luacheck(lua_State* state, const std::string& name);

}  // namespace zhipi::engine
