// Decision tables: thresholds with gaps or overlaps, rows twice, columns and files for nothing.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "engine/authoring/check_parts.h"
#include "models/formats/amount.h"
#include "models/json.h"

namespace zhipi::engine {
namespace {

using Role = TableText::Role;

constexpr std::size_t kMostProblems = 20;  // of one table
constexpr std::size_t kMostDates = 50;     // effective dates that are looked at
constexpr std::size_t kMostBoxes = 500;    // rows of several ranges that are compared
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Columns that speak to people and are read by no rule.
constexpr std::array<std::string_view, 8> kNotes{"basis",  "title",   "note",   "notes",
                                                 "remark", "remarks", "source", "unit"};

// Numbers as they are, dates as days; nothing for what has no order of that kind.
std::optional<double> place_on_line(const Cell& cell) {
  if (const auto* const whole = std::get_if<std::int64_t>(&cell)) {
    return static_cast<double>(*whole);
  }
  if (const auto* const number = std::get_if<double>(&cell)) return *number;
  if (const auto* const date = std::get_if<Date>(&cell)) {
    return Date::of(1, 1, 1)->days_until(*date);
  }
  return std::nullopt;
}

std::string shown(const Cell& cell, const std::string& kind) {
  if (const auto* const fen = std::get_if<std::int64_t>(&cell); fen != nullptr && kind == "money") {
    return formats::yuan_text(*fen);
  }
  const Json value = to_json(cell);
  return value.is_string() ? std::string(value.get_string()) : canonical_json(value);
}

struct Range {
  double low = -kInfinity;
  double high = kInfinity;
  double from = -kInfinity;  // effective_from
  const TableText::Row* row = nullptr;
};

// The distance of neighbours: 1 for whole numbers and days, 0.01 where two decimals are written.
double step_of(const std::vector<Range>& rows) {
  double step = 1;
  for (const Range& row : rows) {
    for (const double end : {row.low, row.high}) {
      if (std::isinf(end)) continue;
      while (step > 1e-6 && std::abs(std::remainder(end, step)) > step * 1e-6) step /= 10;
    }
  }
  return step;
}

// One way of asking a table: the columns that a `row { … }` names.
class Questioned {
 public:
  Questioned(const TableText& table, const std::set<std::string>& asked, Problems& warnings)
      : table_(table), warnings_(warnings) {
    for (std::size_t at = 0; at < table.columns.size(); ++at) {
      const TableText::Column& column = table.columns[at];
      if (column.role == Role::effective_from) from_ = at;
      if (!asked.contains(column.name)) continue;
      if (column.role == Role::equal) keys_.push_back(at);
      if (column.role == Role::minimum) bounds_[column.name].first = at;
      if (column.role == Role::maximum) bounds_[column.name].second = at;
    }
    // The first range column is laid out; the others belong to the row's key.
    if (!bounds_.empty()) ranged_ = bounds_.begin()->first;
  }

  void check() {
    std::map<std::string, std::vector<Range>> groups;
    std::map<std::string, std::vector<const TableText::Row*>> combinations;
    for (const TableText::Row& row : table_.rows) {
      auto key = key_of(row);
      if (!key) continue;
      combinations[*key].push_back(&row);
      groups[*key + other_bounds(row)].push_back(range_of(row));
    }
    for (auto& [key, rows] : groups) {
      check_overlaps(rows);
      if (ranged_) check_gaps(rows);
    }
    if (bounds_.size() < 2) return;
    for (const auto& [key, rows] : combinations) check_boxes(rows);
  }

 private:
  using Ends = std::pair<std::optional<std::size_t>, std::optional<std::size_t>>;

  // Nothing for a row with an empty key: it answers nothing.
  std::optional<std::string> key_of(const TableText::Row& row) const {
    std::string key;
    for (const std::size_t at : keys_) {
      if (std::holds_alternative<std::monostate>(row.cells[at])) return std::nullopt;
      key += canonical_json(to_json(row.cells[at])) + "\n";
    }
    return key;
  }

  std::string other_bounds(const TableText::Row& row) const {
    std::string key;
    for (const auto& [name, ends] : bounds_) {
      if (name == ranged_) continue;
      for (const auto& end : {ends.first, ends.second}) {
        key += (end ? canonical_json(to_json(row.cells[*end])) : "") + "\n";
      }
    }
    return key;
  }

