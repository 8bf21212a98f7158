// Keeps criteria pure: what a pack's files make at load is shared by all cases and must not change.
//
// A local outside a criterion (`local limit = 5`) may be read. A table there becomes a read-only
// view; an assignment to such a local is undone and makes the criterion an error, so that no
// case can leave anything for the next.
#pragma once

#include <lua.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace zhipi::engine {

class PurityGuard {
 public:
  // Follows the function on top of the stack (left there) through everything it captures.
  // `assigned` are the names that the pack's sources set anywhere; other locals cannot change.
  void watch(lua_State* state, const std::set<std::string, std::less<>>& assigned);

  // The name of a captured local that has changed since watch(), restored; null if none has.
  const std::string* restore(lua_State* state) const {
    return captured_.empty() ? nullptr : restore_captured(state);  // most packs have none
  }

  // Makes the metatable of read-only views. Before all others.
  void open(lua_State* state);

  // Replaces the table under this name in the table on top of the stack by a read-only view.
  void protect(lua_State* state, const char* name);

  // Learns the environment (on top of the stack, left there), which every function captures and
  // which is read-only by itself. Before watch().
  void set_environment(lua_State* state) { environment_ = lua_topointer(state, -1); }

 private:
  struct Captured {
    int function;  // registry reference to a function that captures it
    int position;
    int value;  // registry reference to what it held
    std::string name;
  };
  const std::string* restore_captured(lua_State* state) const;
  void watch_function(lua_State* state);
  void watch_value(lua_State* state);
  void freeze_held(lua_State* state, int function);
  void push_frozen(lua_State* state, int table);

  const void* environment_ = nullptr;
  const std::set<std::string, std::less<>>* assigned_ = nullptr;
  std::vector<Captured> captured_;
  std::set<const void*> seen_;         // functions and captured locals
  std::map<const void*, int> frozen_;  // table -> reference to its view
};

}  // namespace zhipi::engine
