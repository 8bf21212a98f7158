// The words of review: asking, choosing between grounds, comparing names, looking rows up.
#include <map>

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

constexpr const char* kTable = "zhipi.decision_table";
constexpr const char* kRow = "zhipi.decision_row";

struct TableHandle {
  const DecisionTable* table;
};
struct RowHandle {
  const DecisionTable* table;
  std::size_t row;
};

int has(lua_State* state) {
  luaL_checkany(state, 1);
  Binding::of(state).ask(state, 1, check_text(state, 2));
  return 1;
}

// What one ground of several came to.
enum class Ground { holds, fails, unknown };

// Calls the function and arguments on the stack. An error other than "unknown" goes on upwards.
Ground call_ground(lua_State* state, int arguments) {
  check_time(state);
  const int called = lua_pcall(state, arguments, 1, 0);
  if (called == LUA_OK) {
    if (lua_type(state, -1) != LUA_TBOOLEAN) {
      luaL_error(state, "a ground must be true or false, not a %s", luaL_typename(state, -1));
    }
    const bool holds = lua_toboolean(state, -1) != 0;
    lua_pop(state, 1);
    return holds ? Ground::holds : Ground::fails;
  }
  if (!Binding::of(state).is_stop(state, -1)) lua_error(state);
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
    grounds.add(call_ground(state, 0));
  }
  return grounds.finish();
}

int over_items(lua_State* state, Ground decisive) {
  luaL_checktype(state, 2, LUA_TFUNCTION);
  const lua_Integer count = check_length(state, 1);
  Grounds grounds(state, decisive);
  for (lua_Integer at = 1; at <= count; ++at) {
    lua_pushvalue(state, 2);
    lua_geti(state, 1, at);
    grounds.add(call_ground(state, 1));
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
    lua_pushinteger(state, length);
    return 1;
  }
  luaL_checktype(state, 2, LUA_TFUNCTION);
  lua_Integer counted = 0;
  for (lua_Integer at = 1; at <= length; ++at) {
    lua_pushvalue(state, 2);
    lua_geti(state, 1, at);
    lua_call(state, 1, 1);
    if (lua_type(state, -1) != LUA_TBOOLEAN) {
      return luaL_error(state, "count's function must return true or false");
    }
    counted += lua_toboolean(state, -1);
    lua_pop(state, 1);
  }
  lua_pushinteger(state, counted);
  return 1;
}

