// Reads one table that an author wrote, key by key, and reports what does not belong there.
#pragma once

#include <functional>
#include <lua.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::engine {

// The place of the author's code that called the running function: "criteria.lua:12:1".
std::string place_of_caller(lua_State* state);

class LuaTable {
 public:
  // The table at `index`, which stays on the stack while this object lives. `what` names it in
  // messages ("material"). Problems are added to `problems`, with the caller's place.
  LuaTable(lua_State* state, int index, std::string what, Problems& problems);

  std::string text(std::string_view key);
  std::optional<double> number(std::string_view key);
  std::optional<int> whole(std::string_view key);  // 0 or more
  bool flag(std::string_view key);
  std::vector<std::string> texts(std::string_view key);  // a list, or one text alone
  int function(std::string_view key);                    // a reference, or LUA_NOREF

  std::string text_at(int position);  // [1], [2] …; empty if it is not there
  std::optional<double> number_at(int position);

  // Pushes the value for other kinds and returns its Lua type; the caller pops it, nil included.
  int push(std::string_view key);

  // For a table whose keys the author chooses: pushes each value under its name. Order is of no
  // meaning.
  void each(std::string_view key, const std::function<void(const std::string& name)>& visit);

  void report(std::string code, std::string message);

  // Reports every key that was never asked for, with the nearest that could have been meant.
  void refuse_unknown_keys();

 private:
  void wrong(std::string_view key, std::string_view expected);
  int push_at(int position, std::string& key);
  // Take what was pushed, of this Lua type; another type is reported, nil is nothing.
  std::string pop_text(std::string_view key, int type);
  std::optional<double> pop_number(std::string_view key, int type);

  lua_State* state_;
  int index_;
  std::string what_;
  std::string place_;
  Problems& problems_;
  std::vector<std::string> known_;
};

}  // namespace zhipi::engine