  Range range_of(const TableText::Row& row) const {
    Range range;
    range.row = &row;
    if (from_) range.from = place_on_line(row.cells[*from_]).value_or(-kInfinity);
    if (ranged_) std::tie(range.low, range.high) = span_of(row, bounds_.at(*ranged_));
    return range;
  }

  std::pair<double, double> span_of(const TableText::Row& row, const Ends& ends) const {
    return {ends.first ? place_on_line(row.cells[*ends.first]).value_or(-kInfinity) : -kInfinity,
            ends.second ? place_on_line(row.cells[*ends.second]).value_or(kInfinity) : kInfinity};
  }

  // Rows of several ranges overlap where all of their ranges do. Those of one band are told of by
  // check_overlaps already.
  void check_boxes(const std::vector<const TableText::Row*>& rows) {
    const std::size_t count = std::min(rows.size(), kMostBoxes);
    for (std::size_t at = 0; at < count; ++at) {
      for (std::size_t before = 0; before < at; ++before) {
        const TableText::Row& first = *rows[before];
        const TableText::Row& second = *rows[at];
        if (other_bounds(first) == other_bounds(second)) continue;
        if (range_of(first).from != range_of(second).from || !boxes_meet(first, second)) continue;
        warn("range_overlap",
             "all ranges overlap those of line " + std::to_string(first.line) +
                 "; two rows for one value are an error",
             second);
      }
    }
  }

  bool boxes_meet(const TableText::Row& first, const TableText::Row& second) const {
    return std::all_of(bounds_.begin(), bounds_.end(), [&](const auto& bound) {
      const auto [low, high] = span_of(first, bound.second);
      const auto [other_low, other_high] = span_of(second, bound.second);
      return low <= other_high && other_low <= high;
    });
  }

  void check_overlaps(std::vector<Range>& rows) {
    std::sort(rows.begin(), rows.end(), [](const Range& left, const Range& right) {
      return std::tie(left.from, left.low) < std::tie(right.from, right.low);
    });
    const Range* widest = nullptr;
    for (const Range& row : rows) {
      if (row.low > row.high) continue;
      if (widest != nullptr && widest->from == row.from && row.low <= widest->high) {
        report_overlap(*widest, row);
      }
      if (widest == nullptr || widest->from != row.from || row.high > widest->high) widest = &row;
    }
  }

  void report_overlap(const Range& first, const Range& second) {
    const std::string other = std::to_string(first.row->line);
    if (!ranged_ || (first.low == second.low && first.high == second.high)) {
      warn("duplicate_row", "answers the same question as line " + other, *second.row);
      return;
    }
    warn("range_overlap",
         "`" + *ranged_ + "` " + span(*second.row) + " overlaps line " + other + " (" +
             span(*first.row) + "); two rows for one value are an error",
         *second.row);
  }

  // At each day from which a row is in force, those of that day and before together.
  void check_gaps(const std::vector<Range>& rows) {
    std::set<double> days;
    for (const Range& row : rows) days.insert(row.from);
    while (days.size() > kMostDates) days.erase(days.begin());
    const double step = step_of(rows);
    std::vector<Range> sorted = rows;
    std::sort(sorted.begin(), sorted.end(),
              [](const Range& left, const Range& right) { return left.low < right.low; });
    std::set<int> told;
    for (const double day : days) {
      const Range* last = nullptr;
      for (const Range& row : sorted) {
        if (row.from > day || row.low > row.high) continue;
        const bool gap = last != nullptr && row.low > last->high + step * 1.000001;
        if (gap && told.insert(row.row->line).second) {
          warn("range_gap",
               "`" + *ranged_ + "` has a gap between line " + std::to_string(last->row->line) +
                   " (" + span(*last->row) + ") and this one (" + span(*row.row) + ")",
               *row.row);
        }
        if (last == nullptr || row.high > last->high) last = &row;
      }
    }
  }

  std::string span(const TableText::Row& row) const {
    const auto& ends = bounds_.at(*ranged_);
    const auto end = [&](const std::optional<std::size_t>& at) {
      const bool open = !at || std::holds_alternative<std::monostate>(row.cells[*at]);
      return open ? std::string() : shown(row.cells[*at], table_.columns[*at].kind);
    };
    return end(ends.first) + "–" + end(ends.second);
  }

