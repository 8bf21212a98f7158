// The syntax tree of a pack's Lua: what the authors' tools look at instead of running it.
//
// Parsed by lua-check, and accepted only where Lua itself accepts the source too. Every node knows
// its bytes, so that a tool can name a place or put other text there.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::engine {

// A node and its children, in the order of the source:
enum class Tag {
  block,           // statements
  list,            // names or expressions beside one another
  local,           // list of names, list of values (may be empty): local a, b = 1, 2
  local_function,  // list of one name, list of one function
  assign,          // list of targets, list of values; also `function a.b() … end`
  if_statement,    // condition, block, condition, block, …, block of else
  while_loop,      // condition, block
  repeat_loop,     // block, condition
  for_range,       // name, from, to, [step], block: for i = 1, 10 do
  for_each,        // list of names, list of values, block: for _, row in ipairs(rows) do
  do_block,        // statements
  return_values,   // values
  break_loop,
  go_to,        // text: the label
  label,        // text
  function,     // list of parameters, block
  call,         // called, arguments: has(app, "lease"), criterion "x" is one of them
  method_call,  // object, string (the name), arguments: day:years_until(other)
  index,        // object, key: a.b has a string as its key, as a["b"] has
  operation,    // one operand or two; text: the operator as written (== and not …)
  parentheses,  // expression
  table,        // pairs, and values without a key
  pair,         // key, value: { name = 1, ["name"] = 1 }
  name,         // text
  string,       // text: what it says, escapes undone
  number,       // text: as written
  nil,
  true_value,
  false_value,
  varargs,
};

struct Node {
  Tag tag = Tag::block;
  std::size_t begin = 0;  // bytes of the source, [begin, end); an empty block or list has none
  std::size_t end = 0;
  int line = 1;
  int column = 1;                  // in characters, from 1
  std::string text;                // see Tag
  std::size_t operator_begin = 0;  // of an operation: the byte where `text` stands
  std::vector<Node> children;

  bool is(Tag other) const { return tag == other; }
  std::string_view spelled(std::string_view source) const {
    return source.substr(begin, end - begin);
  }
};

// A file may be this long; drafts come from the network.
inline constexpr std::size_t kLuaSourceBytes = 512u * 1024u;

// A tree may be this deep. Lua itself gives up at 200 levels of nesting; a long sum is deep too.
inline constexpr int kSyntaxDepth = 300;

// The tree of one file; its root is a block. `file` names it in places ("criteria.lua:12:5").
// Codes: bad_lua (no Lua, or no UTF-8), too_deep, too_large (kLuaSourceBytes), budget, no_luacheck.
Expected<Node> parse_lua(std::string_view source, const std::string& file);

// "file:line:column" of a node.
std::string place_of(const Node& node, const std::string& file);

// Visits the node and everything below it, parents first.
void for_each_node(const Node& node, const std::function<void(const Node&)>& visit);

}  // namespace zhipi::engine
