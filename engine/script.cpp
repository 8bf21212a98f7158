#include "engine/script.h"

#include <algorithm>
#include <tuple>

#include "engine/library.h"
#include "engine/loader.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

constexpr Budget kLoadBudget{1000, 128u * 1024u * 1024u};

int refuse_undeclared_global(lua_State* state) {
  std::vector<std::string> known;
  lua_pushnil(state);
  while (lua_next(state, 1) != 0) {
    lua_pop(state, 1);
    if (lua_type(state, -1) == LUA_TSTRING) known.emplace_back(lua_tostring(state, -1));
  }
  std::sort(known.begin(), known.end());
  const std::string name = shown(state, 2);
  return luaL_error(state, "`%s` is not known here%s", name.c_str(),
                    suggestion(name, known).c_str());
}

int refuse_global_write(lua_State* state) {
  return luaL_error(state, "`%s` would be a global; write `local %s = …`", shown(state, 2).c_str(),
                    shown(state, 2).c_str());
}

// Lua names a place "file:line: message"; ours are "file:line:column".
Problem as_problem(std::string message) {
  const std::size_t line = message.find(".lua:");
  const std::size_t end = line == std::string::npos ? line : message.find(": ", line + 5);
  if (end == std::string::npos) return {"bad_lua", std::move(message), {}};
  return {"bad_lua", message.substr(end + 2), message.substr(0, end) + ":1"};
}

}  // namespace

Script::Script() = default;
Script::~Script() = default;

Script& Script::of(lua_State* state) {
  return **static_cast<Script**>(lua_getextraspace(state));
}

bool Script::is_environment(int index) {
  const void* const asked = lua_topointer(lua(), index);
  lua_rawgeti(lua(), LUA_REGISTRYINDEX, environment_);
  const bool is = lua_topointer(lua(), -1) == asked;
  lua_pop(lua(), 1);
  return is;
}

Loader& Script::loader() {
  if (loader_ == nullptr) {
    luaL_error(lua(),
               "this belongs to the top of matter.lua or criteria.lua, not inside a function");
  }
  return *loader_;
}

Binding& Script::binding() {
  if (binding_ == nullptr)
    luaL_error(lua(), "facts can be asked only inside a criterion's functions");
  return *binding_;
}

Binding& Binding::of(lua_State* state) {
  return Script::of(state).binding();
}

// `_ENV` of the pack's files: an empty table, so that every write is seen, in front of the library,
// in front of a refusal.
void Script::open_environment() {
  lua_State* const state = lua();
  lua_newtable(state);
  lua_newtable(state);
  lua_newtable(state);
  add_basic_functions(state);
  add_math_functions(state);
  add_text_functions(state);
  add_date_functions(state);
  add_review_functions(state);
  add_table_functions(state);
  add_handles(state);
  add_dialect(state);
  Loader::add_functions(state);
  purity_.open(state);
  for (const char* const library : {"string", "table", "math"}) purity_.protect(state, library);
  lua_newtable(state);
  lua_pushcfunction(state, &refuse_undeclared_global);
  lua_setfield(state, -2, "__index");
  lua_setmetatable(state, -2);
  lua_pushvalue(state, -1);
  library_ = luaL_ref(state, LUA_REGISTRYINDEX);
  lua_setfield(state, -2, "__index");
  lua_pushcfunction(state, &refuse_global_write);
  lua_setfield(state, -2, "__newindex");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_setmetatable(state, -2);
  purity_.set_environment(state);
  environment_ = luaL_ref(state, LUA_REGISTRYINDEX);
}

// "local has, sum = has, sum ": of the library what the text names, for locals are found without a
// search. A name that the text sets is left alone, whatever it is there.
std::string Script::library_locals(const Translation& translated) {
  lua_rawgeti(lua(), LUA_REGISTRYINDEX, library_);
  std::string names;
  for (const std::string& name : translated.names) {
    if (translated.assigned.contains(name)) continue;
    lua_pushlstring(lua(), name.data(), name.size());
    if (lua_rawget(lua(), -2) != LUA_TNIL) names += (names.empty() ? "" : ", ") + name;
    lua_pop(lua(), 1);
  }
  lua_pop(lua(), 1);
  return names.empty() ? names : "local " + names + " = " + names + " ";
}

