// Values that Lua carries without owning anything: a date, a list of facts, a row. Each is 64 bits
// in a light userdata, so that reading facts allocates nothing.
#pragma once

#include <bit>
#include <cstdint>
#include <lua.hpp>
#include <optional>

#include "models/date.h"

namespace zhipi::engine {

struct Handle {
  enum class Kind : std::uint8_t {
    none,       // no handle of ours
    date,       // number: its bits
    list,       // number: the fact
    row,        // number: the list's fact; row from 0
    object,     // number: the fact; what is seen
    table,      // number: of the script's decision tables
    table_row,  // number: the table; row from 0
  };
  Kind kind = Kind::none;
  std::uint8_t generation = 0;  // of the facts: those of earlier cases are refused
  std::uint32_t row = 0;        // below 2^20
  std::uint32_t number = 0;
};

inline constexpr std::uint32_t kMostRows = (1U << 20U) - 1;

inline void push_handle(lua_State* state, const Handle& handle) {
  const std::uint64_t bits = static_cast<std::uint64_t>(handle.kind) << 60U |
                             static_cast<std::uint64_t>(handle.generation) << 52U |
                             static_cast<std::uint64_t>(handle.row) << 32U | handle.number;
  lua_pushlightuserdata(state, std::bit_cast<void*>(bits));
}

// Of kind none for every other value: full userdata are addresses, whose first bits are 0, and all
// else is null here.
inline Handle handle_at(lua_State* state, int index) {
  const auto bits = std::bit_cast<std::uint64_t>(lua_touserdata(state, index));
  return {static_cast<Handle::Kind>(bits >> 60U), static_cast<std::uint8_t>(bits >> 52U),
          static_cast<std::uint32_t>(bits >> 32U) & kMostRows, static_cast<std::uint32_t>(bits)};
}

}  // namespace zhipi::engine
