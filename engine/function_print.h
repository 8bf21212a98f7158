// What a function of a pack does, as bytes that can be compared: its code without line numbers, and
// all that it captures. Functions of two packs with the same print come to the same for the same
// facts, wherever they stand in their files.
#pragma once

#include <optional>
#include <string>

#include "engine/script.h"

namespace zhipi::engine {

// Nothing where something is captured of which that cannot be said. `function` is a reference of
// the script, LUA_NOREF among them; `files` are those that it was loaded from.
std::optional<std::string> function_print(Script& script, const PackFiles& files, int function);

}  // namespace zhipi::engine
