// One line cut out of a page and made fit for recognition, in several preparations.
#pragma once

#include <opencv2/core.hpp>
#include <utility>
#include <vector>

#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

enum class Preparation { even, raw, binary, fine };

// A line as recognition wants it, and the way back from its pixels to the page's.
struct LineCrop {
  cv::Mat image;  // 8-bit gray, dark on light
  double factor = 1;
  cv::Point origin;                          // of the crop on the page
  std::vector<std::pair<int, int>> columns;  // kept columns of the scaled crop: [from, to)

  // The place on the page of a box in `image`.
  cv::Rect on_page(const cv::Rect& box) const;
};

// The line with its characters about 44 pixels high in a margin; gaps wider than a character are
// narrowed, for recognition takes what lies beyond them for another line.
LineCrop line_crop(const Prepared& page, const cv::Rect& line, Preparation preparation);

}  // namespace zhipi::ocr
