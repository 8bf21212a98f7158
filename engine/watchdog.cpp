#include "engine/watchdog.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <lua.hpp>
#include <mutex>
#include <system_error>

namespace zhipi::engine {
namespace {

constexpr int kTickMilliseconds = 5;

int watchdog_signal() {
  return SIGRTMIN + 4;
}

void raise_out_of_time(lua_State* state, lua_Debug*) {
  // Stays at every instruction until disarmed, so that nothing a script calls can swallow it.
  luaL_error(state, "%s", kOutOfTime);
}

}  // namespace

Watchdog::Watchdog(int milliseconds) : limit_(std::max(1, milliseconds / kTickMilliseconds)) {
  static std::once_flag installed;
  std::call_once(installed, [] {
    struct sigaction action {};
    action.sa_sigaction = &Watchdog::on_tick;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(watchdog_signal(), &action, nullptr) != 0) {
      throw std::system_error(errno, std::generic_category(), "sigaction for the Lua watchdog");
    }
  });
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = watchdog_signal();
  event.sigev_value.sival_ptr = this;
  event._sigev_un._tid = static_cast<pid_t>(syscall(SYS_gettid));
  if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer_) != 0) {
    throw std::system_error(errno, std::generic_category(), "timer_create for the Lua watchdog");
  }
  const timespec tick{0, kTickMilliseconds * 1'000'000};
  const itimerspec period{tick, tick};
  timer_settime(timer_, 0, &period, nullptr);
}

// A signal of this timer can only be pending for this thread, and is delivered on return from
// timer_delete at the latest, while the object still stands.
Watchdog::~Watchdog() {
  timer_delete(timer_);
}

void Watchdog::forget_breach(lua_State* state) {
  if (state != nullptr) lua_sethook(state, nullptr, 0, 0);
  expired_ = 0;
}

void Watchdog::on_tick(int, siginfo_t* info, void*) {
  auto& watchdog = *static_cast<Watchdog*>(info->si_value.sival_ptr);
  lua_State* const state = watchdog.state_;
  if (state == nullptr) return;
  watchdog.ticks_ = watchdog.ticks_ + 1;
  if (watchdog.ticks_ > watchdog.limit_) {
    watchdog.expired_ = 1;
    lua_sethook(state, &raise_out_of_time, LUA_MASKCOUNT, 1);
  }
}

}  // namespace zhipi::engine
