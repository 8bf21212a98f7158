#include "engine/authoring/csv_places.h"

#include <algorithm>

#include "models/formats/text.h"

namespace zhipi::engine {
namespace {

// The end of the cell that begins at `at`.
std::size_t end_of_cell(std::string_view text, std::size_t at) {
  bool quoted = at < text.size() && text[at] == '"';
  for (std::size_t end = quoted ? at + 1 : at; end < text.size(); ++end) {
    if (quoted && text[end] == '"') {
      if (text.substr(end + 1, 1) == "\"") {
        ++end;
      } else {
        quoted = false;
      }
    } else if (!quoted && (text[end] == ',' || text[end] == '\n')) {
      return end;
    }
  }
  return text.size();
}

}  // namespace

std::vector<std::vector<CellPlace>> cell_places(std::string_view text) {
  std::vector<std::vector<CellPlace>> rows;
  std::vector<CellPlace> row;
  bool empty = true;
  int line = 1;
  std::size_t line_begin = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (std::size_t at = line_begin; at < text.size();) {
    const std::size_t end = end_of_cell(text, at);
    const std::string_view cell = text.substr(at, end - at);
    const auto before = formats::length(text.substr(line_begin, at - line_begin));
    row.push_back({at, end, line, static_cast<int>(1 + before)});
    const std::string plain = formats::normalise_text(cell);
    empty = empty && (plain.empty() || plain == "\"\"");
    if (const auto breaks = std::count(cell.begin(), cell.end(), '\n'); breaks > 0) {
      line += static_cast<int>(breaks);
      line_begin = at + cell.rfind('\n') + 1;
    }
    at = end + 1;
    if (end < text.size() && text[end] == ',') {
      if (at < text.size()) continue;
      row.push_back({at, at, line, row.back().column + 1});
    }
    if (!empty) rows.push_back(row);
    row.clear();
    empty = true;
    ++line;
    line_begin = at;
  }
  return rows;
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char letter : text) {
    quoted += letter;
    if (letter == '"') quoted += '"';
  }
  return quoted + "\"";
}

}  // namespace zhipi::engine
