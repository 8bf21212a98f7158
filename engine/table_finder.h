// Finds the row of a decision table, however long the table is.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/decision_table.h"

namespace zhipi::engine {

struct TableQuestion {
  std::string column;
  Cell value;
};

// Rows are indexed by the columns that a question names: those that must be equal by their values,
// and among rows that share these by the first range. One thread at a time.
class TableFinder {
 public:
  // `table` must outlive the finder.
  explicit TableFinder(const DecisionTable& table)
      : table_(table),
        effective_(table.column("effective_from", DecisionTable::Role::effective_from)) {}

  // The position of the row for these values on this day; nothing if there is none. Problem codes:
  // undeclared_column, wrong_kind, two_rows.
  Expected<std::optional<std::size_t>> find(std::vector<TableQuestion> questions, Date on);

 private:
  struct Asked {
    std::string name;
    std::optional<std::size_t> equal, minimum, maximum;  // its columns
  };
  // Rows that agree in the equality columns, by rising minimum of the first range.
  struct Group {
    std::vector<std::size_t> rows;
    std::vector<const Cell*> highest;  // the largest maximum up to here; null is open
  };
  // What questions for the same columns share.
  struct Plan {
    std::vector<Asked> asked;          // as the questions, by name
    std::optional<std::size_t> range;  // of `asked`: the first with a minimum or maximum
    std::unordered_map<std::string, Group> groups;
  };

  Expected<Plan*> plan_for(const std::vector<TableQuestion>& questions);
  Expected<Plan> make_plan(const std::vector<TableQuestion>& questions) const;
  void sort_group(const Plan& plan, Group& group) const;
  Expected<void> check_kind(const Asked& asked, const Cell& value) const;
  // The rows of the questions' group that answer, in found_ unless all of them do.
  const std::vector<std::size_t>& candidates(const Plan& plan,
                                             const std::vector<TableQuestion>& questions);
  bool in_ranges(const Plan& plan, const std::vector<TableQuestion>& questions,
                 std::size_t row) const;
  Expected<std::optional<std::size_t>> in_force(const std::vector<std::size_t>& rows,
                                                Date on) const;

  const DecisionTable& table_;
  std::optional<std::size_t> effective_;  // its column effective_from
  std::deque<Plan> plans_;
  std::string key_;                 // room for the next
  std::vector<std::size_t> found_;  // likewise
};

}  // namespace zhipi::engine
