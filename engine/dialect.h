// What zhipi changes in Lua itself, before Lua reads a pack's source.
//
// `#text` counts bytes in Lua and `10/2 .. ""` is "5.0": both are traps for authors, and neither
// can be mended from outside. So `#x` is read as `__length^x`, which binds as tightly, and `a .. b`
// as `a << __join << b`, which binds a little less; both names stand for values with the operations
// that authors expect. Lua's own `..` must not meet values with a metamethod either: in Debian 12's
// Lua 5.4.4 luaV_concat keeps a pointer to the stack across the call, which may have moved it.
//
// `app.form.age` is read as `__fact(app, "form.age")`, which finds the fact at once, and means the
// same for whatever else is called `app`. Line numbers stay; a pack that uses any of these names
// itself is refused.
//
// Lua's whole numbers wrap around at 64 bits without a word. So rules have none: 5 is read as 5.0,
// facts and all that the library counts come as such numbers, which are exact for whole numbers to
// 2^53 (as facts are) and keep their size beyond. Nothing shows the difference: a whole number is
// written without ".0" everywhere. Bitwise operators, which would make whole numbers, are refused.
#pragma once

#include <functional>
#include <lua.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::engine {

struct Translation {
  std::string text;                             // for Lua
  std::set<std::string, std::less<>> assigned;  // names that are set; keys of tables among them
  std::set<std::string, std::less<>> names;     // all that the text has
};

// `file` names the source in problems. Problem code: bad_lua.
Expected<Translation> translate(std::string_view source, const std::string& file);

// Adds __length, __join and __fact to the table on top of the stack.
void add_dialect(lua_State* state);

}  // namespace zhipi::engine
