// A pack's Lua, loaded: the closed environment, the declarations, and the functions behind them.
//
// One Script serves one thread at a time. It is made from the pack's files in well under a
// millisecond, so that after a breach of its budget it is thrown away and made anew.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/binding.h"
#include "engine/criteria_table.h"
#include "engine/declarations.h"
#include "engine/dialect.h"
#include "engine/lua_state.h"
#include "engine/pack_files.h"
#include "engine/purity.h"
#include "engine/table_finder.h"
#include "engine/watchdog.h"
#include "models/problem.h"

namespace zhipi::engine {

class Loader;

class Script {
 public:
  // References into the Lua registry; LUA_NOREF where nothing was written.
  struct CriterionFunctions {
    int when = LUA_NOREF;
    int check = LUA_NOREF;  // of a score: `points`
  };
  struct Functions {
    std::vector<CriterionFunctions> criteria;  // as Declarations orders them
    std::vector<int> results;
    std::map<std::string, int> form_required;  // by name
    std::map<std::string, int> material_required;
  };

  // Runs matter.lua and criteria.lua under a budget. Every problem that can be found at once;
  // `where` is "file:line:column".
  static Expected<std::unique_ptr<Script>, Problems> load(const PackFiles& files);
  ~Script();

  const Declarations& declarations() const { return declarations_; }
  const Functions& functions() const { return functions_; }
  // As Declarations orders the criteria; only rows of criteria tables have one.
  const std::vector<std::optional<NativeCheck>>& native() const { return native_; }
  const std::set<std::string>& used_common() const { return used_common_; }
  lua_State* lua() const { return lua_.get(); }
  LuaState& state() { return lua_; }
  PurityGuard& purity() { return purity_; }

  // Makes `app` known to Lua; once, before anything is judged. `layout` is that of the pack.
  Binding& bind(const FactLayout& layout, const formats::WorkingDays& calendar);

  // A decision table of the pack, parsed once, by its number.
  struct OpenTable {
    explicit OpenTable(DecisionTable parsed) : table(std::move(parsed)), finder(table) {}
    OpenTable(const OpenTable&) = delete;
    OpenTable& operator=(const OpenTable&) = delete;
    const DecisionTable table;
    TableFinder finder;
  };
  Expected<std::uint32_t> open_table(const std::string& path);
  OpenTable& opened(std::uint32_t number) { return *tables_[number]; }

  // Takes over the tables of a script of the same pack that is thrown away: what was seen of them
  // stays where it is.
  void inherit_tables(Script& other) { std::swap(tables_, other.tables_); }

  static Script& of(lua_State* state);

  // Whether the value at `index` is what the pack's files have as their globals.
  bool is_environment(int index);

  // The loader while the pack's files run; raises a Lua error at any other time.
  Loader& loader();
  Binding& binding();

 private:
  Script();
  void run_file(const std::string& name, const std::string& source, int results);
  void load_chunk(const Translation& translated, const std::string& source,
                  const std::string& name);
  std::string library_locals(const Translation& translated);
  void open_environment();

  friend class Loader;

  const PackFiles* files_ = nullptr;
  LuaState lua_;
  Declarations declarations_;
  Functions functions_;
  std::vector<std::optional<NativeCheck>> native_;
  std::set<std::string> used_common_;
  std::vector<std::unique_ptr<OpenTable>> tables_;
  std::unique_ptr<Binding> binding_;
  PurityGuard purity_;
  std::set<std::string, std::less<>> assigned_;  // names that any file sets
  Loader* loader_ = nullptr;
  int environment_ = LUA_NOREF;
  int library_ = LUA_NOREF;  // what the environment stands in front of
};

}  // namespace zhipi::engine
