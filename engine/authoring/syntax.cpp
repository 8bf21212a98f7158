#include "engine/authoring/syntax.h"

#include <algorithm>
#include <lua.hpp>
#include <map>
#include <optional>

#include "engine/authoring/luacheck.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

// lua-check's names of nodes; a table without one is a list or a block.
const std::map<std::string_view, Tag> kTags{{"Do", Tag::do_block},
                                            {"Set", Tag::assign},
                                            {"While", Tag::while_loop},
                                            {"Repeat", Tag::repeat_loop},
                                            {"If", Tag::if_statement},
                                            {"Fornum", Tag::for_range},
                                            {"Forin", Tag::for_each},
                                            {"Local", Tag::local},
                                            {"Localrec", Tag::local_function},
                                            {"Goto", Tag::go_to},
                                            {"Label", Tag::label},
                                            {"Return", Tag::return_values},
                                            {"Break", Tag::break_loop},
                                            {"Nil", Tag::nil},
                                            {"Dots", Tag::varargs},
                                            {"True", Tag::true_value},
                                            {"False", Tag::false_value},
                                            {"Number", Tag::number},
                                            {"String", Tag::string},
                                            {"Function", Tag::function},
                                            {"Table", Tag::table},
                                            {"Pair", Tag::pair},
                                            {"Op", Tag::operation},
                                            {"Paren", Tag::parentheses},
                                            {"Call", Tag::call},
                                            {"Invoke", Tag::method_call},
                                            {"Id", Tag::name},
                                            {"Index", Tag::index}};

// lua-check names operators by words.
const std::map<std::string_view, std::string_view> kOperators{
    {"add", "+"},   {"sub", "-"},  {"mul", "*"},  {"div", "/"},     {"idiv", "//"},
    {"mod", "%"},   {"pow", "^"},  {"eq", "=="},  {"ne", "~="},     {"lt", "<"},
    {"le", "<="},   {"gt", ">"},   {"ge", ">="},  {"and", "and"},   {"or", "or"},
    {"not", "not"}, {"len", "#"},  {"unm", "-"},  {"concat", ".."}, {"band", "&"},
    {"bor", "|"},   {"bxor", "~"}, {"bnot", "~"}, {"shl", "<<"},    {"shr", ">>"}};

// Past spaces and comments, from `at`.
std::size_t skip_blank(std::string_view source, std::size_t at) {
  for (;;) {
    at = std::min(source.find_first_not_of(" \t\v\f\r\n", at), source.size());
    if (source.substr(at, 2) != "--") return at;
    std::size_t level = 0;
    if (source.substr(at + 2, 1) == "[") {
      const std::size_t bracket = std::min(source.find_first_not_of('=', at + 3), source.size());
      if (source.substr(bracket, 1) == "[") level = bracket - at - 2;  // one and the equal signs
    }
    if (level == 0) {
      at = std::min(source.find_first_of("\r\n", at), source.size());
    } else {
      const std::string closing = "]" + std::string(level - 1, '=') + "]";
      at = std::min(source.find(closing, at), source.size() - closing.size()) + closing.size();
    }
  }
}

// Where each character begins, and one past the last.
std::vector<std::size_t> character_offsets(std::string_view source) {
  std::vector<std::size_t> offsets;
  for (std::size_t at = 0; at < source.size(); ++at) {
    if ((static_cast<unsigned char>(source[at]) & 0xC0) != 0x80) offsets.push_back(at);
  }
  offsets.push_back(source.size());
  return offsets;
}

class Reader {
 public:
  Reader(std::string_view source, std::string file)
      : source_(source), file_(std::move(file)), offsets_(character_offsets(source)) {}

  Expected<Node> read() {
    const auto ran = with_luacheck([this](lua_State* state) { parse(state); });
    if (problem_) return tl::unexpected(*problem_);
    if (ran) return std::move(root_);
    Problem stopped = ran.error();
    stopped.where = file_ + ":" + std::to_string(line_reached_) + ":1";
    return tl::unexpected(std::move(stopped));
  }

