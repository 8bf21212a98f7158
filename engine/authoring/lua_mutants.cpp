#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "engine/authoring/mutant.h"
#include "engine/authoring/shift.h"
#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

struct Comparison {
  std::string_view negated;
  std::string_view boundary;  // empty where there is none
};

const std::map<std::string_view, Comparison> kComparisons{{"<", {">=", "<="}}, {"<=", {">", "<"}},
                                                          {">", {"<=", ">="}}, {">=", {"<", ">"}},
                                                          {"==", {"~=", ""}},  {"~=", {"==", ""}}};

// What a failure leads to, and the slip that turns it into something else.
const std::map<std::string_view, std::string_view> kOtherAction{
    {"not_accept", "supplement"}, {"supplement", "deny"},     {"deny", "supplement"},
    {"escalate", "supplement"},   {"tolerate", "supplement"}, {"promise", "supplement"}};

constexpr std::array<std::string_view, 4> kDeclarations{"criterion", "inspect", "score", "result"};

// The source in one short line, for a report.
std::string excerpt(std::string_view source) {
  constexpr std::size_t kLongest = 48;
  std::string text;
  for (const char letter : source) {
    const bool space = letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
    if (!space) {
      text += letter;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (formats::length(text) <= kLongest) return text;
  return std::string(formats::substring(text, 0, kLongest)) + "…";
}

class Walk {
 public:
  Walk(std::string_view source, const std::string& file)
      : source_(source), file_(file), inside_(file == "criteria.lua") {}

  std::vector<Mutant> take(const Node& tree) {
    visit(tree);
    return std::move(mutants_);
  }

 private:
  void visit(const Node& node) {
    if (inside_) mutate(node);
    if (visit_declaration(node)) return;
    const bool before = inside_;
    if (node.is(Tag::function)) inside_ = true;
    const bool inner = std::exchange(within_operation_, node.is(Tag::operation));
    for (const Node& child : node.children) visit(child);
    within_operation_ = inner;
    inside_ = before;
  }

  void mutate(const Node& node) {
    switch (node.tag) {
      case Tag::operation:
        return mutate_operation(node);
      case Tag::number:
        return mutate_number(node);
      case Tag::true_value:
        return replace(node, "false");
      case Tag::false_value:
        return replace(node, "true");
      case Tag::call:
        return mutate_call(node);
      default:
        return;
    }
  }

  void mutate_operation(const Node& node) {
    const std::size_t end = node.operator_begin + node.text.size();
    if (const auto known = kComparisons.find(node.text); known != kComparisons.end()) {
      for (const std::string_view other : {known->second.negated, known->second.boundary}) {
        if (other.empty()) continue;
        add(node.operator_begin, "`" + node.text + "` → `" + std::string(other) + "`",
            {{node.operator_begin, end, std::string(other)}});
      }
    } else if (node.text == "not") {
      add(node.begin, "去掉 dropped `not`", {{node.begin, node.children[0].begin, ""}});
    } else if ((node.text == "and" || node.text == "or") && node.children.size() == 2) {
      mutate_junction(node, end);
    }
  }

  void mutate_junction(const Node& node, std::size_t end) {
    const Node& left = node.children[0];
    const Node& right = node.children[1];
    const std::string other = node.text == "and" ? "or" : "and";
    std::vector<Edit> swap{{node.operator_begin, end, other}};
    if (within_operation_) {  // keep together what stood together
      swap.insert(swap.begin(), {node.begin, node.begin, "("});
      swap.push_back({node.end, node.end, ")"});
    }
    add(node.operator_begin, "`" + node.text + "` → `" + other + "`", std::move(swap));
    // Of `a and b and c` the inner operation leaves out `a` or `b` alone.
    if (!left.is(Tag::operation) || left.text != node.text)
      add(left.begin, "去掉 left out `" + excerpt(left.spelled(source_)) + " " + node.text + "`",
          {{node.begin, right.begin, ""}});
    add(right.begin, "去掉 left out `" + node.text + " " + excerpt(right.spelled(source_)) + "`",
        {{left.end, node.end, ""}});
  }

  void mutate_number(const Node& node) {
    for (const int units : {-1, 1}) {
      const auto shifted = shifted_number(node.text, units);
      const bool plain = shifted && node.text.find_first_not_of("0123456789.") == std::string::npos;
      replace(node, plain ? *shifted : "(" + node.text + (units > 0 ? " + 1)" : " - 1)"));
    }
  }

  void mutate_call(const Node& node) {
    const Node& called = node.children[0];
    if (!called.is(Tag::name)) return;
    if (called.text == "date" && node.children.size() == 2 && node.children[1].is(Tag::string)) {
      for (const int days : {-1, 1}) {
        const auto shifted = shifted_date(node.children[1].text, days);
        if (shifted) replace(node.children[1], "\"" + *shifted + "\"");
      }
    }
    if (called.text != "either" || node.children.size() < 3) return;
    for (std::size_t at = 1; at < node.children.size(); ++at) {
      const Node& argument = node.children[at];
      const bool last = at + 1 == node.children.size();
      const std::size_t from = last ? node.children[at - 1].end : argument.begin;
      const std::size_t to = last ? argument.end : node.children[at + 1].begin;
      add(argument.begin, "去掉 left out `" + excerpt(argument.spelled(source_)) + "`",
          {{from, to, ""}});
    }
  }

  // `criterion "id" { … }` and its kin: what it declares is changed key by key, titles never.
  bool visit_declaration(const Node& node) {
    if (file_ != "criteria.lua" || !node.is(Tag::call) || node.children.size() != 2) return false;
    const Node& naming = node.children[0];
    const Node& body = node.children[1];
    if (!naming.is(Tag::call) || naming.children.size() != 2 || !body.is(Tag::table)) return false;
    const Node& word = naming.children[0];
    if (!word.is(Tag::name) || !naming.children[1].is(Tag::string) ||
        std::find(kDeclarations.begin(), kDeclarations.end(), word.text) == kDeclarations.end()) {
      return false;
    }
    criterion_ = naming.children[1].text;
    add(node.begin, "去掉 left out " + word.text + " \"" + criterion_ + "\"",
        {{node.begin, node.end, ""}});
    for (const Node& pair : body.children) {
      if (pair.is(Tag::pair) && pair.children[0].is(Tag::string)) {
        visit_key(pair.children[0].text, pair.children[1]);
      }
    }
    criterion_.clear();
    return true;
  }

  void visit_key(const std::string& key, const Node& value) {
    if (key == "when" || key == "covered_by") {
      add(value.begin, "去掉 left out `" + key + "`", {{value.begin, value.end, "nil"}});
    }
    if (key == "otherwise") return mutate_otherwise(value);
    if (key != "kind" && key != "covered_by") visit(value);
  }

  void mutate_otherwise(const Node& value) {
    if (!value.is(Tag::call) || value.children.size() != 2) return;
    const auto other = kOtherAction.find(value.children[0].text);
    if (!value.children[0].is(Tag::name) || other == kOtherAction.end()) return;
    const Node& said = value.children[1];
    const std::string message = said.is(Tag::string) ? std::string(said.spelled(source_)) : "\"…\"";
    add(value.begin, "`" + value.children[0].text + "` → `" + std::string(other->second) + "`",
        {{value.begin, value.end, std::string(other->second) + " " + message}});
    for_each_node(said, [&](const Node& inner) {
      if (inner.is(Tag::number)) mutate_number(inner);  // the days of tolerate
    });
  }

  void replace(const Node& node, const std::string& text) {
    add(node.begin, "`" + excerpt(node.spelled(source_)) + "` → `" + text + "`",
        {{node.begin, node.end, text}});
  }

  void add(std::size_t at, std::string change, std::vector<Edit> edits) {
    const std::string_view before = source_.substr(0, at);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
    mutants_.push_back({file_, static_cast<int>(1 + std::count(before.begin(), before.end(), '\n')),
                        static_cast<int>(1 + formats::length(before.substr(line_begin))),
                        std::move(change), criterion_, std::move(edits)});
  }

  std::string_view source_;
  const std::string& file_;
  bool inside_;  // of code that judges
  bool within_operation_ = false;
  std::string criterion_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> lua_mutants(const Node& tree, std::string_view source,
                                const std::string& file) {
  return Walk(source, file).take(tree);
}

}  // namespace zhipi::engine
