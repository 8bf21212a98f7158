// Rows of characters as a page's layout holds them, for tests.
#pragma once

#include <string_view>

#include "models/formats/text.h"
#include "ocr/reader/layout.h"

namespace zhipi::ocr {

inline constexpr int kSize = 40;  // of a character, in pixels

// Characters side by side; a space leaves a gap of one. `cell`: of a ruled table, where it has one.
inline Row row_at(int x, int y, std::string_view text, int cell = -1) {
  Row row;
  row.cell = cell;
  for (const char32_t c : formats::to_code_points(text)) {
    if (c != U' ') row.glyphs.push_back({formats::fold_width(c), {x + 2, y, kSize - 4, kSize}, 95});
    x += kSize;
  }
  row.box = row.glyphs.front().box | row.glyphs.back().box;
  return row;
}

}  // namespace zhipi::ocr