 private:
  void parse(lua_State* state) {
    push_luacheck(state, "parser");
    lua_getfield(state, -1, "parse");
    push_luacheck(state, "decoder");
    lua_getfield(state, -1, "decode");
    lua_pushlstring(state, source_.data(), source_.size());
    lua_call(state, 1, 1);
    lua_remove(state, -2);
    lua_newtable(state);
    lua_pushvalue(state, -1);
    lines_ = luaL_ref(state, LUA_REGISTRYINDEX);
    lua_newtable(state);
    const int status = lua_pcall(state, 3, 1, 0);
    lua_rawgeti(state, LUA_REGISTRYINDEX, lines_);
    line_reached_ = static_cast<int>(lua_rawlen(state, -1));
    lua_pop(state, 1);
    if (status != LUA_OK) {
      if (lua_type(state, -1) != LUA_TTABLE) lua_error(state);
      refuse(state);
      return;
    }
    root_ = node(state, 1);
    if (!problem_) ask_lua(state);
  }

  // lua-check knows other Luas' words as well; what ours refuses is refused.
  void ask_lua(lua_State* state) {
    if (luaL_loadbufferx(state, source_.data(), source_.size(), "=L", "t") == LUA_OK) return;
    const std::string message = lua_tostring(state, -1);
    if (message.find("overflow") != std::string::npos) {
      problem_ = too_deep(deepest_line_, deepest_column_);
      return;
    }
    const std::size_t end = message.starts_with("L:") ? message.find(": ") : std::string::npos;
    const bool placed = end != std::string::npos;
    problem_ = Problem{"bad_lua", shortened(placed ? message.substr(end + 2) : message),
                       file_ + ":" + (placed ? message.substr(2, end - 2) : "1") + ":1"};
  }

  Problem too_deep(int line, int column) const {
    return {"too_deep", "this is nested too deeply; put parts of it into local functions",
            file_ + ":" + std::to_string(line) + ":" + std::to_string(column)};
  }

  static std::string shortened(const std::string& message) {
    constexpr std::size_t kCharacters = 200;
    if (formats::length(message) <= kCharacters) return message;
    return std::string(formats::substring(message, 0, kCharacters)) + "…";
  }

  lua_Integer integer(lua_State* state, const char* key) const {
    lua_getfield(state, -1, key);
    const lua_Integer value = lua_tointeger(state, -1);
    lua_pop(state, 1);
    return value;
  }

  // The syntax error on top of the stack.
  void refuse(lua_State* state) {
    const auto line = static_cast<int>(integer(state, "line"));
    const int column = column_of(state, line, integer(state, "offset"));
    lua_getfield(state, -1, "msg");
    const char* const message = lua_tostring(state, -1);
    problem_ = Problem{"bad_lua", shortened(message == nullptr ? "no Lua" : message),
                       file_ + ":" + std::to_string(line) + ":" + std::to_string(column)};
  }

  int column_of(lua_State* state, int line, lua_Integer offset) const {
    lua_rawgeti(state, LUA_REGISTRYINDEX, lines_);
    lua_rawgeti(state, -1, line);
    const lua_Integer start = lua_tointeger(state, -1);
    lua_pop(state, 2);
    return static_cast<int>(std::max<lua_Integer>(1, offset - start + 1));
  }

  // The table on top of the stack, which stays there.
  Node node(lua_State* state, int depth) {
    Node made;
    if (problem_) return made;
    luaL_checkstack(state, 10, "syntax tree");
    lua_getfield(state, -1, "tag");
    const std::string tag = lua_isnil(state, -1) ? "" : lua_tostring(state, -1);
    lua_pop(state, 1);
    if (!tag.empty()) take_range(state, made);
    if (const auto known = kTags.find(tag); known != kTags.end()) {
      made.tag = known->second;
    } else if (!tag.empty()) {  // a += 1
      problem_ = Problem{"bad_lua", "Lua has no such statement", place_of(made, file_)};
    }
    if (depth > deepest_) {
      deepest_ = depth;
      deepest_line_ = made.line;
      deepest_column_ = made.column;
    }
    if (depth > kSyntaxDepth) problem_ = too_deep(made.line, made.column);
    take_parts(state, made, depth);
    if (tag.empty()) surround(made);
    if (made.tag == Tag::operation) find_operator(made);
    return made;
  }

