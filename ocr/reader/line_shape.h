// Where the characters of a line stand inside its crop: how high, how large, how much they lean.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

namespace zhipi::ocr {

struct LineShape {
  double middle = 0;  // height of the characters' middle at column 0
  double lean = 0;    // rows that the line falls for each column
  double em = 0;      // the size of the characters
  int left = 0;       // ink stands in columns [left, right)
  int right = 0;
};

// `ink` is 255 where something is printed, ruled lines taken out; the line stands in rows
// [top, bottom), more or less. Nothing when there is no print.
std::optional<LineShape> line_shape(const cv::Mat& ink, int top, int bottom);

}  // namespace zhipi::ocr
