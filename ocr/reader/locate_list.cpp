#include "ocr/reader/locate_list.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <utility>

#include "ocr/reader/rows.h"

namespace zhipi::ocr {
namespace {

// The heading of one column; `cell` is -1 in a table without rules.
struct Heading {
  cv::Rect box;
  int cell = -1;
};

using Headings = std::vector<std::optional<Heading>>;

int middle(const cv::Rect& box) {
  return box.y + box.height / 2;
}

int centre(const cv::Rect& box) {
  return box.x + box.width / 2;
}

std::vector<std::string> labels_of(const Field& column) {
  if (!column.labels.empty() || column.title.empty()) return column.labels;
  return {column.title};
}

// A heading has its cell for itself: 姓名 林秀英 in one cell is a label and its value.
bool fills_its_cell(const Layout& layout, const LabelHit& hit) {
  const Row& row = layout.rows[hit.row];
  return hit.goes_on || (hit.first == 0 && hit.last == row.glyphs.size());
}

Headings::value_type heading_of(const Layout& layout, const LabelHit& hit) {
  const Row& row = layout.rows[hit.row];
  if (row.cell >= 0) {
    if (!fills_its_cell(layout, hit)) return std::nullopt;
    return Heading{layout.cells[static_cast<std::size_t>(row.cell)], row.cell};
  }
  cv::Rect box = row.glyphs[hit.first].box;
  for (std::size_t i = hit.first; i < hit.last; ++i) box |= row.glyphs[i].box;
  return Heading{box, -1};
}

std::vector<std::vector<Heading>> all_headings(const Field& list, const Layout& layout) {
  std::vector<std::vector<Heading>> all;
  for (const Field& column : list.of) {
    all.emplace_back();
    for (const std::string& label : labels_of(column)) {
      for (const LabelHit& hit : find_label(layout, label)) {
        if (const auto heading = heading_of(layout, hit)) all.back().push_back(*heading);
      }
    }
  }
  return all;
}

bool side_by_side(const Heading& a, const Heading& b) {
  const int reach = std::min(a.box.height, b.box.height) / 2;
  return (a.cell < 0) == (b.cell < 0) && std::abs(middle(a.box) - middle(b.box)) <= reach;
}

std::size_t count_of(const Headings& headings) {
  return static_cast<std::size_t>(std::count_if(headings.begin(), headings.end(),
                                                [](const auto& one) { return one.has_value(); }));
}

// The headings at the height of this one.
Headings beside(const Heading& anchor, const std::vector<std::vector<Heading>>& all) {
  Headings line(all.size());
  for (std::size_t column = 0; column < all.size(); ++column) {
    for (const Heading& heading : all[column]) {
      const bool taken = std::any_of(line.begin(), line.end(), [&heading](const auto& other) {
        return other && (other->box & heading.box).area() > 0;
      });
      if (taken || !side_by_side(anchor, heading)) continue;
      line[column] = heading;
      break;
    }
  }
  return line;
}

// The line with the most headings; empty when none has enough of them.
Headings heading_line(const Field& list, const Layout& layout) {
  const auto all = all_headings(list, layout);
  Headings best;
  std::size_t most = 0;
  for (const auto& column : all) {
    for (const Heading& anchor : column) {
      Headings line = beside(anchor, all);
      const std::size_t count = count_of(line);
      if (count <= most) continue;
      most = count;
      best = std::move(line);
    }
  }
  const std::size_t columns = list.of.size();
  if (most * 2 <= columns || (columns > 1 && most < 2)) return {};
  return best;
}

bool same_span(const cv::Rect& cell, const cv::Rect& heading) {
  const int off = std::max(14, heading.width / 10);
  return std::abs(cell.x - heading.x) <= off && std::abs(cell.br().x - heading.br().x) <= off;
}

struct Band {
  int top = 0;
  int bottom = 0;
  std::size_t columns = 0;
};

// The cells under the headings, by height.
std::vector<Band> bands_under(const Headings& headings, const Layout& layout) {
  std::vector<Band> bands;
  for (const cv::Rect& cell : layout.cells) {  // from above
    const bool under = std::any_of(headings.begin(), headings.end(), [&cell](const auto& heading) {
      return heading && cell.y > middle(heading->box) && same_span(cell, heading->box);
    });
    if (!under) continue;
    if (bands.empty() || middle(cell) > bands.back().bottom) {
      // A cell whose lower rule is broken reaches over two rows: the upper one has been taken.
      const int top = bands.empty() ? cell.y : std::max(cell.y, bands.back().bottom);
      bands.push_back({top, cell.br().y, 1});
    } else {
      bands.back().bottom = std::min(bands.back().bottom, cell.br().y);
      ++bands.back().columns;
    }
  }
  return bands;
}

// The print of a cell. Rows side by side in it are one line.
std::optional<Place> place_in(const cv::Rect& cell, const Layout& layout, const Prepared& page) {
  Place place;
  place.labelled = true;
  for (const Row& row : layout.rows) {
    if (middle(row.box) < cell.y || middle(row.box) >= cell.br().y) continue;
    cv::Rect line;
    for (const Glyph& glyph : row.glyphs) {
      if (centre(glyph.box) < cell.x || centre(glyph.box) >= cell.br().x) continue;
      line = line.area() == 0 ? glyph.box : line | glyph.box;
      place.text.push_back(glyph.character);
    }
    if (line.area() == 0) continue;
    const int reach = line.height / 6;
    const cv::Rect area =
        cv::Rect(line.x - reach, line.y - reach, line.width + 2 * reach, line.height + 2 * reach) &
        cell;
    const cv::Rect close = around_ink(page.ink, area);
    if (close.area() == 0) continue;
    const bool goes_on = !place.lines.empty() && middle(close) < place.lines.back().br().y;
    if (goes_on) {
      place.lines.back() |= close;
    } else {
      place.lines.push_back(close);
    }
  }
  if (place.lines.empty()) return std::nullopt;
  return place;
}

void add_row(ListPlace& found, std::vector<std::optional<Place>> row, const cv::Rect& box) {
  if (std::none_of(row.begin(), row.end(), [](const auto& place) { return place.has_value(); }))
    return;
  found.rows.push_back(std::move(row));
  found.box = found.box.area() == 0 ? box : found.box | box;
}

// The rows of a ruled table end where cells no longer stand under the headings.
void add_ruled(ListPlace& found, const Headings& headings, const Layout& layout,
               const Prepared& page) {
  int bottom = 0;
  cv::Rect across;
  for (const auto& heading : headings) {
    if (!heading) continue;
    bottom = std::max(bottom, heading->box.br().y);
    across = across.area() == 0 ? heading->box : across | heading->box;
  }
  for (const Band& band : bands_under(headings, layout)) {
    const int height = band.bottom - band.top;
    if (band.top - bottom > height / 2 || band.columns * 2 <= count_of(headings)) break;
    bottom = band.bottom;
    std::vector<std::optional<Place>> row(headings.size());
    for (std::size_t i = 0; i < headings.size(); ++i) {
      if (!headings[i]) continue;
      const cv::Rect cell(headings[i]->box.x, band.top, headings[i]->box.width, height);
      row[i] = place_in(cell, layout, page);
    }
    found.reaches_end =
        std::any_of(row.begin(), row.end(), [](const auto& cell) { return !!cell; });
    add_row(found, std::move(row), {across.x, band.top, across.width, height});
  }
}

// Cells side by side, from the left: all that stand at this height.
std::vector<cv::Rect> cells_at(int y, const Layout& layout) {
  std::vector<cv::Rect> cells;
  for (const cv::Rect& cell : layout.cells) {
    if (cell.y <= y && cell.br().y > y) cells.push_back(cell);
  }
  std::sort(cells.begin(), cells.end(),
            [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
  return cells;
}

std::vector<double> edges_of(const std::vector<cv::Rect>& cells) {
  std::vector<double> edges;
  const double left = cells.front().x;
  const double width = cells.back().br().x - left;
  for (const cv::Rect& cell : cells) {
    edges.push_back((cell.x - left) / width);
    edges.push_back((cell.br().x - left) / width);
  }
  return edges;
}

TableColumns columns_of(const Headings& headings, const Layout& layout) {
  TableColumns columns;
  const auto first = std::find_if(headings.begin(), headings.end(),
                                  [](const auto& heading) { return heading.has_value(); });
  const std::vector<cv::Rect> cells = cells_at(middle((*first)->box), layout);
  columns.edges = edges_of(cells);
  for (const auto& heading : headings) {
    const auto own = std::find_if(cells.begin(), cells.end(), [&heading](const cv::Rect& cell) {
      return heading && cell == heading->box;
    });
    columns.cell_of.push_back(own == cells.end() ? -1 : static_cast<int>(own - cells.begin()));
  }
  return columns;
}

bool are_same(const std::vector<double>& a, const std::vector<double>& b) {
  constexpr double kApart = 0.01;  // of the table's width
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double one, double other) { return std::abs(one - other) <= kApart; });
}

// More print above or below the table than a page's head or foot has.
bool has_print(const Layout& layout, const cv::Rect& table, bool above) {
  constexpr std::ptrdiff_t kOfHeadOrFoot = 2;  // rows
  return std::count_if(layout.rows.begin(), layout.rows.end(), [&](const Row& row) {
           return above ? middle(row.box) < table.y : middle(row.box) >= table.br().y;
         }) > kOfHeadOrFoot;
}

// Print with no wide gap inside.
std::vector<cv::Rect> pieces_of(const Row& row) {
  std::vector<cv::Rect> pieces;
  for (const Glyph& glyph : row.glyphs) {
    if (pieces.empty() || glyph.box.x - pieces.back().br().x > row.box.height) {
      pieces.push_back(glyph.box);
    } else {
      pieces.back() |= glyph.box;
    }
  }
  return pieces;
}

// The column in line with this piece: by its left edge, its middle or its right edge.
std::size_t column_of(const cv::Rect& piece, const Headings& headings) {
  std::size_t best = 0;
  int nearest = std::numeric_limits<int>::max();
  for (std::size_t i = 0; i < headings.size(); ++i) {
    if (!headings[i]) continue;
    const cv::Rect& heading = headings[i]->box;
    const int off =
        std::min({std::abs(piece.x - heading.x), std::abs(centre(piece) - centre(heading)),
                  std::abs(piece.br().x - heading.br().x)});
    if (off >= nearest) continue;
    nearest = off;
    best = i;
  }
  return best;
}

bool reaches_two(const cv::Rect& piece, const Headings& headings) {
  int covered = 0;
  for (const auto& heading : headings) {
    covered += heading && piece.x <= centre(heading->box) && piece.br().x >= centre(heading->box);
  }
  return covered >= 2;
}

void add_unruled(ListPlace& found, const Headings& headings, const Layout& layout,
                 const Prepared& page) {
  cv::Rect last;
  for (const auto& heading : headings) {
    if (heading) last = last.area() == 0 ? heading->box : last | heading->box;
  }
  const int height = last.height;
  std::vector<std::optional<Place>> row(headings.size());
  cv::Rect box;
  found.reaches_end = true;
  for (const Row& next : layout.rows) {  // from above
    if (middle(next.box) <= last.br().y && box.area() == 0) continue;
    if (next.cell >= 0 || next.box.y - last.br().y > height * 5 / 2) break;
    if (box.area() > 0 && middle(next.box) > box.br().y) {
      add_row(found, std::exchange(row, std::vector<std::optional<Place>>(headings.size())), box);
      box = {};
    }
    for (const cv::Rect& piece : pieces_of(next)) {
      if (reaches_two(piece, headings)) return add_row(found, std::move(row), box);
      row[column_of(piece, headings)] = place_in(piece, layout, page);
    }
    box = box.area() == 0 ? next.box : box | next.box;
    last = box;
  }
  add_row(found, std::move(row), box);
}

}  // namespace

std::optional<ListPlace> locate_list(const Field& list, const Layout& layout,
                                     const Prepared& page) {
  const Headings headings = heading_line(list, layout);
  if (headings.empty()) return std::nullopt;
  ListPlace found;
  bool ruled = false;
  for (const auto& heading : headings) {
    found.headed.push_back(heading.has_value());
    ruled = ruled || (heading && heading->cell >= 0);
  }
  if (ruled) {
    add_ruled(found, headings, layout, page);
    found.columns = columns_of(headings, layout);
  } else {
    add_unruled(found, headings, layout, page);
  }
  found.reaches_end = found.reaches_end && !has_print(layout, found.box, false);
  return found;
}

std::optional<ListPlace> continued_list(const Field& list, const TableColumns& columns,
                                        const Layout& layout, const Prepared& page) {
  if (columns.edges.empty() || layout.cells.empty()) return std::nullopt;
  const cv::Rect& top = layout.cells.front();  // from above
  const std::vector<cv::Rect> cells = cells_at(middle(top), layout);
  const cv::Rect across = cells.front() | cells.back();
  const auto heads_it = [&](const Heading& heading) { return (heading.box & across).area() > 0; };
  const auto all = all_headings(list, layout);
  const bool headed = std::any_of(all.begin(), all.end(), [&](const auto& column) {
    return std::any_of(column.begin(), column.end(), heads_it);
  });
  if (headed || columns.cell_of.size() != list.of.size() || has_print(layout, across, true) ||
      !are_same(columns.edges, edges_of(cells)))
    return std::nullopt;
  constexpr int kRule = 4;  // the headings are as if just above
  Headings headings;
  ListPlace found;
  for (const int cell : columns.cell_of) {
    headings.emplace_back();
    if (cell >= 0 && static_cast<std::size_t>(cell) < cells.size()) {
      const cv::Rect& own = cells[static_cast<std::size_t>(cell)];
      headings.back() = Heading{{own.x, own.y - kRule, own.width, kRule}, 0};
    }
    found.headed.push_back(headings.back().has_value());
  }
  if (count_of(headings) == 0) return std::nullopt;
  add_ruled(found, headings, layout, page);
  if (found.rows.empty()) return std::nullopt;
  found.columns = columns;
  found.reaches_end = found.reaches_end && !has_print(layout, found.box, false);
  return found;
}

}  // namespace zhipi::ocr