  void take_range(lua_State* state, Node& made) const {
    const auto first = static_cast<std::size_t>(integer(state, "offset"));
    const auto last = static_cast<std::size_t>(integer(state, "end_offset"));
    made.begin = offsets_.at(first - 1);
    made.end = offsets_.at(last);
    made.line = static_cast<int>(integer(state, "line"));
    made.column = column_of(state, made.line, static_cast<lua_Integer>(first));
  }

  void take_parts(lua_State* state, Node& made, int depth) {
    const auto count = static_cast<lua_Integer>(lua_rawlen(state, -1));
    for (lua_Integer at = 1; at <= count && !problem_; ++at) {
      if (lua_rawgeti(state, -1, at) == LUA_TTABLE) {
        made.children.push_back(node(state, depth + 1));
      } else if (std::size_t length = 0; lua_type(state, -1) == LUA_TSTRING) {
        const char* const text = lua_tolstring(state, -1, &length);
        made.text.assign(text, length);
      }
      lua_pop(state, 1);
    }
    const bool lists = made.is(Tag::local) || made.is(Tag::local_function) ||
                       made.is(Tag::assign) || made.is(Tag::for_each) || made.is(Tag::function);
    const std::size_t last_list = made.is(Tag::function) ? 1 : 2;
    for (std::size_t at = 0; lists && at < std::min(last_list, made.children.size()); ++at) {
      made.children[at].tag = Tag::list;
    }
    if (made.is(Tag::local) && made.children.size() == 1) made.children.push_back({Tag::list});
  }

  // A block or list reaches from its first child to its last.
  static void surround(Node& made) {
    if (made.children.empty()) return;
    const Node& first = made.children.front();
    made.begin = first.begin;
    made.end = made.children.back().end;
    made.line = first.line;
    made.column = first.column;
  }

  void find_operator(Node& made) const {
    made.operator_begin =
        made.children.size() < 2 ? made.begin : skip_blank(source_, made.children[0].end);
    const bool minus = made.text == "sub" || made.text == "unm";
    made.text = minus ? "-" : std::string(kOperators.at(made.text));
  }

  std::string_view source_;
  std::string file_;
  std::vector<std::size_t> offsets_;
  int lines_ = LUA_NOREF;  // registry reference: where each line begins, in characters
  int line_reached_ = 1;
  int deepest_ = 0;
  int deepest_line_ = 1;
  int deepest_column_ = 1;
  std::optional<Problem> problem_;
  Node root_;
};

// The first place that is no UTF-8.
std::string first_bad_line(std::string_view source, const std::string& file) {
  int line = 1;
  for (;;) {
    const std::size_t end = source.find('\n');
    if (!formats::is_utf8(source.substr(0, end)) || end == std::string_view::npos) break;
    source.remove_prefix(end + 1);
    ++line;
  }
  return file + ":" + std::to_string(line) + ":1";
}

}  // namespace

Expected<Node> parse_lua(std::string_view source, const std::string& file) {
  if (source.size() > kLuaSourceBytes) {
    return problem("too_large", "a Lua file has at most 512 KiB; put tables into tables/*.csv",
                   file + ":1:1");
  }
  if (!formats::is_utf8(source)) {
    return problem("bad_lua", "this line is no UTF-8; save the file as UTF-8",
                   first_bad_line(source, file));
  }
  return Reader(source, file).read();
}

std::string place_of(const Node& node, const std::string& file) {
  return file + ":" + std::to_string(node.line) + ":" + std::to_string(node.column);
}

void for_each_node(const Node& node, const std::function<void(const Node&)>& visit) {
  visit(node);
  for (const Node& child : node.children) for_each_node(child, visit);
}

}  // namespace zhipi::engine
