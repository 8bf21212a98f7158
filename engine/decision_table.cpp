#include "engine/decision_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/csv.h"
#include "engine/suggestion.h"
#include "models/field.h"
#include "models/normalise.h"

namespace zhipi::engine {
namespace {

std::optional<double> number_of(const Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  return std::nullopt;
}

constexpr std::int64_t kLargestWhole = 9007199254740991;  // 2^53 - 1, as for facts

// A cell without a kind: a number if all of it is one (no leading zero: 007 is a code; no more
// digits than a fact can have), else text.
Cell as_it_looks(const std::string& text) {
  if (text.empty()) return {};
  const bool code = text.size() > 1 && text[0] == '0' && text[1] != '.';
  std::int64_t whole = 0;
  const char* const end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, whole);
      !code && read.ec == std::errc() && read.ptr == end && whole <= kLargestWhole &&
      whole >= -kLargestWhole) {
    return whole;
  }
  double number = 0;
  if (const auto read = std::from_chars(text.data(), end, number, std::chars_format::fixed);
      !code && read.ec == std::errc() && read.ptr == end &&
      std::abs(number) <= static_cast<double>(kLargestWhole)) {
    return number;
  }
  return text;
}

}  // namespace

std::string_view kind_of(const Cell& cell) {
  static constexpr std::string_view kNames[] = {"empty",  "boolean", "number",
                                                "number", "text",    "date"};
  return kNames[cell.index()];
}

Json to_json(const Cell& cell) {
  return std::visit(
      [](const auto& value) -> Json {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Value, std::monostate>) {
          return nullptr;
        } else if constexpr (std::is_same_v<Value, Date>) {
          return Json(value.text());
        } else {
          return Json(value);
        }
      },
      cell);
}

Expected<Cell> parse_cell(const std::string& text, const std::string& kind) {
  if (text.empty()) return Cell{};
  if (kind.empty()) return as_it_looks(text);
  Field field;
  field.kind = *field_kind(kind);
  auto value = normalise_value(field, text);
  if (!value) return tl::unexpected(value.error());
  switch (field.kind) {
    case FieldKind::date:
      return Cell(*Date::parse(value->as_string()));
    case FieldKind::integer:
    case FieldKind::money:
      return Cell(value->to_number<std::int64_t>());
    case FieldKind::decimal:
    case FieldKind::percent:
      return Cell(value->to_number<double>());
    case FieldKind::boolean:
    case FieldKind::checkbox:
      return Cell(value->as_bool());
    default:
      return Cell(std::string(value->as_string()));
  }
}

std::optional<int> compare(const Cell& left, const Cell& right) {
  const auto sign = [](const auto& a, const auto& b) { return a < b ? -1 : b < a ? 1 : 0; };
  const auto left_number = number_of(left);
  const auto right_number = number_of(right);
  if (left_number && right_number) return sign(*left_number, *right_number);
  if (left.index() != right.index()) return std::nullopt;
  return sign(left, right);
}

Expected<DecisionTable, Problems> DecisionTable::parse(std::string_view text,
                                                       const std::string& file) {
  const auto csv = parse_csv(text, file);
  if (!csv) return tl::unexpected(Problems{csv.error()});
  if (csv->front().cells.size() > kMostColumns) {
    return tl::unexpected(
        Problems{{"bad_column",
                  "a table has at most " + std::to_string(kMostColumns) +
                      " columns; this one has " + std::to_string(csv->front().cells.size()),
                  file + ":1:1"}});
  }
  DecisionTable table;
  table.file_ = file;
  Problems problems;
  for (const std::string& header : csv->front().cells) {
    Column column;
    const std::size_t colon = header.find(':');
    column.name = header.substr(0, colon);
    if (colon != std::string::npos) column.kind = header.substr(colon + 1);
    if (column.name.ends_with(".min")) column.role = Role::minimum;
    if (column.name.ends_with(".max")) column.role = Role::maximum;
    if (column.role != Role::equal) column.name.resize(column.name.size() - 4);
    if (column.name == "effective_from") {
      column.role = Role::effective_from;
      column.kind = "date";
    }
    const auto kind = field_kind(column.kind);
    if (!column.kind.empty() && (!kind || *kind == FieldKind::list || is_seen(*kind))) {
      problems.push_back({"bad_column",
                          "`" + column.kind + "` is no kind of a table's cells: " + header,
                          file + ":1:1"});
      column.kind.clear();
    }
    if (column.name.empty() || table.column(column.name, column.role)) {
      problems.push_back(
          {"bad_column", "a column needs a name of its own: \"" + header + "\"", file + ":1:1"});
    }
    table.columns_.push_back(std::move(column));
  }
  for (std::size_t row = 1; row < csv->size(); ++row) {
    const CsvRow& source = (*csv)[row];
    std::vector<Cell> cells;
    for (std::size_t at = 0; at < source.cells.size(); ++at) {
      auto cell = parse_cell(source.cells[at], table.columns_[at].kind);
      if (!cell) {
        problems.push_back({"bad_cell", table.columns_[at].name + ": " + cell.error().message,
                            file + ":" + std::to_string(source.line) + ":1"});
        cell = Cell{};
      }
      cells.push_back(*std::move(cell));
    }
    table.rows_.push_back(std::move(cells));
    table.lines_.push_back(source.line);
  }
  if (!problems.empty()) return tl::unexpected(std::move(problems));
  for (std::size_t row = 0; row < table.size(); ++row) {
    table.texts_.push_back(canonical_json(table.row_json(row)));
  }
  table.kinds_.resize(table.columns_.size());
  for (const std::vector<Cell>& row : table.rows_) {
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (std::holds_alternative<std::monostate>(row[at])) continue;
      auto& kinds = table.kinds_[at];
      const std::string_view kind = kind_of(row[at]);
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
  }
  return table;
}

std::vector<std::string> DecisionTable::column_names() const {
  std::vector<std::string> names;
  for (const Column& column : columns_) {
    const bool known = std::find(names.begin(), names.end(), column.name) != names.end();
    if (column.role != Role::effective_from && !known) names.push_back(column.name);
  }
  return names;
}

std::optional<std::size_t> DecisionTable::column(std::string_view name, Role role) const {
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    if (columns_[at].role == role && columns_[at].name == name) return at;
  }
  return std::nullopt;
}

const Cell* DecisionTable::cell(std::size_t row, std::string_view name) const {
  const auto at = column(name, Role::equal);
  return at ? &rows_[row][*at] : nullptr;
}

Json DecisionTable::row_json(std::size_t row) const {
  json::object object;
  for (std::size_t at = 0; at < columns_.size(); ++at) {
    std::string name = columns_[at].name;
    if (columns_[at].role == Role::minimum) name += ".min";
    if (columns_[at].role == Role::maximum) name += ".max";
    object[name] = to_json(rows_[row][at]);
  }
  return object;
}

}  // namespace zhipi::engine
