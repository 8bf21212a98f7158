// Comparisons, arithmetic, and what `and`, `or`, `not` make of values.
#include <algorithm>

#include "engine/authoring/analysis.h"
#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

using Is = Kind::Is;

bool is_comparison(const std::string& text) {
  return text == "==" || text == "~=" || text == "<" || text == "<=" || text == ">" || text == ">=";
}

bool is_fraction(const Kind& kind) {
  const bool broken = kind.of == FieldKind::decimal || kind.of == FieldKind::percent;
  return kind.is == Is::number && broken && (kind.literal || !kind.fact.empty());
}

bool is_money(const Kind& kind) {
  return kind.is == Is::number && kind.of == FieldKind::money;
}

// A fact, or what holds facts: never nil, for what is absent ends the criterion.
bool is_never_nil(const Kind& kind) {
  if (kind.perhaps) return false;
  return !kind.fact.empty() || kind.is == Is::section || kind.is == Is::app ||
         kind.is == Is::decision_row || kind.is == Is::date;
}

}  // namespace

Kind Analysis::operation(const Node& node, Scope& scope) {
  if (node.text == "and" || node.text == "or") return choose(node, scope);
  if (node.text == "not") {
    check_condition(value(node.children[0], scope), node.children[0]);
    return kind_of_letter('b');
  }
  const Kind left = value(node.children[0], scope);
  if (node.children.size() == 1) {
    if (node.text == "#") {
      const bool has_length = left.is == Is::unknown || left.is == Is::list ||
                              left.is == Is::text || left.is == Is::table;
      if (!has_length) {
        error("wrong_kind", described(left) + " has no length; only lists and texts have", node);
      }
      return kind_of_letter('i');
    }
    return calculate(node, left, left);
  }
  const Kind right = value(node.children[1], scope);
  if (is_comparison(node.text)) return compare(node, left, right);
  if (node.text != "..") return calculate(node, left, right);
  for (const Kind* const one : {&left, &right}) {
    const bool joins = one->is == Is::unknown || one->is == Is::text || one->is == Is::number ||
                       one->is == Is::date;
    if (!joins) error("wrong_kind", described(*one) + " cannot be joined to a text with ..", node);
  }
  return kind_of_letter('t');
}

Kind Analysis::choose(const Node& node, Scope& scope) {
  const Kind left = value(node.children[0], scope);
  check_condition(left, node.children[0]);
  Kind right = value(node.children[1], scope);
  if (node.text == "or") return common_kind(left, right);
  right.perhaps = right.is != Is::boolean;
  return right;
}

Kind Analysis::compare(const Node& node, const Kind& left, const Kind& right) {
  const Kind boolean = kind_of_letter('b');
  const bool equality = node.text == "==" || node.text == "~=";
  if (node.children[0].is(Tag::operation) && node.children[0].text == "not") {
    warn("negation",
         "`not a " + node.text + " b` is `(not a) " + node.text +
             " b`; write the opposite comparison, or the brackets",
         node);
  }
  if (left.is == Is::nil || right.is == Is::nil) {
    const Kind& other = left.is == Is::nil ? right : left;
    if (is_never_nil(other)) {
      error("nil_check",
            described(other) + " is never nil: what is absent ends the criterion as unknown; ask " +
                "with has(app.form, \"name\")",
            node);
    } else if (!equality) {
      error("wrong_kind", "nil has no order", node);
    }
    return boolean;
  }
  if (!comparable(left, right)) {
    const bool part = left.is == Is::part || right.is == Is::part;
    error("wrong_kind",
          described(left) + " cannot be compared with " + described(right) +
              (part ? "; did you mean its `.present`?" : ""),
          node);
    return boolean;
  }
  const bool ordered =
      left.is == Is::unknown || left.is == Is::number || left.is == Is::text || left.is == Is::date;
  if (!equality && !ordered) {
    error("wrong_kind", described(left) + " and " + described(right) + " have no order", node);
  }
  if (equality) {
    check_option(left, right, node.children[1]);
    check_option(right, left, node.children[0]);
  }
  check_fraction_of_money(left, right, node.children[1]);
  check_fraction_of_money(right, left, node.children[0]);
  return boolean;
}

// A choice is one of its options and nothing else.
void Analysis::check_option(const Kind& choice, const Kind& literal, const Node& at) {
  if (choice.field == nullptr || choice.field->kind != FieldKind::choice || !literal.literal ||
      literal.is != Is::text || choice.is != Is::text) {
    return;
  }
  const std::vector<std::string>& options = choice.field->options;
  if (std::find(options.begin(), options.end(), *literal.literal) != options.end()) return;
  std::string all;
  for (const std::string& option : options) all += (all.empty() ? "" : ", ") + option;
  const std::string nearest = suggestion(*literal.literal, options);
  error("unknown_option",
        "\"" + shown_name(*literal.literal) + "\" is none of the options of `" + choice.fact + "`" +
            (nearest.empty() ? " (" + shown_name(all) + ")" : nearest),
        at);
}

void Analysis::check_fraction_of_money(const Kind& money, const Kind& literal, const Node& at) {
  if (!is_money(money) || !literal.literal || literal.of != FieldKind::decimal) return;
  warn("money_fraction",
       described(money) + " is whole 分 and is compared with " + *literal.literal +
           "; write the amount in 分",
       at);
}

Kind Analysis::calculate(const Node& node, const Kind& left, const Kind& right) {
  for (const Kind* const one : {&left, &right}) {
    if (one->is == Is::unknown || one->is == Is::number) continue;
    const bool date = one->is == Is::date;
    error("wrong_kind",
          described(*one) + " cannot be calculated with (" + node.text + ")" +
              (date ? "; dates have :days_until, :add_days, :add_months" : ""),
          node);
    return {};
  }
  if (left.is != Is::number || right.is != Is::number) return kind_of_letter('n');
  Kind result = kind_of_letter('n');
  const bool money = is_money(left) || is_money(right);
  const bool ratio = node.text == "/" && is_money(left) && is_money(right);
  if (node.children.size() == 2) check_money(node, left, right);
  if (money && !ratio) {
    result.of = FieldKind::money;
  } else if (left.of == FieldKind::integer && right.of == FieldKind::integer && node.text != "/" &&
             node.text != "^") {
    result.of = FieldKind::integer;
  }
  return result;
}

// Money stays whole 分: what could break it must be rounded on purpose.
void Analysis::check_money(const Node& node, const Kind& left, const Kind& right) {
  const bool divided = node.text == "/" && is_money(left) && !is_money(right);
  const bool broken =
      (node.text == "*" || node.text == "+" || node.text == "-") &&
      ((is_money(left) && is_fraction(right)) || (is_money(right) && is_fraction(left)));
  if (rounding_ > 0 || (!divided && !broken)) return;
  warn("money_fraction",
       "this makes parts of 分 of " + described(is_money(left) ? left : right) +
           "; divide with // or round with math.floor(…)",
       node);
}

}  // namespace zhipi::engine
