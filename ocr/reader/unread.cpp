#include "ocr/reader/unread.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace zhipi::ocr {
namespace {

// The cell around the line, without the rules that bound it; else the page.
cv::Rect room_of(const cv::Rect& line, const Layout& layout, const Prepared& page) {
  constexpr int kRule = 6;
  const cv::Point middle(line.x + line.width / 2, line.y + line.height / 2);
  for (const cv::Rect& cell : layout.cells) {
    if (cell.contains(middle))
      return {cell.x + kRule, cell.y, std::max(0, cell.width - 2 * kRule), cell.height};
  }
  return {{0, 0}, page.ink.size()};
}

// Thin upright strokes as high as the line are rules or edges of the paper.
void forget_rules(cv::Mat& ink) {
  const int thin = ink.rows / 4;
  int begin = 0;
  for (int x = 0; x <= ink.cols; ++x) {
    if (x < ink.cols && cv::countNonZero(ink.col(x)) * 10 >= ink.rows * 9) continue;
    if (x > begin && x - begin <= thin) ink.colRange(begin, x).setTo(0);
    begin = x + 1;
  }
}

// A piece of a seal or of a pattern is taken for a row of its own, much higher, of which nothing
// can be read.
bool is_read(const Row& row, const Glyph& glyph, int height) {
  constexpr char32_t kUnknown = 0xFFFD;
  return glyph.character != kUnknown && row.box.height < 2 * height;
}

// `height`: of the value's line.
bool has_unread(const cv::Rect& area, int height, const Layout& layout, const cv::Mat& ink) {
  constexpr double kPrint = 0.06;  // of the area; characters fill .15 to .4 of theirs
  if (area.width < area.height / 2) return false;
  cv::Mat left = ink(area).clone();
  for (const Row& row : layout.rows) {
    const int apart = row.box.height / 4;  // a character's edges are told roughly
    for (const Glyph& glyph : row.glyphs) {
      const cv::Rect around(glyph.box.x - apart, row.box.y, glyph.box.width + 2 * apart,
                            row.box.height);
      if (is_read(row, glyph, height) && (around & area).area() > 0)
        left((around & area) - area.tl()).setTo(0);
    }
  }
  forget_rules(left);
  return cv::countNonZero(left) > kPrint * area.area();
}

}  // namespace

bool has_unread_beside(const Place& place, const Layout& layout, const Prepared& page) {
  return std::any_of(place.lines.begin(), place.lines.end(), [&](const cv::Rect& line) {
    const cv::Rect room = room_of(line, layout, page);
    const int high = line.height * 3 / 5;
    const int wide = line.height * 6 / 5;
    const int apart = line.height / 8;
    const int y = line.y + line.height / 5;
    const cv::Rect before(line.x - apart - wide, y, wide, high);
    const cv::Rect behind(line.br().x + apart, y, wide, high);
    return has_unread(before & room, line.height, layout, page.ink) ||
           has_unread(behind & room, line.height, layout, page.ink);
  });
}

}  // namespace zhipi::ocr
