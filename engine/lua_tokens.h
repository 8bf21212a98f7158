// The words of a Lua source (Lua 5.4 manual, 3.1), without comments and white space.
#pragma once

#include <string_view>
#include <vector>

namespace zhipi::engine {

struct LuaToken {
  enum class Kind { name, number, text, symbol };  // keywords are names; texts keep their quotes
  Kind kind = Kind::symbol;
  std::string_view text;  // of the source
  int line = 1;
};

// Never fails: what is no Lua becomes symbols of one character, and Lua itself refuses it.
std::vector<LuaToken> lua_tokens(std::string_view source);

}  // namespace zhipi::engine
