#include "ocr/reader/layout.h"

#include <algorithm>
#include <tuple>

#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

int cell_at(const std::vector<cv::Rect>& cells, const cv::Rect& box) {
  const cv::Point middle(box.x + box.width / 2, box.y + box.height / 2);
  int best = -1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].contains(middle)) continue;
    if (best < 0 || cells[i].area() < cells[static_cast<std::size_t>(best)].area()) {
      best = static_cast<int>(i);
    }
  }
  return best;
}

void add(Row& row, const Glyph& glyph) {
  row.box = row.glyphs.empty() ? glyph.box : row.box | glyph.box;
  row.glyphs.push_back(glyph);
}

bool at_one_height(const cv::Rect& a, const cv::Rect& b) {
  const int shared = std::min(a.br().y, b.br().y) - std::max(a.y, b.y);
  return shared * 2 > std::min(a.height, b.height);
}

// Pieces of one line that lie in one cell.
std::vector<Row> pieces(const std::vector<Glyph>& line, const std::vector<cv::Rect>& cells) {
  std::vector<Row> rows;
  for (Glyph glyph : line) {
    if (is_space(glyph.character) || glyph.box.area() == 0) continue;
    glyph.character = formats::fold_width(glyph.character);
    const int cell = cell_at(cells, glyph.box);
    if (rows.empty() || rows.back().cell != cell) {
      rows.emplace_back();
      rows.back().cell = cell;
    }
    add(rows.back(), glyph);
  }
  return rows;
}

void join(Row& row, const Row& other) {
  for (const Glyph& glyph : other.glyphs) add(row, glyph);
  std::stable_sort(row.glyphs.begin(), row.glyphs.end(), [](const Glyph& a, const Glyph& b) {
    return a.box.x + a.box.width / 2 < b.box.x + b.box.width / 2;
  });
}

bool is_colon(char32_t character) {
  return character == U':' || character == U'：';
}

int errors_allowed(std::size_t size) {
  return size >= 8 ? 2 : size >= 4 ? 1 : 0;
}

}  // namespace

Layout lay_out(const std::vector<std::vector<Glyph>>& lines, const std::vector<cv::Rect>& cells) {
  Layout layout{{}, cells};
  std::vector<Row> all;
  for (const auto& line : lines) {
    for (Row& row : pieces(line, cells)) all.push_back(std::move(row));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Row& a, const Row& b) { return a.box.x < b.box.x; });
  for (const Row& piece : all) {
    const auto partner = std::find_if(layout.rows.begin(), layout.rows.end(), [&](const Row& row) {
      return row.cell == piece.cell && at_one_height(row.box, piece.box) &&
             piece.box.x + piece.box.width / 2 > row.box.br().x;
    });
    if (partner == layout.rows.end()) {
      layout.rows.push_back(piece);
    } else {
      join(*partner, piece);
    }
  }
  std::stable_sort(layout.rows.begin(), layout.rows.end(),
                   [](const Row& a, const Row& b) { return a.box.y < b.box.y; });
  return layout;
}

std::u32string text_of(const Row& row) {
  std::u32string text;
  for (const Glyph& glyph : row.glyphs) text.push_back(glyph.character);
  return text;
}

std::vector<LabelHit> find_label(const Layout& layout, std::string_view label) {
  std::u32string wanted = squeezed(label);
  while (!wanted.empty() && is_colon(wanted.back())) wanted.pop_back();
  std::vector<LabelHit> hits;
  if (wanted.empty()) return hits;
  const int allowed = errors_allowed(wanted.size());
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    const std::u32string text = text_of(layout.rows[r]);
    for (std::size_t at = 0; at + wanted.size() <= text.size(); ++at) {
      int errors = 0;
      for (std::size_t i = 0; i < wanted.size(); ++i) errors += text[at + i] == wanted[i] ? 0 : 1;
      if (errors > allowed) continue;
      std::size_t last = at + wanted.size();
      if (last < text.size() && is_colon(text[last])) ++last;
      hits.push_back({r, at, last, errors, at == 0});
    }
  }
  std::stable_sort(hits.begin(), hits.end(), [](const LabelHit& a, const LabelHit& b) {
    return std::tuple(a.errors, !a.starts) < std::tuple(b.errors, !b.starts);
  });
  return hits;
}

}  // namespace zhipi::ocr
