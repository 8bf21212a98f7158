// A quantified table of criteria (审查量化表) as policy staff keep it in a spreadsheet.
//
// Columns: id, title, basis, stage, when, fact, op, value, otherwise, message, days; those a table
// does not need may be left out, but for id, fact, op, value and otherwise.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/condition.h"
#include "engine/declarations.h"

namespace zhipi::engine {

struct NativeCheck {
  std::vector<Condition> when;
  Condition check;
};

struct TableCriterion {
  Criterion criterion;
  NativeCheck check;
};

// Every problem of the file at once; `where` is "file:line:1".
Expected<std::vector<TableCriterion>, Problems> parse_criteria_table(const Matter& matter,
                                                                     std::string_view text,
                                                                     const std::string& file);

}  // namespace zhipi::engine
