// A Lua 5.4 state that cannot outgrow its memory.
//
// Only folder `engine` sees Lua. The library is the build with C++ exceptions, so that a Lua error
// unwinds our own frames as any exception does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <lua.hpp>

namespace zhipi::engine {

// Owns a lua_State whose allocator refuses beyond a limit. Not thread-safe: one thread at a time.
class LuaState {
 public:
  LuaState();
  ~LuaState();
  LuaState(const LuaState&) = delete;
  LuaState& operator=(const LuaState&) = delete;

  lua_State* get() const { return state_; }
  std::size_t bytes_used() const { return memory_.used; }

  // From now on at most this many bytes more than are in use. Beyond it Lua raises LUA_ERRMEM.
  void allow_bytes(std::size_t more) { memory_.limit = memory_.used + more; }

 private:
  struct Memory {
    std::size_t used = 0;
    std::size_t limit = SIZE_MAX;
  };
  static void* allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size);

  Memory memory_;
  lua_State* state_ = nullptr;
};

}  // namespace zhipi::engine
