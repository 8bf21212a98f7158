#include "ocr/reader/automaton.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace zhipi::ocr {

struct Expression::Node {
  enum class Sort { characters, in_order, any_of } sort = Sort::characters;
  std::u32string characters;
  std::vector<Expression> parts;
};

namespace {

using Sort = Expression::Node::Sort;

Expression of(Sort sort, std::vector<Expression> parts) {
  return Expression(
      std::make_shared<Expression::Node>(Expression::Node{sort, {}, std::move(parts)}));
}

// Thompson's construction: states joined by characters and by empty moves.
class Network {
 public:
  explicit Network(const Expression& expression) {
    const int begin = add();
    end_ = build(expression, begin);
  }

  int end() const { return end_; }

  // The states and all that empty moves reach from them.
  std::set<int> closure(std::set<int> states) const {
    std::vector<int> open(states.begin(), states.end());
    while (!open.empty()) {
      const int state = open.back();
      open.pop_back();
      for (const int to : nodes_[static_cast<std::size_t>(state)].empty) {
        if (states.insert(to).second) open.push_back(to);
      }
    }
    return states;
  }

  std::map<char32_t, std::set<int>> moves(const std::set<int>& states) const {
    std::map<char32_t, std::set<int>> moves;
    for (const int state : states) {
      for (const auto& [character, to] : nodes_[static_cast<std::size_t>(state)].moves) {
        moves[character].insert(to);
      }
    }
    return moves;
  }

 private:
  struct Node {
    std::vector<std::pair<char32_t, int>> moves;
    std::vector<int> empty;
  };

  int add() {
    nodes_.emplace_back();
    return static_cast<int>(nodes_.size()) - 1;
  }
  Node& at(int state) { return nodes_[static_cast<std::size_t>(state)]; }

  // Builds the expression from `begin` on; gives where it ends.
  int build(const Expression& expression, int begin) {
    const Expression::Node& node = expression.node();
    if (node.sort == Sort::in_order) {
      for (const Expression& part : node.parts) begin = build(part, begin);
      return begin;
    }
    const int end = add();
    for (const char32_t character : node.characters) at(begin).moves.emplace_back(character, end);
    for (const Expression& part : node.parts) {
      const int start = add();
      at(begin).empty.push_back(start);
      const int last = build(part, start);
      at(last).empty.push_back(end);
    }
    return end;
  }

  std::vector<Node> nodes_;
  int end_ = 0;
};

}  // namespace

Expression one_of(std::u32string_view characters) {
  return Expression(std::make_shared<Expression::Node>(
      Expression::Node{Sort::characters, std::u32string(characters), {}}));
}

Expression word(std::u32string_view characters) {
  std::vector<Expression> parts;
  for (std::size_t i = 0; i < characters.size(); ++i)
    parts.push_back(one_of(characters.substr(i, 1)));
  return in_order(std::move(parts));
}

Expression in_order(std::vector<Expression> parts) {
  return of(Sort::in_order, std::move(parts));
}

Expression any_of(std::vector<Expression> choices) {
  return of(Sort::any_of, std::move(choices));
}

Expression repeated(const Expression& part, int least, int most) {
  // From the inside: part (part (part)?)?, so that every length has one way.
  Expression tail = in_order({});
  for (int i = least; i < most; ++i) tail = maybe(in_order({part, tail}));
  std::vector<Expression> all(static_cast<std::size_t>(least), part);
  all.push_back(tail);
  return in_order(std::move(all));
}

Expression maybe(const Expression& part) {
  return any_of({part, in_order({})});
}

Automaton::Automaton(const Expression& expression) {
  const Network network(expression);
  std::map<std::set<int>, int> known;
  std::vector<std::set<int>> open;
  const auto number_of = [&](const std::set<int>& set) {
    const auto [at, fresh] = known.emplace(set, static_cast<int>(known.size()));
    if (fresh) open.push_back(set);
    return at->second;
  };
  number_of(network.closure({0}));
  for (std::size_t i = 0; i < open.size(); ++i) {
    const std::set<int> here = open[i];  // `open` grows below
    State state;
    state.accepts = here.contains(network.end());
    for (const auto& [character, to] : network.moves(here)) {
      state.edges.push_back({character, number_of(network.closure(to))});
    }
    states_.push_back(std::move(state));
  }
}

bool Automaton::accepts(std::u32string_view text) const {
  int at = 0;
  for (const char32_t character : text) {
    const std::vector<Edge>& edges = states_[static_cast<std::size_t>(at)].edges;
    const auto edge =
        std::lower_bound(edges.begin(), edges.end(), character,
                         [](const Edge& one, char32_t wanted) { return one.character < wanted; });
    if (edge == edges.end() || edge->character != character) return false;
    at = edge->to;
  }
  return states_[static_cast<std::size_t>(at)].accepts;
}

}  // namespace zhipi::ocr
