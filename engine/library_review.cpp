// The words of review: asking, choosing between grounds, comparing names, looking rows up.
#include <optional>

#include "engine/binding.h"
#include "engine/library.h"
#include "engine/script.h"
#include "engine/suggestion.h"
#include "models/formats/credit_code.h"
#include "models/formats/divisions.h"
#include "models/formats/id_number.h"
#include "models/formats/names.h"

namespace zhipi::engine {
namespace {

int has(lua_State* state) {
  luaL_checkany(state, 1);
  Binding::of(state).ask(state, 1, check_text(state, 2));
  return 1;
}

// What one ground of several came to.
enum class Ground { holds, fails, unknown };

// The answer of a ground, on top of the stack.
Ground take_ground(lua_State* state) {
  if (lua_type(state, -1) != LUA_TBOOLEAN) {
    luaL_error(state, "a ground must be true or false, not a %s", kind_name(state, -1));
  }
  const bool holds = lua_toboolean(state, -1) != 0;
  lua_pop(state, 1);
  return holds ? Ground::holds : Ground::fails;
}

// Calls the function on the stack. An error other than "unknown" goes on upwards.
Ground call_ground(lua_State* state) {
  check_time(state);
  if (lua_pcall(state, 0, 1, 0) == LUA_OK) return take_ground(state);
  if (!Binding::is_stop(state, -1)) lua_error(state);
  lua_pop(state, 1);
  return Ground::unknown;
}

// Three-valued: `decisive` settles it; otherwise one unknown leaves all unknown. Every ground is
// looked at, so that the evidence does not depend on their order.
class Grounds {
 public:
  Grounds(lua_State* state, Ground decisive)
      : state_(state),
        decisive_(decisive),
        causes_before_(Binding::of(state).view().causes().size()) {}

  void add(Ground ground) {
    settled_ = settled_ || ground == decisive_;
    unknown_ = unknown_ || ground == Ground::unknown;
  }

  int finish() const {
    if (!settled_ && unknown_) {
      // The causes are recorded already; only the end of the criterion is still to come.
      Cause last = Binding::of(state_).view().causes().back();
      Binding::of(state_).view().forget_causes_from(Binding::of(state_).view().causes().size() - 1);
      Binding::of(state_).stop(state_, std::move(last));
    }
    Binding::of(state_).view().forget_causes_from(causes_before_);
    const bool holds = settled_ == (decisive_ == Ground::holds);
    lua_pushboolean(state_, holds ? 1 : 0);
    return 1;
  }

