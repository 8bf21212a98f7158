#include "engine/authoring/table_text.h"

#include <algorithm>

#include "engine/csv.h"

namespace zhipi::engine {
namespace {

Kind kind_of_cells(const TableText& table, std::size_t at) {
  if (const auto declared = field_kind(table.columns[at].kind)) return kind_of(*declared);
  Kind common;
  bool first = true;
  for (const TableText::Row& row : table.rows) {
    const Cell& cell = row.cells[at];
    if (std::holds_alternative<std::monostate>(cell)) continue;
    Kind kind;
    kind.is = std::holds_alternative<std::string>(cell) ? Kind::Is::text : Kind::Is::number;
    if (kind.is == Kind::Is::number) {
      const bool whole = std::holds_alternative<std::int64_t>(cell);
      kind.of = whole ? FieldKind::integer : FieldKind::decimal;
    }
    common = first ? kind : common_kind(common, kind);
    first = false;
  }
  return common;
}

}  // namespace

std::vector<std::string> TableText::names() const {
  std::vector<std::string> names;
  for (const Column& column : columns) {
    const bool known = std::find(names.begin(), names.end(), column.name) != names.end();
    if (column.role != Role::effective_from && !known) names.push_back(column.name);
  }
  return names;
}

const TableText::Column* TableText::find(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
    return column.name == name && column.role != Role::effective_from;
  });
  return found == columns.end() ? nullptr : &*found;
}

Expected<TableText, Problems> read_table_text(std::string_view text, const std::string& file) {
  const auto read = parse_csv(text, file);
  if (!read) return tl::unexpected(Problems{read.error()});
  if (read->front().cells.size() > kTableColumns) {
    return tl::unexpected(
        Problems{{"bad_column", "a decision table has at most 200 columns", file + ":1:1"}});
  }
  if (auto judged = DecisionTable::parse(text, file); !judged) {
    return tl::unexpected(std::move(judged.error()));
  }
  const std::vector<CsvRow>& csv = *read;
  TableText table;
  table.file = file;
  for (const std::string& header : csv.front().cells) {
    TableText::Column column;
    const std::size_t colon = header.find(':');
    column.name = header.substr(0, colon);
    if (colon != std::string::npos) column.kind = header.substr(colon + 1);
    if (column.name.ends_with(".min")) column.role = TableText::Role::minimum;
    if (column.name.ends_with(".max")) column.role = TableText::Role::maximum;
    if (column.role != TableText::Role::equal) column.name.resize(column.name.size() - 4);
    if (column.name == "effective_from") {
      column.role = TableText::Role::effective_from;
      column.kind = "date";
    }
    table.columns.push_back(std::move(column));
  }
  for (std::size_t at = 1; at < csv.size(); ++at) {
    TableText::Row row{csv[at].line, {}};
    for (std::size_t cell = 0; cell < csv[at].cells.size(); ++cell) {
      row.cells.push_back(parse_cell(csv[at].cells[cell], table.columns[cell].kind).value());
    }
    table.rows.push_back(std::move(row));
  }
  for (std::size_t at = 0; at < table.columns.size(); ++at) {
    table.columns[at].gives = kind_of_cells(table, at);
  }
  return table;
}

const TableText* Tables::find(const std::string& file) {
  auto known = read_.find(file);
  if (known == read_.end()) {
    known = read_.emplace(file, std::nullopt).first;
    if (const auto text = files_.files.find(file); text != files_.files.end()) {
      if (auto table = read_table_text(text->second, file)) {
        known->second = *std::move(table);
      } else {
        problems_.insert(problems_.end(), table.error().begin(), table.error().end());
      }
    }
  }
  return known->second ? &*known->second : nullptr;
}

std::vector<std::string> Tables::files() const {
  std::vector<std::string> found;
  for (const auto& [name, bytes] : files_.files) {
    if (name.ends_with(".csv")) found.push_back(name);
  }
  return found;
}

}  // namespace zhipi::engine
