#include "engine/table_finder.h"

#include <algorithm>
#include <cstring>

#include "engine/suggestion.h"

namespace zhipi::engine {
namespace {

using Role = DecisionTable::Role;

bool is_empty(const Cell& cell) {
  return std::holds_alternative<std::monostate>(cell);
}

template <class Value>
void append_bytes(std::string& key, char tag, const Value& value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  key += tag;
  key.append(bytes, sizeof value);
}

// Equal cells have equal keys, and no others: numbers by their value, whole or not.
void append_key(std::string& key, const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
    append_bytes(key, 'n', static_cast<double>(*whole));
  } else if (const auto* number = std::get_if<double>(&cell)) {
    append_bytes(key, 'n', *number == 0 ? 0.0 : *number);
  } else if (const auto* flag = std::get_if<bool>(&cell)) {
    append_bytes(key, 'b', *flag);
  } else if (const auto* date = std::get_if<Date>(&cell)) {
    append_bytes(key, 'd', *date);
  } else if (const auto* text = std::get_if<std::string>(&cell)) {
    append_bytes(key, 't', text->size());
    key += *text;
  }
}

bool less(const Cell& left, const Cell& right) {
  return compare(left, right).value_or(0) < 0;
}

}  // namespace

Expected<std::optional<std::size_t>> TableFinder::find(std::vector<TableQuestion> questions,
                                                       Date on) {
  // The order in which an author wrote them means nothing.
  std::sort(questions.begin(), questions.end(),
            [](const auto& left, const auto& right) { return left.column < right.column; });
  const auto plan = plan_for(questions);
  if (!plan) return tl::unexpected(plan.error());
  for (std::size_t at = 0; at < questions.size(); ++at) {
    if (auto right = check_kind((*plan)->asked[at], questions[at].value); !right) {
      return tl::unexpected(std::move(right.error()));
    }
  }
  key_.clear();
  for (std::size_t at = 0; at < questions.size(); ++at) {
    if ((*plan)->asked[at].equal) append_key(key_, questions[at].value);
  }
  return in_force(candidates(**plan, questions), on);
}

Expected<TableFinder::Plan*> TableFinder::plan_for(const std::vector<TableQuestion>& questions) {
  const auto known = std::find_if(plans_.begin(), plans_.end(), [&](const Plan& plan) {
    return std::equal(
        plan.asked.begin(), plan.asked.end(), questions.begin(), questions.end(),
        [](const Asked& asked, const auto& question) { return asked.name == question.column; });
  });
  if (known != plans_.end()) return &*known;
  auto made = make_plan(questions);
  if (!made) return tl::unexpected(std::move(made.error()));
  return &plans_.emplace_back(*std::move(made));
}

Expected<TableFinder::Plan> TableFinder::make_plan(
    const std::vector<TableQuestion>& questions) const {
  Plan plan;
  for (const TableQuestion& question : questions) {
    Asked one{question.column, table_.column(question.column, Role::equal),
              table_.column(question.column, Role::minimum),
              table_.column(question.column, Role::maximum)};
    if (!one.equal && !one.minimum && !one.maximum) {
      return problem("undeclared_column", table_.file() + " has no column `" + question.column +
                                              "`" +
                                              suggestion(question.column, table_.column_names()));
    }
    if (!plan.range && (one.minimum || one.maximum)) plan.range = plan.asked.size();
    plan.asked.push_back(std::move(one));
  }
  for (std::size_t row = 0; row < table_.size(); ++row) {
    std::string key;
    bool open = false;  // an empty cell equals nothing
    for (const Asked& one : plan.asked) {
      if (!one.equal) continue;
      open = open || is_empty(table_.cell(row, *one.equal));
      append_key(key, table_.cell(row, *one.equal));
    }
    if (!open) plan.groups[std::move(key)].rows.push_back(row);
  }
  for (auto& [key, group] : plan.groups) sort_group(plan, group);
  return plan;
}

