#include "engine/calls.h"

#include "engine/library.h"

namespace zhipi::engine {

End Calls::error(std::string words) {
  words_ = std::move(words);
  return End::error;
}

std::string Calls::breach(bool of_memory) const {
  if (of_memory) {
    return "超出内存上限 out of memory: " + std::to_string(budget_.bytes >> 20) + " MiB";
  }
  return "超出处理器时间 out of processor time: " + std::to_string(budget_.milliseconds) + " ms";
}

namespace {

std::string impure(const std::string& local) {
  return "the local `" + local +
         "` lies outside this function and must not change: criteria keep nothing";
}

}  // namespace

End Calls::call(int function) {
  script_->state().allow_bytes(budget_.bytes);
  lua_rawgeti(lua(), LUA_REGISTRYINDEX, function);
  lua_pushvalue(lua(), kApp);
  watchdog_.arm(lua());
  lua_call(lua(), 1, 1);
  watchdog_.disarm();
  End end = End::value;
  if (const std::string* const changed = script_->purity().restore(lua())) {
    end = error(impure(*changed));
  } else if (each_ && gave_no_number()) {
    // Lua goes on with infinities and NaN, which compare as nobody means them.
    end = error(
        "计算没有得出数 a calculation gave no number: a division by zero, or beyond all numbers");
  }
  if (end == End::value) return end;
  if (each_) forget_no_number();
  lua_pop(lua(), 1);
  return end;
}

// Of the call that was under way; what it raised stands on the stack.
End Calls::end_of_error(int ended) {
  const bool out_of_time = watchdog_.expired();
  watchdog_.disarm();
  if (each_) forget_no_number();
  if (ended == LUA_ERRMEM || out_of_time) {
    words_ = breach(ended == LUA_ERRMEM);
    return End::budget;  // nothing of the script is trusted any more, its stack neither
  }
  const std::string* const changed = script_->purity().restore(lua());
  End end = End::unknown;
  if (!Binding::is_stop(lua(), -1)) {
    end = error(shown(lua(), -1));
  } else if (changed != nullptr) {
    end = error(impure(*changed));
  }
  lua_pop(lua(), 1);
  return end;
}

End Calls::call_for_boolean(int function, bool& value) {
  End end = call(function);
  if (end != End::value) return end;
  if (lua_isboolean(lua(), -1)) {
    value = lua_toboolean(lua(), -1) != 0;
  } else {
    end = error(std::string("true or false was expected, not a ") + kind_name(lua(), -1));
  }
  lua_pop(lua(), 1);
  return end;
}

}  // namespace zhipi::engine
