// Calls the functions of a pack under their budget, and tells how each ended.
#pragma once

#include <lua.hpp>
#include <memory>
#include <string>

#include "engine/no_number.h"
#include "engine/script.h"
#include "engine/watchdog.h"

namespace zhipi::engine {

// How one function of the pack ended.
enum class End { value, unknown, error, budget };

// Many functions are called under one protected call of Lua's, which costs as much as a small
// function does: an error leaves protect() and tells how the function that raised it ended.
class Calls {
 public:
  // All must outlive the calls. `script` may be made anew in between, after a breach.
  Calls(const std::unique_ptr<Script>& script, const Budget& budget, Watchdog& watchdog)
      : script_(script), budget_(budget), watchdog_(watchdog) {}
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  // Runs `body`, which calls functions and says how it ended, or how the call ended that did not
  // come back to it.
  template <class Body>
  End protect(Body body) {
    Protected<Body> run{*this, body};
    lua_pushcfunction(lua(), &Protected<Body>::enter);
    lua_pushlightuserdata(lua(), &run);
    const int ended = lua_pcall(lua(), 1, 0, 0);
    return ended == LUA_OK ? run.end : end_of_error(ended);
  }

  // Inside of protect(): calls the function with `app`. Its result stands on the stack when it
  // ended with a value.
  End call(int function);
  End call_for_boolean(int function, bool& value);

  // Whether a function calculated what is no number is asked behind each call, which costs as much
  // as a comparison of facts; or, in between, behind many calls at once, by whoever makes them.
  void ask_each_call(bool each) {
    each_ = each;
    forget_no_number();
  }

  // An error's words are kept until the next one: most calls have none.
  End error(std::string words);
  std::string take_words() { return std::move(words_); }
  const std::string& words() const { return words_; }

 private:
  template <class Body>
  struct Protected {
    Calls& calls;
    Body& body;
    End end = End::error;

    static int enter(lua_State* state) {
      auto& self = *static_cast<Protected*>(lua_touserdata(state, 1));
      self.calls.script_->binding().push_app();
      self.end = self.body();
      return 0;
    }
  };
  static constexpr int kApp = 2;  // its place on the stack of enter()

  lua_State* lua() const { return script_->lua(); }
  End end_of_error(int ended);
  std::string breach(bool of_memory) const;

  const std::unique_ptr<Script>& script_;
  const Budget& budget_;
  Watchdog& watchdog_;
  bool each_ = true;
  std::string words_;  // of the last error or breach
};

}  // namespace zhipi::engine
