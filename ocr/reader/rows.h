// Where print stands on a page, found by its ink before anything is recognised. Tesseract's own
// page layout loses rows among ruled lines, security patterns and portraits.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace zhipi::ocr {

// The smallest box around the ink inside `area`; empty when there is next to none.
cv::Rect around_ink(const cv::Mat& ink, const cv::Rect& area);

// Print side by side, from left to right: words with no wide gap inside.
struct InkRow {
  std::vector<cv::Rect> parts;
  cv::Rect box;   // around all parts
  int cell = -1;  // index into the cells; -1 outside
};

// The height of the page's usual characters in pixels; 0 when there is no print.
int character_size(const cv::Mat& ink);

// Rows from above; parts of one row are in one cell, or outside all, and less than several
// characters apart.
std::vector<InkRow> find_rows(const cv::Mat& ink, const std::vector<cv::Rect>& cells);

}  // namespace zhipi::ocr
