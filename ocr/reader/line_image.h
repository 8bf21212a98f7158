// A line of print made like those that a line model was trained on: light evened, set straight, cut
// to the height of its characters, dark on light.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace zhipi::ocr {

struct LineImage {
  cv::Mat gray;      // 8-bit, as high as was asked for; empty when there is no print
  double scale = 1;  // pixels here for one pixel of the picture it was cut from
  double left = 0;   // where its first column stands in that picture
  double em = 0;     // the size of its characters, in pixels here

  // A column here, in that picture.
  double column(double x) const { return left + x / scale; }
};

// `picture` is 8-bit gray, dark on light: a page, or a crop; `line` is where the line stands, more
// or less: what is a little outside is looked at too, and neighbouring lines, ruled edges and
// patterned grounds that come with it are told from the line; light print on a dark ground is
// turned. The characters' em square comes to
// 27/32 of the height.
LineImage line_image(const cv::Mat& picture, const cv::Rect& line, int height = 32);

// The same line as it was handed over, for a second look: from end to end, a little higher, in its
// own light, merely brought to this height.
LineImage plain_line_image(const cv::Mat& picture, const cv::Rect& line, int height = 32);

// Columns [from, to).
struct Stretch {
  int from = 0;
  int to = 0;
};

// The picture in pieces no wider than `most`, cut where no ink is if that can be, at the widest
// gap in reach. In order, touching each other, covering all.
std::vector<Stretch> cut_at_gaps(const cv::Mat& gray, int most);

}  // namespace zhipi::ocr
