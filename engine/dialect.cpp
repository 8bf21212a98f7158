#include "engine/dialect.h"

#include <algorithm>
#include <array>

#include "engine/binding.h"
#include "engine/library.h"
#include "engine/lua_tokens.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

// Only whole numbers of Lua's have these; rules have none.
constexpr std::array<std::string_view, 5> kBitwise{"<<", ">>", "&", "|", "~"};
constexpr std::string_view kLength = "__length";
constexpr std::string_view kJoin = "__join";
constexpr std::string_view kFact = "__fact";

template <std::size_t Count>
bool is_one_of(std::string_view text, const std::array<std::string_view, Count>& all) {
  return std::find(all.begin(), all.end(), text) != all.end();
}

// Behind `local`: the last token of its names, "=" included, which declare and set nothing else.
std::size_t end_of_local(const std::vector<LuaToken>& tokens, std::size_t at) {
  const auto is = [&](std::size_t place, std::string_view text) {
    return place < tokens.size() && tokens[place].text == text;
  };
  if (is(at + 1, "function")) return at + 2;
  std::size_t end = at + 1;
  for (;;) {
    if (is(end + 1, "<")) end += 3;  // local limit <const>
    if (!is(end + 1, ",")) break;
    end += 2;
  }
  return is(end + 1, "=") ? end + 1 : end;
}

std::set<std::string, std::less<>> assigned_in(const std::vector<LuaToken>& tokens) {
  std::set<std::string, std::less<>> assigned;
  std::size_t declared = 0;  // up to here names are declared
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].text == "local") declared = end_of_local(tokens, at);
    if (at <= declared) continue;
    const bool named = tokens[at - 1].kind == LuaToken::Kind::name;
    // `a, b = …` sets both; names that only look as if they were set do no harm.
    if (named && (tokens[at].text == "=" || tokens[at].text == ",")) {
      assigned.emplace(tokens[at - 1].text);
    }
    if (tokens[at - 1].text == "function") assigned.emplace(tokens[at].text);
  }
  return assigned;
}

// 5 and 0xff; not 5.0, 1e3 or 0x1p4, which have a fraction for Lua already, nor what is no number.
bool is_whole(std::string_view number) {
  const bool hexadecimal = number.starts_with("0x") || number.starts_with("0X");
  const std::string_view digits = number.substr(hexadecimal ? 2 : 0);
  return !digits.empty() &&
         digits.find_first_not_of(hexadecimal ? "0123456789abcdefABCDEF" : "0123456789") ==
             std::string_view::npos;
}

// Behind these an expression begins, and no statement can: there a call means what a name does.
bool begins_expression(const LuaToken& before) {
  constexpr std::array<std::string_view, 9> kWords{"return", "and",   "or",     "not", "if",
                                                   "while",  "until", "elseif", "in"};
  constexpr std::array<std::string_view, 20> kSymbols{"(", "{", "[",  "=",  ",",  "==", "~=",
                                                      "<", ">", "<=", ">=", "+",  "-",  "*",
                                                      "/", "%", "^",  "#",  "//", ".."};
  return before.kind == LuaToken::Kind::name ? is_one_of(before.text, kWords)
                                             : is_one_of(before.text, kSymbols);
}

// "app.form.age" where these words stand together at `at` and are read, not set; else empty.
std::string_view fact_named(const std::vector<LuaToken>& tokens, std::size_t at) {
  constexpr std::size_t kWords = 5;
  if (tokens[at].text != "app" || at == 0 || at + kWords >= tokens.size() ||
      !begins_expression(tokens[at - 1])) {
    return {};
  }
  for (const std::size_t point : {at + 1, at + 3}) {
    if (tokens[point].text != "." || tokens[point + 1].kind != LuaToken::Kind::name) return {};
  }
  const std::string_view next = tokens[at + kWords].text;
  // May be set, which Lua refuses in its own words.
  if (next == "=" || (next == "," && tokens[at - 1].text == ",")) return {};
  const char* const begin = tokens[at].text.data();
  const std::string_view last = tokens[at + kWords - 1].text;
  const std::string_view all(begin, static_cast<std::size_t>(last.data() + last.size() - begin));
  return all.find_first_of(" \t\f\v\r\n") == std::string_view::npos &&
                 all.find("--") == std::string_view::npos
             ? all
             : std::string_view{};
}

