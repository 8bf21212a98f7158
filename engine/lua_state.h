// A Lua 5.4 state that cannot outgrow its memory, and a watchdog that cannot be outrun.
//
// Only folder `engine` sees Lua. The library is the build with C++ exceptions, so that a Lua error
// unwinds our own frames as any exception does.
#pragma once

#include <csignal>
#include <cstdint>
#include <cstddef>
#include <ctime>
#include <lua.hpp>
#include <memory>

namespace zhipi::engine {

// What one criterion may use (DESIGN section 4).
struct Budget {
  int milliseconds = 50;                   // of its own processor time
  std::size_t bytes = 32u * 1024u * 1024u;  // beyond what the pack itself holds
};

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

// Stops a script that uses more processor time than its budget, whatever it does. A timer on the
// thread's own processor clock signals the thread, and the handler sets a hook that raises at the
// next instruction (lua_sethook is made for signal handlers). Counting instructions instead costs
// 41–53 % and misses long calls (measured). The thread that makes a Watchdog must use and
// destroy it. Throws std::system_error if the kernel has no timer left.
class Watchdog {
 public:
  explicit Watchdog(int milliseconds = Budget{}.milliseconds);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  void arm(lua_State* state);
  void disarm();

  // True from the breach until disarm(); long loops of our own ask it.
  bool expired() const { return expired_ != 0; }

 private:
  static void on_tick(int signal, siginfo_t* info, void* context);

  timer_t timer_{};
  lua_State* volatile state_ = nullptr;
  volatile std::sig_atomic_t ticks_ = 0;
  volatile std::sig_atomic_t expired_ = 0;
  std::sig_atomic_t limit_ = 0;  // ticks
};

// The message of the error that a watchdog's hook raises.
inline constexpr const char* kOutOfTime = "out of processor time";

}  // namespace zhipi::engine
