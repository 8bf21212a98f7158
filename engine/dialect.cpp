#include "engine/dialect.h"

#include <algorithm>
#include <array>

#include "engine/library.h"
#include "engine/lua_tokens.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

constexpr std::array<std::string_view, 4> kRepeating{"for", "while", "repeat", "goto"};
// What can give whole numbers beyond 2^53 without a word of arithmetic.
constexpr std::array<std::string_view, 3> kLarge{"math", "tonumber", "sum"};
constexpr std::size_t kFewDigits = 15;  // below 2^53
constexpr std::string_view kLength = "__length";
constexpr std::string_view kJoin = "__join";
constexpr int kFewTerms = 256;  // of 2^53 each: far below 2^63

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

void note_traits(SourceTraits& traits, const LuaToken& token) {
  SourceTraits::Line& here = traits.lines[static_cast<std::size_t>(token.line) - 1];
  if (token.kind == LuaToken::Kind::number) {
    here.large = here.large || token.text.size() > kFewDigits ||
                 token.text.find_first_not_of("0123456789.") != std::string_view::npos;
  } else if (token.kind == LuaToken::Kind::name) {
    here.repeats = here.repeats || is_one_of(token.text, kRepeating);
    here.large = here.large || is_one_of(token.text, kLarge);
    if (token.text == "function") ++here.functions;
  } else if (token.text == "+" || token.text == "-") {
    ++here.adds;
  } else if (token.text == "*") {
    here.multiplies = true;
  }
}

SourceTraits traits_of(const std::vector<LuaToken>& tokens) {
  SourceTraits traits;
  if (!tokens.empty()) traits.lines.resize(static_cast<std::size_t>(tokens.back().line));
  std::size_t declared = 0;  // up to here names are declared
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    note_traits(traits, tokens[at]);
    if (tokens[at].text == "local") declared = end_of_local(tokens, at);
    if (at <= declared) continue;
    const bool named = tokens[at - 1].kind == LuaToken::Kind::name;
    // `a, b = …` sets both; names that only look as if they were set do no harm.
    if (named && (tokens[at].text == "=" || tokens[at].text == ",")) {
      traits.assigned.emplace(tokens[at - 1].text);
    }
    if (tokens[at - 1].text == "function") traits.assigned.emplace(tokens[at].text);
  }
  return traits;
}

SourceTraits::Line lines_of(lua_State* state, const SourceTraits& traits) {
  lua_Debug where{};
  lua_pushvalue(state, -1);
  lua_getinfo(state, ">S", &where);
  SourceTraits::Line all;
  const auto end = std::min(static_cast<std::size_t>(where.lastlinedefined), traits.lines.size());
  for (auto line = static_cast<std::size_t>(where.linedefined); line >= 1 && line <= end; ++line) {
    const SourceTraits::Line& one = traits.lines[line - 1];
    all.adds += one.adds;
    all.multiplies = all.multiplies || one.multiplies;
    all.functions += one.functions;
    all.repeats = all.repeats || one.repeats;
    all.large = all.large || one.large;
  }
  return all;
}

// Whether the captured value on top of the stack is a number larger than facts can be.
bool is_large(lua_State* state) {
  constexpr lua_Integer kLargest = lua_Integer{1} << 53;
  return lua_isinteger(state, -1) != 0 &&
         (lua_tointeger(state, -1) > kLargest || lua_tointeger(state, -1) < -kLargest);
}

// Whether it is a function or a table, into which nobody looks here; so is an environment of the
// pack's own, of which the guard of purity has made a view.
bool is_opaque(lua_State* state, std::string_view name) {
  const int type = lua_type(state, -1);
  if (name == "_ENV" && type == LUA_TTABLE) return false;
  return type == LUA_TFUNCTION || type == LUA_TTABLE || type == LUA_TUSERDATA;
}

// --- the values behind the names

constexpr const char* kJoint = "zhipi.joint";

int length(lua_State* state) {
  if (lua_type(state, 2) == LUA_TSTRING) {
    lua_pushinteger(state, static_cast<lua_Integer>(formats::length(check_text(state, 2))));
  } else {
    lua_len(state, 2);  // raises for what has no length
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
  translated.traits = traits_of(tokens);
  std::size_t copied = 0;
  const auto replace = [&](const LuaToken& token, std::string_view by) {
    const auto at = static_cast<std::size_t>(token.text.data() - source.data());
    translated.text.append(source.substr(copied, at - copied)).append(by);
    copied = at + token.text.size();
  };
  std::string_view before;
  for (const LuaToken& token : tokens) {
    // Shifts are what joins become; and behind a "." a "#" must stay the fault that it is.
    const bool is_name = token.kind == LuaToken::Kind::name;
    const bool refused = is_name ? token.text == kLength || token.text == kJoin
                                 : token.kind == LuaToken::Kind::symbol &&
                                       (token.text == "<<" || token.text == ">>" ||
                                        (token.text == "#" && (before == "." || before == ":")));
    if (refused) {
      return problem("bad_lua", "`" + std::string(token.text) + "` has no place in rules here",
                     file + ":" + std::to_string(token.line) + ":1");
    }
    before = token.text;
    if (token.kind != LuaToken::Kind::symbol) continue;
    if (token.text == "#") replace(token, " " + std::string(kLength) + "^");
    if (token.text == "..") replace(token, " << " + std::string(kJoin) + " << ");
  }
  translated.text.append(source.substr(copied));
  return translated;
}

bool may_wrap(lua_State* state, const SourceTraits& traits) {
  const SourceTraits::Line line = lines_of(state, traits);
  bool large = line.large;
  bool opaque = false;
  for (int at = 1;; ++at) {
    const char* const name = lua_getupvalue(state, -1, at);
    if (name == nullptr) break;
    large = large || is_large(state);
    opaque = opaque || is_opaque(state, name);
    lua_pop(state, 1);
  }
  const bool repeats = line.repeats || line.functions > 1;  // inner functions may be called often
  const bool adds = line.adds > 0 && (large || repeats || line.adds > kFewTerms);
  return line.multiplies || adds || opaque;
}

void add_dialect(lua_State* state) {
  add_value(state, "zhipi.length", "__pow", &length);
  lua_setfield(state, -2, kLength.data());
  add_value(state, kJoint, "__shl", &join);
  lua_setfield(state, -2, kJoin.data());
}

}  // namespace zhipi::engine
