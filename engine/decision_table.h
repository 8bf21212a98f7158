// A table that answers a question of fact: `decision_table "tables/tiers.csv":row { age = 84 }`.
//
// Columns named in the question must equal it; `age.min` and `age.max` bound it, inclusive, an
// empty cell being open. A column's kind stands in its header (`amount:money` in 元, `until:date`);
// without one a cell is a number or a text as it looks. With `effective_from`, the row in force
// counts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "models/date.h"
#include "models/json.h"
#include "models/problem.h"

namespace zhipi::engine {

// std::monostate is an empty cell. Money is int64 fen.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, Date>;

Json to_json(const Cell& cell);

// A cell's text as its column's kind reads it; an empty kind is a number or text as it looks, empty
// text an empty cell. Codes are those of normalise_value.
Expected<Cell> parse_cell(const std::string& text, const std::string& kind);

// "empty", "boolean", "number", "text" or "date".
std::string_view kind_of(const Cell& cell);

// -1, 0 or 1; nothing where the kinds cannot be compared.
std::optional<int> compare(const Cell& left, const Cell& right);

inline constexpr std::size_t kMostColumns = 200;  // of one table

class DecisionTable {
 public:
  enum class Role { equal, minimum, maximum, effective_from };
  struct Column {
    std::string name;
    std::string kind;
    Role role = Role::equal;
  };

  // Every problem of the file at once; `where` is "file:line:1".
  static Expected<DecisionTable, Problems> parse(std::string_view text, const std::string& file);

  const std::string& file() const { return file_; }
  std::vector<std::string> column_names() const;  // without ranges and effective_from
  std::size_t size() const { return rows_.size(); }
  const std::vector<Column>& columns() const { return columns_; }
  std::optional<std::size_t> column(std::string_view name, Role role) const;
  const Cell& cell(std::size_t row, std::size_t column) const { return rows_[row][column]; }
  // The kinds of the cells of a column, without the empty ones.
  const std::vector<std::string_view>& kinds(std::size_t column) const { return kinds_[column]; }
  int line(std::size_t row) const { return lines_[row]; }  // in the file, from 1

  // Null if there is no such column.
  const Cell* cell(std::size_t row, std::string_view column) const;

  // The whole row as evidence shows it: canonical JSON.
  const std::string& row_text(std::size_t row) const { return texts_[row]; }

 private:
  Json row_json(std::size_t row) const;

  std::string file_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::vector<std::string_view>> kinds_;  // by column
  std::vector<int> lines_;
  std::vector<std::string> texts_;
};

}  // namespace zhipi::engine
