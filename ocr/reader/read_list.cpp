#include "ocr/reader/read_list.h"

#include <algorithm>

namespace zhipi::ocr {
namespace {

constexpr double kIncomplete = 0.5;  // below every threshold: something of the list is not read

std::string title_of(const Field& field) {
  return field.title.empty() ? field.name : field.title;
}

void doubt(Reading& reading, double confidence, std::string text) {
  reading.confidence = std::min(reading.confidence, confidence);
  reading.doubts.push_back(std::move(text));
}

// Adds one cell to its row, and what is doubtful about it to the list.
void add_cell(Reading& whole, json::object& row, std::size_t number, const Field& column,
              const std::optional<Found>& cell) {
  const std::string where = "第" + std::to_string(number) + "行 row " + std::to_string(number) +
                            " " + title_of(column) + ": ";
  if (!cell) return doubt(whole, kIncomplete, where + "未能识读 not read");
  row[column.name] = cell->reading.value;
  whole.text += (whole.text.empty() ? "" : " ") + cell->reading.text;
  whole.confidence = std::min(whole.confidence, cell->reading.confidence);
  for (const std::string& text : cell->reading.doubts) whole.doubts.push_back(where + text);
}

}  // namespace

std::optional<Found> read_list(const Field& list, const ListPlace& place, const Layout& layout,
                               const Prepared& page, Recogniser& recogniser, LineReader& lines) {
  Found found;
  Reading& whole = found.reading;
  whole.confidence = 1;
  json::array rows;
  for (std::size_t r = 0; r < place.rows.size(); ++r) {
    json::object row;
    for (std::size_t c = 0; c < list.of.size(); ++c) {
      const std::optional<Place>& cell = place.rows[r][c];
      if (!cell) continue;
      add_cell(whole, row, r + 1, list.of[c],
               read_field(list.of[c], {*cell}, layout, page, recogniser, lines));
    }
    if (!row.empty()) rows.emplace_back(std::move(row));
  }
  if (rows.empty()) return std::nullopt;
  for (std::size_t c = 0; c < list.of.size(); ++c) {
    if (place.headed[c]) continue;
    doubt(whole, kIncomplete, "未见栏目 column not found: " + title_of(list.of[c]));
  }
  whole.value = std::move(rows);
  found.box = place.box;
  return found;
}

}  // namespace zhipi::ocr