void TableFinder::sort_group(const Plan& plan, Group& group) const {
  if (!plan.range) return;
  const Asked& range = plan.asked[*plan.range];
  if (range.minimum) {
    std::stable_sort(group.rows.begin(), group.rows.end(),
                     [&](std::size_t left, std::size_t right) {
                       const Cell& a = table_.cell(left, *range.minimum);
                       const Cell& b = table_.cell(right, *range.minimum);
                       return is_empty(a) ? !is_empty(b) : !is_empty(b) && less(a, b);
                     });
  }
  for (const std::size_t row : group.rows) {
    const Cell* highest = range.maximum ? &table_.cell(row, *range.maximum) : nullptr;
    if (highest != nullptr && is_empty(*highest)) highest = nullptr;
    if (!group.highest.empty()) {
      const Cell* const before = group.highest.back();
      if (before == nullptr || (highest != nullptr && less(*highest, *before))) highest = before;
    }
    group.highest.push_back(highest);
  }
}

// A cell of another kind than what is asked is a fault of the table or the rule, not a mere "no".
Expected<void> TableFinder::check_kind(const Asked& asked, const Cell& value) const {
  for (const auto& column : {asked.equal, asked.minimum, asked.maximum}) {
    if (!column) continue;
    for (const std::string_view kind : table_.kinds(*column)) {
      if (kind == kind_of(value)) continue;
      return problem("wrong_kind", table_.file() + " compares `" + asked.name + "`, a " +
                                       std::string(kind) + ", with a " +
                                       std::string(kind_of(value)));
    }
  }
  return {};
}

// Rows that answer, whenever they are in force. `key_` is that of the questions.
const std::vector<std::size_t>& TableFinder::candidates(
    const Plan& plan, const std::vector<TableQuestion>& questions) {
  found_.clear();
  const auto group = plan.groups.find(key_);
  if (group == plan.groups.end()) return found_;
  const std::vector<std::size_t>& rows = group->second.rows;
  if (!plan.range) return rows;
  const Cell& asked = questions[*plan.range].value;
  const auto minimum = plan.asked[*plan.range].minimum;
  auto at = rows.end();
  if (minimum) {
    at = std::upper_bound(rows.begin(), rows.end(), asked, [&](const Cell& value, std::size_t row) {
      const Cell& lowest = table_.cell(row, *minimum);
      return !is_empty(lowest) && less(value, lowest);
    });
  }
  while (at != rows.begin()) {
    --at;
    const Cell* const highest = group->second.highest[static_cast<std::size_t>(at - rows.begin())];
    if (highest != nullptr && less(*highest, asked)) break;  // and so are all before it
    if (in_ranges(plan, questions, *at)) found_.push_back(*at);
  }
  return found_;
}

bool TableFinder::in_ranges(const Plan& plan, const std::vector<TableQuestion>& questions,
                            std::size_t row) const {
  for (std::size_t at = 0; at < questions.size(); ++at) {
    const Asked& asked = plan.asked[at];
    const Cell& value = questions[at].value;
    if (asked.minimum) {
      const Cell& lowest = table_.cell(row, *asked.minimum);
      if (!is_empty(lowest) && less(value, lowest)) return false;
    }
    if (asked.maximum) {
      const Cell& highest = table_.cell(row, *asked.maximum);
      if (!is_empty(highest) && less(highest, value)) return false;
    }
  }
  return true;
}

// Of rows in force the latest counts; an empty date is in force from the beginning.
Expected<std::optional<std::size_t>> TableFinder::in_force(const std::vector<std::size_t>& rows,
                                                           Date on) const {
  std::optional<std::size_t> found;
  std::optional<Date> latest;
  bool tie = false;
  for (const std::size_t row : rows) {
    const auto* const date =
        effective_ ? std::get_if<Date>(&table_.cell(row, *effective_)) : nullptr;
    if (date != nullptr && *date > on) continue;
    const std::optional<Date> from = date == nullptr ? std::nullopt : std::optional(*date);
    if (found && from == latest) {
      tie = true;
      found = std::min(*found, row);
    } else if (!found || !latest || (from && *latest < *from)) {
      found = row;
      latest = from;
      tie = false;
    }
  }
  if (!tie) return found;
  return problem("two_rows", table_.file() + " has two rows for these values; one is line " +
                                 std::to_string(table_.line(*found)));
}

}  // namespace zhipi::engine
