// A Lua 5.4 state that cannot outgrow its memory.
//
// Only folder `engine` sees Lua. The library is the build with C++ exceptions, so that a Lua error
// unwinds our own frames as any exception does.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <lua.hpp>
#include <memory>
#include <vector>

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
  // Small blocks come and go by the hundred in each case: those given back are kept by size, in
  // steps of 16 bytes, and given out again.
  class Memory {
   public:
    Memory() = default;
    ~Memory();
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    void* take(std::size_t size);
    void give_back(void* block, std::size_t size);

    std::size_t used = 0;
    std::size_t limit = SIZE_MAX;

   private:
    static constexpr std::size_t kStep = 16;
    static constexpr std::size_t kLargest = 256;  // of small blocks
    struct Free {
      Free* next;
    };
    static std::size_t place(std::size_t size) { return (size - 1) / kStep; }
    void* carve(std::size_t size);

    std::array<Free*, kLargest / kStep> free_{};
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::byte* rest_ = nullptr;  // of the last chunk
    std::size_t left_ = 0;
  };
  static void* allocate(void* memory, void* block, std::size_t old_size, std::size_t new_size);

  Memory memory_;
  lua_State* state_ = nullptr;
};

}  // namespace zhipi::engine
