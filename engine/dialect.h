// What zhipi changes in Lua itself, before Lua reads a pack's source.
//
// `#text` counts bytes in Lua and `10/2 .. ""` is "5.0": both are traps for authors, and neither
// can be mended from outside. So `#x` is read as `__length^x`, which binds as tightly, and `a .. b`
// as `a << __join << b`, which binds a little less; both names stand for values with the operations
// that authors expect. Lua's own `..` must not meet values with a metamethod either: in Debian 12's
// Lua 5.4.4 luaV_concat keeps a pointer to the stack across the call, which may have moved it. Line
// numbers stay; a pack that uses these two names itself is refused.
#pragma once

#include <functional>
#include <lua.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::engine {

// What a source tells of the functions that stand in it, by their lines.
struct SourceTraits {
  struct Line {
    int adds = 0;             // + and -
    bool multiplies = false;  // *
    int functions = 0;        // that begin here
    bool repeats = false;     // loops
    bool large = false;       // what may be a whole number beyond 2^53
  };
  std::vector<Line> lines;                      // the first is line 1
  std::set<std::string, std::less<>> assigned;  // names that are set; keys of tables among them
};

// True unless whole numbers in this function (on top of the stack, left there) stay within 64 bits
// whatever facts it reads: facts reach to 2^53, and a few of them can be added without harm.
bool may_wrap(lua_State* state, const SourceTraits& traits);

struct Translation {
  std::string text;  // for Lua
  SourceTraits traits;
};

// `file` names the source in problems. Problem code: bad_lua.
Expected<Translation> translate(std::string_view source, const std::string& file);

// Adds __length and __join to the table on top of the stack.
void add_dialect(lua_State* state);

}  // namespace zhipi::engine