 private:
  lua_State* state_;
  Ground decisive_;
  std::size_t causes_before_;
  bool settled_ = false;
  bool unknown_ = false;
};

int either(lua_State* state) {
  const int count = lua_gettop(state);
  Grounds grounds(state, Ground::holds);
  for (int at = 1; at <= count; ++at) {
    luaL_checktype(state, at, LUA_TFUNCTION);
    lua_pushvalue(state, at);
    grounds.add(call_ground(state));
  }
  return grounds.finish();
}

// Pushes an item of a list of facts, or of any other list; counts from 1.
void push_item(lua_State* state, int index, const std::optional<Binding::List>& list,
               lua_Integer at) {
  if (list) return Binding::of(state).push_row(state, *list, static_cast<std::uint32_t>(at - 1));
  lua_geti(state, index, at);
}

// The walk of any() and all() over their items; it goes on behind an item that is unknown.
struct Walk {
  Grounds* grounds;
  lua_Integer at;
  lua_Integer count;
};

// walk(list, function, light Walk): one protected call for as many items as have an answer.
int walk_items(lua_State* state) {
  Walk& walk = *static_cast<Walk*>(lua_touserdata(state, 3));
  const auto list = Binding::of(state).as_list(state, 1);
  while (walk.at < walk.count) {
    ++walk.at;
    lua_pushvalue(state, 2);
    push_item(state, 1, list, walk.at);
    lua_call(state, 1, 1);
    walk.grounds->add(take_ground(state));
  }
  return 0;
}

int over_items(lua_State* state, Ground decisive) {
  luaL_checktype(state, 2, LUA_TFUNCTION);
  lua_settop(state, 2);
  Grounds grounds(state, decisive);
  Walk walk{&grounds, 0, check_length(state, 1)};
  while (walk.at < walk.count) {
    check_time(state);
    lua_pushcfunction(state, &walk_items);
    lua_pushvalue(state, 1);
    lua_pushvalue(state, 2);
    lua_pushlightuserdata(state, &walk);
    if (lua_pcall(state, 3, 0, 0) == LUA_OK) continue;
    if (!Binding::is_stop(state, -1)) lua_error(state);
    lua_pop(state, 1);
    grounds.add(Ground::unknown);
  }
  return grounds.finish();
}
int any(lua_State* state) {
  return over_items(state, Ground::holds);
}
int all(lua_State* state) {
  return over_items(state, Ground::fails);
}

// count(list, [function(item)])
int count(lua_State* state) {
  const lua_Integer length = check_length(state, 1);
  if (lua_isnoneornil(state, 2)) {
    lua_pushnumber(state, static_cast<lua_Number>(length));
    return 1;
  }
  luaL_checktype(state, 2, LUA_TFUNCTION);
  const auto list = Binding::of(state).as_list(state, 1);
  lua_Integer counted = 0;
  for (lua_Integer at = 1; at <= length; ++at) {
    lua_pushvalue(state, 2);
    push_item(state, 1, list, at);
    lua_call(state, 1, 1);
    if (lua_type(state, -1) != LUA_TBOOLEAN) {
      return luaL_error(state, "count's function must return true or false");
    }
    counted += lua_toboolean(state, -1);
    lua_pop(state, 1);
  }
  lua_pushnumber(state, static_cast<lua_Number>(counted));
  return 1;
}

// sum(list, "column") or sum(list, function(item)), or sum(list of numbers).
int sum(lua_State* state) {
  lua_settop(state, 2);
  const lua_Integer length = check_length(state, 1);
  const auto list = Binding::of(state).as_list(state, 1);
  const bool by_function = lua_type(state, 2) == LUA_TFUNCTION;
  std::optional<std::size_t> column;
  if (list && !by_function) column = Binding::of(state).column(state, *list, check_text(state, 2));
  lua_Number total = 0;
  for (lua_Integer at = 1; at <= length; ++at) {
    if (column) {
      const auto row = static_cast<std::uint32_t>(at - 1);
      if (const auto number = Binding::of(state).number_in(state, *list, row, *column)) {
        total += *number;
        continue;
      }
      Binding::of(state).push_cell(state, *list, row, *column);  // for the error below
    } else if (by_function) {
      lua_pushvalue(state, 2);
      push_item(state, 1, list, at);
      lua_call(state, 1, 1);
    } else {
      lua_geti(state, 1, at);
      if (!lua_isnoneornil(state, 2)) {
        lua_pushvalue(state, 2);
        lua_gettable(state, -2);
      }
    }
    if (lua_type(state, -1) != LUA_TNUMBER) {
      return luaL_error(state, "sum adds numbers, not a %s", kind_name(state, -1));
    }
    total += lua_tonumber(state, -1);
    lua_settop(state, 2);
  }
  lua_pushnumber(state, total);
  return 1;
}

// one_of(value, a, b, …) or one_of(value, {a, b, …})
int one_of(lua_State* state) {
  luaL_checkany(state, 1);
  const int given = lua_gettop(state);
  bool found = false;
  if (given == 2 && (lua_istable(state, 2) || luaL_testudata(state, 2, kFrozen) != nullptr)) {
    const lua_Integer length = check_length(state, 2);
    for (lua_Integer at = 1; at <= length && !found; ++at) {
      lua_geti(state, 2, at);
      found = lua_compare(state, 1, -1, LUA_OPEQ) != 0;
      lua_pop(state, 1);
    }
  }
  for (int at = 2; at <= given && !found; ++at) found = lua_compare(state, 1, at, LUA_OPEQ) != 0;
  lua_pushboolean(state, found ? 1 : 0);
  return 1;
}

[[noreturn]] void stop_undecidable(lua_State* state, const std::string& name) {
  Binding::of(state).stop(state, {Cause::Kind::undecidable, name, name});
}

// A difference that only normalisation hides (homoglyphs, compatibility forms) goes to a person.
int same_name(lua_State* state) {
  const std::string_view left = check_text(state, 1);
  const std::string_view right = check_text(state, 2);
  if (formats::hidden_difference(left, right)) {
    stop_undecidable(state, "same_name: " + std::string(left) + " / " + std::string(right));
  }
  lua_pushboolean(state, formats::same_name(left, right) ? 1 : 0);
  return 1;
}

int same_address(lua_State* state) {
  lua_pushboolean(state, formats::same_address(check_text(state, 1), check_text(state, 2)) ? 1 : 0);
  return 1;
}

int valid_id_number(lua_State* state) {
  lua_pushboolean(state, formats::valid_id_number(check_text(state, 1)) ? 1 : 0);
  return 1;
}

int valid_credit_code(lua_State* state) {
  lua_pushboolean(state, formats::valid_credit_code(check_text(state, 1)) ? 1 : 0);
  return 1;
}

// in_division(code or address, "350102"): an address whose place is not known is for a person.
int in_division(lua_State* state) {
  const std::string_view place = check_text(state, 1);
  const std::string_view division = check_text(state, 2);
  const auto inside = formats::in_division(place, division);
  if (!inside) {
    stop_undecidable(state, "in_division: " + std::string(place) + " / " + std::string(division));
  }
  lua_pushboolean(state, *inside ? 1 : 0);
  return 1;
}

}  // namespace

void add_review_functions(lua_State* state) {
  const luaL_Reg functions[] = {{"has", &has},
                                {"either", &either},
                                {"any", &any},
                                {"all", &all},
                                {"count", &count},
                                {"sum", &sum},
                                {"one_of", &one_of},
                                {"same_name", &same_name},
                                {"same_address", &same_address},
                                {"valid_id_number", &valid_id_number},
                                {"valid_credit_code", &valid_credit_code},
                                {"in_division", &in_division},
                                {nullptr, nullptr}};
  luaL_setfuncs(state, functions, 0);
}

}  // namespace zhipi::engine
