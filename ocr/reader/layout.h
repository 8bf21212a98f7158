// How the characters of a page belong together: rows, and the cells they stand in.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

// Characters side by side, from left to right, inside one cell or outside all.
struct Row {
  std::vector<Glyph> glyphs;  // without spaces, width forms folded
  cv::Rect box;
  int cell = -1;  // index into the cells, -1 outside
};

struct Layout {
  std::vector<Row> rows;  // from above, then from the left
  std::vector<cv::Rect> cells;
};

// Where a label is printed.
struct LabelHit {
  std::size_t row = 0;
  std::size_t first = 0;  // glyphs [first, last) of the row
  std::size_t last = 0;   // a colon that follows belongs to it
  int errors = 0;         // misread characters
  bool starts = false;    // nothing but other labels stands before it in its row
};

// Rows from the recognised lines: split where cells end, joined where two stand at one height.
Layout lay_out(const std::vector<std::vector<Glyph>>& lines, const std::vector<cv::Rect>& cells);

// All places of a label, best first: few errors, at the beginning of a row. Spaces, width forms
// and a colon do not matter; of four or more characters one may be misread, of eight two.
std::vector<LabelHit> find_label(const Layout& layout, std::string_view label);

std::u32string text_of(const Row& row);

}  // namespace zhipi::ocr