// --- the values behind the names

constexpr const char* kJoint = "zhipi.joint";

int length(lua_State* state) {
  if (lua_type(state, 2) == LUA_TSTRING) {
    lua_pushnumber(state, static_cast<lua_Number>(formats::length(check_text(state, 2))));
  } else {
    lua_pushnumber(state, static_cast<lua_Number>(luaL_len(state, 2)));
  }
  return 1;
}

// The text of a part; raises for what is no text, number or date.
void push_part(lua_State* state, int index) {
  switch (lua_type(state, index)) {
    case LUA_TSTRING:
      return lua_pushvalue(state, index);
    case LUA_TNUMBER:
      break;
    default:
      if (as_date(state, index)) break;
      luaL_error(state, "`..` joins texts, numbers and dates, not a %s", kind_name(state, index));
  }
  const std::string text = shown(state, index);
  lua_pushlstring(state, text.data(), text.size());
}

// `a << __join` is the half of a joint, and `half << b` the whole.
int join(lua_State* state) {
  if (luaL_testudata(state, 2, kJoint) != nullptr) {
    lua_newuserdatauv(state, 0, 1);
    luaL_setmetatable(state, kJoint);
    push_part(state, 1);
    lua_setiuservalue(state, -2, 1);
    return 1;
  }
  lua_getiuservalue(state, 1, 1);
  push_part(state, 2);
  lua_concat(state, 2);
  return 1;
}

int named_fact(lua_State* state) {
  Binding::of(state).push_named(state, 1, 2);
  return 1;
}

void add_value(lua_State* state, const char* name, const char* event, lua_CFunction function) {
  lua_newuserdatauv(state, 0, 1);
  luaL_newmetatable(state, name);
  lua_pushcfunction(state, function);
  lua_setfield(state, -2, event);
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_setmetatable(state, -2);
}

}  // namespace

Expected<Translation> translate(std::string_view source, const std::string& file) {
  Translation translated;
  const std::vector<LuaToken> tokens = lua_tokens(source);
  translated.assigned = assigned_in(tokens);
  std::size_t copied = 0;
  const auto replace = [&](std::string_view part, std::string_view by) {
    const auto at = static_cast<std::size_t>(part.data() - source.data());
    translated.text.append(source.substr(copied, at - copied)).append(by);
    copied = at + part.size();
  };
  std::string_view before;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const LuaToken& token = tokens[at];
    // Shifts are what joins become; behind a "." a "#" must stay the fault that it is.
    const bool is_name = token.kind == LuaToken::Kind::name;
    const bool refused = is_name
                             ? token.text == kLength || token.text == kJoin || token.text == kFact
                             : token.kind == LuaToken::Kind::symbol &&
                                   (is_one_of(token.text, kBitwise) ||
                                    (token.text == "#" && (before == "." || before == ":")));
    if (refused) {
      return problem("bad_lua", "`" + std::string(token.text) + "` has no place in rules here",
                     file + ":" + std::to_string(token.line) + ":1");
    }
    before = token.text;
    if (is_name) {
      const std::string_view fact = fact_named(tokens, at);
      translated.names.emplace(fact.empty() ? token.text : kFact);
      if (fact.empty()) continue;
      replace(fact, std::string(kFact) + "(app, \"" + std::string(fact.substr(4)) + "\")");
    } else if (token.kind == LuaToken::Kind::number && is_whole(token.text)) {
      replace(token.text, std::string(token.text) + ".0");
    } else if (token.kind == LuaToken::Kind::symbol && token.text == "#") {
      replace(token.text, " " + std::string(kLength) + "^");
    } else if (token.kind == LuaToken::Kind::symbol && token.text == "..") {
      replace(token.text, " << " + std::string(kJoin) + " << ");
    }
  }
  translated.text.append(source.substr(copied));
  return translated;
}

void add_dialect(lua_State* state) {
  add_value(state, "zhipi.length", "__pow", &length);
  lua_setfield(state, -2, kLength.data());
  add_value(state, kJoint, "__shl", &join);
  lua_setfield(state, -2, kJoin.data());
  lua_pushcfunction(state, &named_fact);
  lua_setfield(state, -2, kFact.data());
}

}  // namespace zhipi::engine
