// The connected parts of a picture of ink, told by its runs of pixels: pages are mostly paper, and
// what has no ink costs next to nothing. OpenCV's components label every pixel of the page.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace zhipi::ocr {

struct Part {
  cv::Rect box;
  int area = 0;  // pixels
};

enum class Touching { with_corners, by_sides };

// Of an 8-bit picture, 0 where nothing is; in the order in which their first pixels come, from
// above, then from the left.
std::vector<Part> parts_of(const cv::Mat& ink, Touching touching = Touching::with_corners);

// What of the ink belongs to runs of at least so many pixels across: as a morphological opening
// with so wide a row gives it, by which runs that touch an edge need half of that.
cv::Mat long_runs(const cv::Mat& ink, int least);

}  // namespace zhipi::ocr
