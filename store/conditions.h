// The conditions of a list and their parameters, in step.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/connection.h"

namespace zhipi::store {

class Conditions {
 public:
  // The place of a value: "$3".
  std::string parameter(Value value) {
    parameters_.push_back(std::move(value));
    return "$" + std::to_string(parameters_.size());
  }
  void add(const std::string& condition) {
    sql_ += (sql_.empty() ? "WHERE " : "AND ") + condition + " ";
  }
  void add_equal(const std::string& column, const std::optional<std::string>& value) {
    if (value) add(column + " = " + parameter(*value));
  }
  const std::string& sql() const { return sql_; }
  const Values& parameters() const { return parameters_; }

 private:
  std::string sql_;
  Values parameters_;
};

// Refuses with `bad_limit` unless a page may be so long.
void require_page_length(int limit);

// Where the page before ended: "2026-12-01:17" by day, "17" by sequence alone. Refuses with
// `bad_cursor`.
struct Cursor {
  std::string day;
  std::int64_t sequence = 0;
};
Cursor parse_cursor(std::string_view text, bool by_day);

}  // namespace zhipi::store
