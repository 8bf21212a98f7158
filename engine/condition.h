// One comparison of a quantified table (审查量化表): `fact op value`, judged without Lua.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decision_table.h"
#include "engine/expression.h"
#include "models/field.h"
#include "models/problem.h"

namespace zhipi::engine {

struct Condition {
  enum class Op { equal, unequal, less, at_most, more, at_least, in, between, matches };
  // Not facts, but compared like them.
  static constexpr std::uint32_t kReceivedOn = UINT32_MAX;
  static constexpr std::uint32_t kMode = UINT32_MAX - 1;

  std::string fact;          // "form.floor_area"
  std::uint32_t number = 0;  // of the fact in the matter's layout
  Op op = Op::equal;
  std::vector<Cell> operands;            // one; two for between; any number for in
  std::optional<Expression> expression;  // of matches
};

// `op` is one of == ~= < <= > >= in between matches; the value is written as people write the
// field's kind (money in 元). `in` and `between` separate theirs by `|`. Codes: bad_operator,
// bad_value.
Expected<Condition> parse_condition(const Field& field, std::string_view fact, std::string_view op,
                                    std::string_view value);

// Splits `fact op value and fact op value` into its parts. Code: bad_condition.
struct ConditionText {
  std::string fact, op, value;
};
Expected<std::vector<ConditionText>> split_conditions(std::string_view text);

// True or false, or wrong_kind where the fact cannot be compared with the operand.
Expected<bool> holds(const Condition& condition, const Cell& value);

}  // namespace zhipi::engine
