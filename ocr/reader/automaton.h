// What a line of some kind may say, as a deterministic automaton over characters: written as an
// expression, compiled once, walked character by character while a line is decoded.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

namespace zhipi::ocr {

// A regular expression over characters. A value; copying is cheap.
class Expression {
 public:
  struct Node;
  explicit Expression(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  const Node& node() const { return *node_; }

 private:
  std::shared_ptr<const Node> node_;
};

Expression one_of(std::u32string_view characters);  // not empty
Expression word(std::u32string_view characters);    // these, in this order
Expression in_order(std::vector<Expression> parts);
Expression any_of(std::vector<Expression> choices);  // at least one
Expression repeated(const Expression& part, int least, int most);
Expression maybe(const Expression& part);

// Immutable. From every state some accepting state can be reached.
class Automaton {
 public:
  explicit Automaton(const Expression& expression);

  struct Edge {
    char32_t character = 0;
    int to = 0;
  };
  struct State {
    bool accepts = false;
    std::vector<Edge> edges;  // by character, each at most once
  };

  // The first is where a line begins.
  const std::vector<State>& states() const { return states_; }

  bool accepts(std::u32string_view text) const;

 private:
  std::vector<State> states_;
};

}  // namespace zhipi::ocr
