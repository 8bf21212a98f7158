#include "engine/condition.h"

#include <algorithm>
#include <array>
#include <utility>

#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

using Op = Condition::Op;

constexpr std::array<std::pair<std::string_view, Op>, 9> kOps{{{"==", Op::equal},
                                                               {"~=", Op::unequal},
                                                               {"<", Op::less},
                                                               {"<=", Op::at_most},
                                                               {">", Op::more},
                                                               {">=", Op::at_least},
                                                               {"in", Op::in},
                                                               {"between", Op::between},
                                                               {"matches", Op::matches}}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    text = text.substr(1, text.size() - 2);
  }
  return text;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(trimmed(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

bool is_ordered(FieldKind kind) {
  return kind == FieldKind::date || kind == FieldKind::integer || kind == FieldKind::decimal ||
         kind == FieldKind::money || kind == FieldKind::percent;
}

}  // namespace

Expected<Condition> parse_condition(const Field& field, std::string_view fact, std::string_view op,
                                    std::string_view value) {
  const auto known =
      std::find_if(kOps.begin(), kOps.end(), [&](const auto& o) { return o.first == op; });
  if (known == kOps.end()) {
    return problem(
        "bad_operator",
        "`" + std::string(op) + "` is no operator; these are == ~= < <= > >= in between matches");
  }
  Condition condition;
  condition.fact = fact;
  condition.op = known->second;
  if (field.kind == FieldKind::list || is_seen(field.kind)) {
    return problem("bad_value",
                   "`" + condition.fact + "` is no plain value and cannot stand in a table");
  }
  const bool needs_order = condition.op != Op::equal && condition.op != Op::unequal &&
                           condition.op != Op::in && condition.op != Op::matches;
  if (needs_order && !is_ordered(field.kind)) {
    return problem("bad_operator",
                   "`" + condition.fact + "` has no order; use == ~= in or matches");
  }
  if (condition.op == Op::matches) {
    auto expression = Expression::compile(trimmed(value));
    if (!expression) return problem("bad_value", expression.error().message);
    condition.expression = *std::move(expression);
    return condition;
  }
  const bool many = condition.op == Op::in || condition.op == Op::between;
  for (const std::string_view part : many ? split(value, "|") : std::vector{trimmed(value)}) {
    auto cell = parse_cell(std::string(part), std::string(to_text(field.kind)));
    if (!cell) return tl::unexpected(cell.error());
    if (std::holds_alternative<std::monostate>(*cell)) {
      return problem("bad_value", "a value is missing after `" + std::string(op) + "`");
    }
    condition.operands.push_back(*std::move(cell));
  }
  if (condition.op == Op::between && condition.operands.size() != 2) {
    return problem("bad_value", "between needs two values: 10|20");
  }
  return condition;
}

Expected<std::vector<ConditionText>> split_conditions(std::string_view text) {
  std::vector<ConditionText> conditions;
  for (const std::string_view part : split(text, " and ")) {
    const std::size_t first = part.find(' ');
    const std::size_t second = first == std::string_view::npos ? first : part.find(' ', first + 1);
    if (second == std::string_view::npos) {
      return problem("bad_condition",
                     "`when` is written fact op value, joined by and: " + std::string(text));
    }
    conditions.push_back({std::string(part.substr(0, first)),
                          std::string(part.substr(first + 1, second - first - 1)),
                          std::string(part.substr(second + 1))});
  }
  return conditions;
}

Expected<bool> holds(const Condition& condition, const Cell& value) {
  if (condition.expression) {
    const auto* const text = std::get_if<std::string>(&value);
    if (text == nullptr)
      return problem("wrong_kind", "`" + condition.fact + "` is no text to match");
    return condition.expression->is_found_in(*text);
  }
  // Every operand is compared: one of another kind is an error wherever it stands.
  int first = 0, last = 0;
  bool is_any = false;
  for (const Cell& operand : condition.operands) {
    const auto order = compare(value, operand);
    if (!order)
      return problem("wrong_kind", "`" + condition.fact + "` is of another kind than its value");
    if (&operand == &condition.operands.front()) first = *order;
    last = *order;
    is_any = is_any || last == 0;
  }
  switch (condition.op) {
    case Op::equal:
      return first == 0;
    case Op::unequal:
      return first != 0;
    case Op::less:
      return first < 0;
    case Op::at_most:
      return first <= 0;
    case Op::more:
      return first > 0;
    case Op::at_least:
      return first >= 0;
    case Op::between:
      return first >= 0 && last <= 0;
    case Op::in:
      return is_any;
    case Op::matches:
      break;
  }
  return false;
}

}  // namespace zhipi::engine
