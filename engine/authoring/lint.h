// What lua-check's lint finds in one file, in our own words: unused, shadowed, unreachable.
#pragma once

#include <string>
#include <string_view>

#include "models/problem.h"

namespace zhipi::engine {

// Warnings with their places. A source that is no Lua has none: parse_lua tells of that. Comments
// that would quieten lua-check are not heeded. Codes: unused, unused_value, shadowed, unreachable,
// empty_block, unbalanced, duplicate_key, unset, backward_loop; budget and no_luacheck as
// with_luacheck.
Problems lint(std::string_view source, const std::string& file);

}  // namespace zhipi::engine