// Pushes the chunk. Bytecode is refused: text alone.
void Script::load_chunk(const Translation& translated, const std::string& source,
                        const std::string& name) {
  const std::string chunk = "=" + name;
  const auto loads = [&](const std::string& text) {
    return luaL_loadbufferx(lua(), text.data(), text.size(), chunk.c_str(), "t") == LUA_OK;
  };
  if (loads(library_locals(translated) + translated.text)) return;
  lua_pop(lua(), 1);
  if (loads(translated.text)) return;  // it has as many locals of its own as Lua allows
  // What Lua says of the author's own words is what helps the author.
  if (loads(source)) lua_pop(lua(), 1);
  lua_error(lua());
}

// Raises a Lua error for the caller's protected call.
void Script::run_file(const std::string& name, const std::string& source, int results) {
  lua_State* const state = lua();
  auto translated = translate(source, name);
  if (!translated) luaL_error(state, "%s", to_line(translated.error()).c_str());
  load_chunk(*translated, source, name);
  assigned_.merge(translated->assigned);
  lua_rawgeti(state, LUA_REGISTRYINDEX, environment_);
  lua_setupvalue(state, -2, 1);
  lua_call(state, 0, results);
}

Expected<std::unique_ptr<Script>, Problems> Script::load(const PackFiles& files) {
  std::unique_ptr<Script> script(new Script());
  lua_State* const state = script->lua();
  *static_cast<Script**>(lua_getextraspace(state)) = script.get();
  Loader loader(*script);
  script->files_ = &files;
  script->loader_ = &loader;
  for (const char* const name : {"matter.lua", "criteria.lua"}) {
    if (!files.files.contains(name)) {
      return tl::unexpected(Problems{{"no_file", std::string("the pack needs a ") + name, name}});
    }
  }
  script->open_environment();
  script->lua_.allow_bytes(kLoadBudget.bytes);
  Watchdog watchdog(kLoadBudget.milliseconds);
  watchdog.arm(state);
  lua_pushcfunction(state, [](lua_State* inner) {
    Script& self = of(inner);
    self.run_file("matter.lua", self.files_->files.at("matter.lua"), 1);
    self.loader().take_matter(inner);
    lua_settop(inner, 0);
    self.run_file("criteria.lua", self.files_->files.at("criteria.lua"), 0);
    self.loader().finish();
    return 0;
  });
  const int ran = lua_pcall(state, 0, 0, 0);
  watchdog.disarm();
  script->loader_ = nullptr;
  Problems& problems = loader.problems();
  if (ran != LUA_OK) problems.push_back(as_problem(shown(state, -1)));
  if (!problems.empty()) {
    std::stable_sort(
        problems.begin(), problems.end(), [](const Problem& left, const Problem& right) {
          return std::tie(left.where, left.message) < std::tie(right.where, right.message);
        });
    return tl::unexpected(std::move(problems));
  }
  return script;
}

Binding& Script::bind(const FactLayout& layout, const formats::WorkingDays& calendar) {
  binding_ = std::make_unique<Binding>(lua(), layout, calendar);
  return *binding_;
}

Expected<std::uint32_t> Script::open_table(const std::string& path) {
  for (std::uint32_t number = 0; number < tables_.size(); ++number) {
    if (tables_[number]->table.file() == path) return number;
  }
  const auto file = files_->files.find(path);
  if (file == files_->files.end()) {
    std::vector<std::string> known;
    for (const auto& [name, bytes] : files_->files) known.push_back(name);
    return problem("no_file", "the pack has no file " + path + suggestion(path, known));
  }
  auto table = DecisionTable::parse(file->second, path);
  if (!table) return tl::unexpected(table.error().front());
  tables_.push_back(std::make_unique<OpenTable>(*std::move(table)));
  return static_cast<std::uint32_t>(tables_.size() - 1);
}

}  // namespace zhipi::engine
