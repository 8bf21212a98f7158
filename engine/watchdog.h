// The limits of a criterion, and a watchdog that cannot be outrun.
#pragma once

#include <csignal>
#include <cstddef>
#include <ctime>

struct lua_State;

namespace zhipi::engine {

// What one criterion may use (DESIGN section 4).
struct Budget {
  int milliseconds = 50;                    // of its own processor time
  std::size_t bytes = 32u * 1024u * 1024u;  // beyond what the pack itself holds
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

  // Before and behind each call of a pack's function, which may be as small as a comparison.
  void arm(lua_State* state) {
    ticks_ = 0;
    expired_ = 0;
    state_ = state;
  }
  void disarm() {
    lua_State* const state = state_;
    state_ = nullptr;  // from here on the handler changes nothing
    if (expired_ != 0) forget_breach(state);
  }

  // True from the breach until disarm().
  bool expired() const { return expired_ != 0; }

 private:
  static void on_tick(int signal, siginfo_t* info, void* context);
  void forget_breach(lua_State* state);

  timer_t timer_{};
  lua_State* volatile state_ = nullptr;
  volatile std::sig_atomic_t ticks_ = 0;
  volatile std::sig_atomic_t expired_ = 0;
  std::sig_atomic_t limit_ = 0;  // ticks
};

// The message of the error that a watchdog's hook raises.
inline constexpr const char* kOutOfTime = "out of processor time";

}  // namespace zhipi::engine