// sum(list, "column") or sum(list, function(item)), or sum(list of numbers). Whole numbers stay
// whole; a sum beyond 64 bits is an error, never a wrap-around.
int sum(lua_State* state) {
  lua_settop(state, 2);
  const lua_Integer length = check_length(state, 1);
  lua_Integer whole = 0;
  lua_Number broken = 0;
  bool is_whole = true;
  for (lua_Integer at = 1; at <= length; ++at) {
    if (lua_type(state, 2) == LUA_TFUNCTION) {
      lua_pushvalue(state, 2);
      lua_geti(state, 1, at);
      lua_call(state, 1, 1);
    } else {
      lua_geti(state, 1, at);
      if (!lua_isnoneornil(state, 2)) {
        lua_pushvalue(state, 2);
        lua_gettable(state, -2);
      }
    }
    if (lua_type(state, -1) != LUA_TNUMBER) {
      return luaL_error(state, "sum adds numbers, not a %s", luaL_typename(state, -1));
    }
    if (lua_isinteger(state, -1) == 0) is_whole = false;
    if (is_whole && __builtin_add_overflow(whole, lua_tointeger(state, -1), &whole)) {
      return luaL_error(state, "the sum is beyond what a whole number can hold");
    }
    broken += lua_tonumber(state, -1);
    lua_settop(state, 2);
  }
  if (is_whole) {
    lua_pushinteger(state, whole);
  } else {
    lua_pushnumber(state, broken);
  }
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

Cell check_cell(lua_State* state, int index) {
  switch (lua_type(state, index)) {
    case LUA_TBOOLEAN:
      return lua_toboolean(state, index) != 0;
    case LUA_TSTRING:
      return std::string(check_text(state, index));
    case LUA_TNUMBER:
      if (lua_isinteger(state, index) != 0) return std::int64_t{lua_tointeger(state, index)};
      return lua_tonumber(state, index);
    default:
      return check_date(state, index);
  }
}

void push_cell(lua_State* state, const Cell& cell) {
  if (const auto* flag = std::get_if<bool>(&cell)) return lua_pushboolean(state, *flag ? 1 : 0);
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return lua_pushinteger(state, *whole);
  if (const auto* number = std::get_if<double>(&cell)) return lua_pushnumber(state, *number);
  if (const auto* date = std::get_if<Date>(&cell)) return push_date(state, *date);
  const auto& text = std::get<std::string>(cell);
  lua_pushlstring(state, text.data(), text.size());
}

int decision_table(lua_State* state) {
  const std::string path(check_text(state, 1));
  const auto table = Script::of(state).table(path);
  if (!table) return luaL_error(state, "%s", to_line(table.error()).c_str());
  auto* const handle = static_cast<TableHandle*>(lua_newuserdatauv(state, sizeof(TableHandle), 0));
  handle->table = *table;
  luaL_setmetatable(state, kTable);
  return 1;
}

int row(lua_State* state) {
  const DecisionTable& table = *static_cast<TableHandle*>(luaL_checkudata(state, 1, kTable))->table;
  luaL_checktype(state, 2, LUA_TTABLE);
  std::map<std::string, Cell> question;
  lua_pushnil(state);
  while (lua_next(state, 2) != 0) {
    if (lua_type(state, -2) != LUA_TSTRING)
      return luaL_error(state, "row { column = value } names columns");
    question.emplace(check_text(state, -2), check_cell(state, -1));
    lua_pop(state, 1);
  }
  Binding& binding = Binding::of(state);
  const auto found = table.find(question, binding.view().facts().received_on);
  if (!found) return luaL_error(state, "%s", found.error().message.c_str());
  if (!*found) binding.stop(state, {Cause::Kind::no_row, table.file(), table.file()});
  Evidence evidence;
  evidence.fact = table.file() + "[" + std::to_string(**found + 1) + "]";
  evidence.value = table.row_json(**found);
  evidence.source = "table";
  evidence.confidence = 1;
  binding.view().record(std::move(evidence));
  auto* const handle = static_cast<RowHandle*>(lua_newuserdatauv(state, sizeof(RowHandle), 0));
  *handle = {&table, **found};
  luaL_setmetatable(state, kRow);
  return 1;
}

int row_cell(lua_State* state) {
  const RowHandle& handle = *static_cast<RowHandle*>(luaL_checkudata(state, 1, kRow));
  const std::string name(check_text(state, 2));
  const Cell* const cell = handle.table->cell(handle.row, name);
  if (cell == nullptr) {
    return luaL_error(state, "%s has no column `%s`%s", handle.table->file().c_str(), name.c_str(),
                      suggestion(name, handle.table->column_names()).c_str());
  }
  if (std::holds_alternative<std::monostate>(*cell)) {
    const std::string place =
        handle.table->file() + "[" + std::to_string(handle.row + 1) + "]." + name;
    Binding::of(state).stop(state, {Cause::Kind::absent_fact, place, place});
  }
  push_cell(state, *cell);
  return 1;
}

void make_metatable(lua_State* state, const char* name, const char* shown_name) {
  luaL_newmetatable(state, name);
  lua_pushstring(state, shown_name);
  lua_setfield(state, -2, "__name");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
}

}  // namespace

void add_review_functions(lua_State* state) {
  make_metatable(state, kTable, "decision_table");
  lua_createtable(state, 0, 1);
  lua_pushcfunction(state, &row);
  lua_setfield(state, -2, "row");
  lua_setfield(state, -2, "__index");
  lua_pop(state, 1);
  make_metatable(state, kRow, "row");
  lua_pushcfunction(state, &row_cell);
  lua_setfield(state, -2, "__index");
  lua_pop(state, 1);

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
                                {"decision_table", &decision_table},
                                {nullptr, nullptr}};
  luaL_setfuncs(state, functions, 0);
}

}  // namespace zhipi::engine
