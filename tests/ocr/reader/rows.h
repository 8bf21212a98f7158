// Rows of characters as a page's layout holds them, for tests.
#pragma once

#include <string_view>

#include "models/formats/text.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

inline constexpr int kSize = 40;  // of a character, in pixels

// Characters side by side; a space leaves a gap of one, as between words. `cell`: of a ruled table,
// where it has one.
inline Row row_at(int x, int y, std::string_view text, int cell = -1) {
  Row row;
  row.cell = cell;
  bool apart = false;
  for (const char32_t c : formats::to_code_points(text)) {
    if (c != U' ') {
      row.glyphs.push_back({formats::fold_width(c), {x + 2, y, kSize - 4, kSize}, 95, apart});
    }
    apart = c == U' ';
    x += kSize;
  }
  row.box = row.glyphs.front().box | row.glyphs.back().box;
  return row;
}

// A page whose ink is what the rows say.
inline Prepared page_with(const Layout& layout) {
  Prepared page;
  page.ink = cv::Mat::zeros(1600, 1600, CV_8U);
  page.cells = layout.cells;
  for (const Row& row : layout.rows) {
    for (const Glyph& glyph : row.glyphs) page.ink(glyph.box).setTo(255);
  }
  return page;
}

}  // namespace zhipi::ocr
