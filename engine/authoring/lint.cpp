#include "engine/authoring/lint.h"

#include <algorithm>
#include <array>
#include <lua.hpp>

#include "engine/authoring/luacheck.h"
#include "engine/authoring/syntax.h"

namespace zhipi::engine {
namespace {

// lua-check's stages; without those for white space, globals (check knows them better), complexity,
// and options in comments.
constexpr std::array kStages{"parse",
                             "unwrap_parens",
                             "linearize",
                             "name_functions",
                             "resolve_locals",
                             "detect_empty_blocks",
                             "detect_reversed_fornum_loops",
                             "detect_unbalanced_assignments",
                             "detect_uninit_accesses",
                             "detect_unreachable_code",
                             "detect_unused_fields",
                             "detect_unused_locals"};

struct Rule {
  std::string_view codes;  // how lua-check's number begins
  std::string_view code;
  std::string_view message;  // NAME and LINE stand for what it tells
};

constexpr auto kRules = std::to_array<Rule>({
    {"211", "unused", "the local `NAME` is never used"},
    {"212", "unused", "the parameter `NAME` is never used; call it _ if it must be there"},
    {"213", "unused", "the loop's `NAME` is never used; call it _"},
    {"221", "unset", "the local `NAME` is used but never given a value"},
    {"23", "unused", "`NAME` is given values but never used"},
    {"241", "unused", "`NAME` is changed but never used"},
    {"31", "unused_value", "the value given to `NAME` here is never used"},
    {"314", "duplicate_key", "`NAME` stands twice in this table; line LINE is the one that counts"},
    {"321", "unset", "`NAME` has no value yet here"},
    {"331", "unused_value", "the value given to `NAME` here is never used"},
    {"341", "unset", "`NAME` has no value yet here"},
    {"41", "shadowed", "`NAME` is declared again; the first stands on line LINE"},
    {"42", "shadowed", "`NAME` hides the one of line LINE"},
    {"43", "shadowed", "`NAME` hides the one of line LINE"},
    {"511", "unreachable", "nothing ever gets here"},
    {"512", "unreachable", "this loop never comes to a second turn"},
    {"521", "unused", "the label `NAME` is never used"},
    {"531", "unbalanced", "more values than names"},
    {"532", "unbalanced", "fewer values than names"},
    {"541", "empty_block", "this block is empty"},
    {"542", "empty_block", "this branch is empty"},
    {"571", "backward_loop", "this loop counts down, but its step is not negative"},
});

const Rule* find_rule(std::string_view number) {
  const Rule* found = nullptr;
  for (const Rule& rule : kRules) {
    const bool nearer = found == nullptr || rule.codes.size() > found->codes.size();
    if (number.starts_with(rule.codes) && nearer) found = &rule;
  }
  return found;
}

std::string text_field(lua_State* state, const char* key) {
  lua_getfield(state, -1, key);
  const char* const text = lua_type(state, -1) == LUA_TSTRING || lua_type(state, -1) == LUA_TNUMBER
                               ? lua_tostring(state, -1)
                               : nullptr;
  const std::string found = text == nullptr ? "" : text;
  lua_pop(state, 1);
  return found;
}

std::string filled(std::string_view message, const std::string& name, const std::string& line) {
  std::string text(message);
  for (const auto& [mark, value] :
       {std::pair<std::string, std::string>{"NAME", name}, {"LINE", line}}) {
    if (const std::size_t at = text.find(mark); at != std::string::npos) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

// The warning on top of the stack.
void take(lua_State* state, const std::string& file, Problems& found) {
  const std::string number = text_field(state, "code");
  const Rule* const rule = find_rule(number);
  std::string name = text_field(state, "name");
  if (name.empty()) name = text_field(state, "field");
  if (name.empty()) name = text_field(state, "label");
  std::string line = text_field(state, "prev_line");
  if (line.empty()) line = text_field(state, "overwritten_line");
  if (rule == nullptr || name.starts_with("_") || (number == "212" && name == "app")) return;
  found.push_back({std::string(rule->code), filled(rule->message, name, line),
                   file + ":" + text_field(state, "line") + ":" + text_field(state, "column")});
}

}  // namespace

Problems lint(std::string_view source, const std::string& file) {
  Problems found;
  if (source.size() > kLuaSourceBytes) return found;
  const auto ran = with_luacheck([&](lua_State* state) {
    push_luacheck(state, "check_state");
    lua_getfield(state, -1, "new");
    lua_pushlstring(state, source.data(), source.size());
    lua_call(state, 1, 1);
    for (const char* const stage : kStages) {
      push_luacheck(state, std::string("stages.") + stage);
      lua_getfield(state, -1, "run");
      lua_pushvalue(state, -3);
      lua_call(state, 1, 0);
      lua_pop(state, 1);
    }
    lua_getfield(state, -1, "warnings");
    const auto count = static_cast<lua_Integer>(lua_rawlen(state, -1));
    for (lua_Integer at = 1; at <= count; ++at) {
      lua_rawgeti(state, -1, at);
      take(state, file, found);
      lua_pop(state, 1);
    }
  });
  if (!ran && (ran.error().code == "budget" || ran.error().code == "no_luacheck")) {
    found.push_back({ran.error().code, ran.error().message, file + ":1:1"});
  }
  return found;
}

}  // namespace zhipi::engine