  void warn(std::string code, std::string message, const TableText::Row& row) {
    if (++told_ > kMostProblems) return;
    warnings_.push_back(
        {std::move(code), std::move(message), table_.file + ":" + std::to_string(row.line) + ":1"});
  }

  const TableText& table_;
  Problems& warnings_;
  std::vector<std::size_t> keys_;
  std::map<std::string, Ends> bounds_;
  std::optional<std::string> ranged_;
  std::optional<std::size_t> from_;
  std::size_t told_ = 0;
};

// What is wrong with a row or column whatever is asked.
void check_cells(const TableText& table, Problems& warnings) {
  const auto warn = [&](std::string code, std::string message, int line) {
    warnings.push_back(
        {std::move(code), std::move(message), table.file + ":" + std::to_string(line) + ":1"});
  };
  for (std::size_t low = 0; low < table.columns.size(); ++low) {
    const TableText::Column& column = table.columns[low];
    std::size_t told = 0;
    for (std::size_t high = 0; high < table.columns.size(); ++high) {
      const bool pair = column.role == Role::minimum && table.columns[high].role == Role::maximum &&
                        table.columns[high].name == column.name;
      for (const TableText::Row& row : table.rows) {
        if (!pair || told == kMostProblems) break;
        const auto bottom = place_on_line(row.cells[low]);
        const auto top = place_on_line(row.cells[high]);
        if (!bottom || !top || *bottom <= *top) continue;
        ++told;
        warn("min_above_max",
             "`" + column.name + ".min` (" + shown(row.cells[low], column.kind) + ") is above `" +
                 column.name + ".max` (" + shown(row.cells[high], column.kind) +
                 "): the row answers nothing",
             row.line);
      }
    }
    if (!column.kind.empty()) continue;
    const auto is_text = [&](const TableText::Row& row) {
      return std::holds_alternative<std::string>(row.cells[low]);
    };
    const auto is_number = [&](const TableText::Row& row) {
      return place_on_line(row.cells[low]).has_value();
    };
    const auto odd = std::find_if(table.rows.begin(), table.rows.end(), is_text);
    if (odd == table.rows.end() || std::none_of(table.rows.begin(), table.rows.end(), is_number)) {
      continue;
    }
    warn("mixed_column",
         "`" + column.name + "` holds numbers and texts; say its kind in the header, as `" +
             column.name + ":text`",
         odd->line);
  }
}

void check_columns(const TableText& table, const Uses::TableUse& use, Problems& warnings) {
  std::set<std::string> used = use.answers;
  for (const Uses::Question& question : use.questions) {
    used.insert(question.columns.begin(), question.columns.end());
  }
  for (const std::string& name : table.names()) {
    const bool note = std::find(kNotes.begin(), kNotes.end(), name) != kNotes.end() ||
                      static_cast<unsigned char>(name[0]) >= 0x80;
    if (note || used.contains(name)) continue;
    warnings.push_back(
        {"unused_column", "no rule asks or reads the column `" + name + "`", table.file + ":1:1"});
  }
}

}  // namespace

void check_decision_tables(const CheckedPack& pack, Findings& findings) {
  for (const auto& [file, use] : pack.uses.tables) {
    const TableText* const table = pack.tables.find(file);
    if (table == nullptr) continue;
    check_cells(*table, findings.warnings);
    std::set<std::set<std::string>> asked;
    for (const Uses::Question& question : use.questions) asked.insert(question.columns);
    if (use.whole) continue;
    for (const auto& columns : asked) Questioned(*table, columns, findings.warnings).check();
    check_columns(*table, use, findings.warnings);
  }
  const Problems& unreadable = pack.tables.problems();
  findings.errors.insert(findings.errors.end(), unreadable.begin(), unreadable.end());
  if (pack.uses.computed_tables) return;
  for (const std::string& file : pack.tables.files()) {
    if (pack.uses.tables.contains(file) || pack.uses.criteria_tables.contains(file)) continue;
    findings.warnings.push_back({"unused_table", "no rule uses this table", file + ":1:1"});
  }
}

}  // namespace zhipi::engine
