#include "ocr/reader/prepare.h"

#include "ocr/reader/parts.h"
#include "ocr/reader/quads.h"
#include "ocr/reader/rows.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace zhipi::ocr {
namespace {

constexpr double kLongSide = 3600;   // A4 at 300 dpi is 3508 high
constexpr double kCoarse = 2200;     // A4 at 200 dpi is 2339 high, and read as it is
constexpr double kShortLong = 1700;  // a smaller page is a card or a coarse scan: enlarged

struct Placed {
  cv::Mat image;
  cv::Matx33d to_page = cv::Matx33d::eye();
};

void apply(Placed& page, const cv::Matx33d& move, cv::Size size) {
  cv::Mat moved;
  cv::warpPerspective(page.image, moved, move, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  page.image = moved;
  page.to_page = page.to_page * move.inv();
}

void cut_out(Placed& page, const Corners& corners) {
  const auto side = [&](std::size_t a, std::size_t b) {
    return static_cast<float>(length(corners[a], corners[b]));
  };
  const float width = std::max(side(0, 1), side(3, 2));
  const float height = std::max(side(0, 3), side(1, 2));
  const std::array<cv::Point2f, 4> upright{{{0, 0}, {width, 0}, {width, height}, {0, height}}};
  apply(page, cv::getPerspectiveTransform(corners, upright),
        {static_cast<int>(width), static_cast<int>(height)});
}

cv::Mat even_light(const cv::Mat& gray) {
  cv::Mat paper;
  cv::resize(gray, paper, {}, 0.25, 0.25, cv::INTER_AREA);
  cv::morphologyEx(paper, paper, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {21, 21}));
  cv::GaussianBlur(paper, paper, {0, 0}, 8);
  cv::resize(paper, paper, gray.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat even;
  cv::divide(gray, paper, even, 245);
  return even;
}

// How much a coarse scan, of which `factor` would make a page of the usual size, is enlarged so
// that its characters can be told from its rules and dust: small print on a page of 130 dpi is 10
// pixels high, and loses its thin strokes with those.
double for_small_print(const cv::Mat& image, double factor) {
  constexpr int kSmall = 18;  // pixels, after `factor`
  constexpr double kWanted = 26;
  constexpr double kMost = 3;
  cv::Mat gray;
  cv::cvtColor(image, gray, cv::COLOR_BGR2GRAY);
  cv::Mat ink;
  cv::threshold(even_light(gray), ink, 160, 255, cv::THRESH_BINARY_INV);
  const int size = character_size(ink);
  if (size == 0 || size * factor >= kSmall) return factor;
  return std::max(factor, std::min(kMost, kWanted / size));
}

void bring_to_size(Placed& page) {
  const double longer = std::max(page.image.cols, page.image.rows);
  double factor = 1;
  if (longer > kLongSide) factor = kLongSide / longer;
  if (longer < kCoarse) factor = 1.4;
  if (longer < kShortLong) factor = std::min(2.5, kShortLong / longer);
  if (factor > 1) factor = for_small_print(page.image, factor);
  if (factor == 1) return;
  cv::Mat resized;
  cv::resize(page.image, resized, {}, factor, factor,
             factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  page.to_page = page.to_page * cv::Matx33d(1 / factor, 0, 0, 0, 1 / factor, 0, 0, 0, 1);
  page.image = resized;
}

void set_straight(Placed& page) {
  cv::Mat gray;
  cv::cvtColor(page.image, gray, cv::COLOR_BGR2GRAY);
  const double degrees = lean_of(gray);
  if (std::abs(degrees) < 0.15) return;
  const cv::Point2f middle(static_cast<float>(gray.cols) / 2, static_cast<float>(gray.rows) / 2);
  const cv::Matx23d turn = cv::getRotationMatrix2D(middle, degrees, 1);
  apply(page, {turn(0, 0), turn(0, 1), turn(0, 2), turn(1, 0), turn(1, 1), turn(1, 2), 0, 0, 1},
        page.image.size());
}

// Single black or white pixels, as bad scanners scatter them.
bool is_speckled(const cv::Mat& gray, const cv::Mat& calm) {
  cv::Mat apart;
  cv::absdiff(gray, calm, apart);
  return cv::countNonZero(apart > 90) > static_cast<double>(gray.total()) / 600;
}

constexpr int kPaper = 245;

// How dark print is on the evened page: the level that a fifth of what is darker than paper is
// below. Patterns behind print are lighter, dust is rare. What `rules` marks, where there are any,
// is not print: on a coarse scan thin print is much lighter than rules.
int print_level(const cv::Mat& even, const cv::Mat& rules = {}) {
  cv::Mat histogram;
  const int bins = 256;
  const std::array<float, 2> range{0, 256};
  const float* ranges = range.data();
  const cv::Mat elsewhere = rules.empty() ? cv::Mat() : cv::Mat(~rules);
  cv::calcHist(&even, 1, nullptr, elsewhere, histogram, 1, &bins, &ranges);
  constexpr int kDarker = 215;
  float all = 0;
  for (int i = 0; i < kDarker; ++i) all += histogram.at<float>(i);
  int level = 0;
  for (float left = all / 5; level < kDarker && left > 0; ++level)
    left -= histogram.at<float>(level);
  return level;
}

// Faint print becomes as dark as ordinary print.
void stretch(cv::Mat& even) {
  const int level = print_level(even);
  if (level < 90 || level > 210) return;
  const double steeper = (kPaper - 50.0) / (kPaper - level);
  even.convertTo(even, CV_8U, steeper, kPaper - kPaper * steeper);
}

// Red by how far red stands above green and blue: faint seals keep that when their saturation is
// gone.
cv::Mat red_ink(const cv::Mat& colour) {
  std::array<cv::Mat, 3> channels;
  cv::split(colour, channels.data());
  cv::Mat others;
  cv::max(channels[0], channels[1], others);
  cv::Mat above;
  cv::subtract(channels[2], others, above);
  cv::Mat red;
  cv::threshold(above, red, 22, 255, cv::THRESH_BINARY);
  return red;
}

cv::Mat straight_lines(const cv::Mat& ink, int size, bool across) {
  // A row of a table may be no higher than three lines of its text, but a stroke is shorter than
  // two.
  const int longer = std::max(std::max(ink.cols, ink.rows) / (across ? 28 : 40), 2 * size);
  // A table that leans by a degree on its page has rules that leave their row of pixels.
  cv::Mat grown;
  cv::dilate(ink, grown,
             cv::getStructuringElement(cv::MORPH_RECT, across ? cv::Size(1, 3) : cv::Size(3, 1)));
  cv::Mat lines;
  if (across) {
    lines = long_runs(grown, longer);
  } else {
    cv::transpose(long_runs(grown.t(), longer), lines);
  }
  // Only what is thin is a rule; a dark area is not.
  cv::Mat thick;
  cv::erode(lines, thick,
            cv::getStructuringElement(cv::MORPH_RECT, across ? cv::Size(1, 14) : cv::Size(14, 1)));
  if (cv::countNonZero(thick) == 0) return lines;
  cv::morphologyEx(lines, thick, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT,
                                             across ? cv::Size(longer, 14) : cv::Size(14, longer)));
  return lines & ~thick;
}

// Half as large; ink is what any of four pixels holds.
cv::Mat half_of(const cv::Mat& ink) {
  cv::Mat half;
  cv::resize(ink, half, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::threshold(half, half, 0, 255, cv::THRESH_BINARY);
  return half;
}

// The areas that rules enclose, from above. They are large: half size tells them in a quarter of
// the time.
std::vector<cv::Rect> cells_between(const cv::Mat& ruled) {
  cv::Mat wall = half_of(ruled);
  cv::dilate(wall, wall, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  const double whole = static_cast<double>(wall.total());
  std::vector<cv::Rect> cells;
  for (const auto& [box, area] : parts_of(~wall, Touching::by_sides)) {
    const double filled = static_cast<double>(area) / box.area();
    if (box.width < 13 || box.height < 9 || filled < 0.8 || box.area() > 0.7 * whole) continue;
    cells.emplace_back(2 * box.x, 2 * box.y, 2 * box.width, 2 * box.height);
  }
  std::sort(cells.begin(), cells.end(), [](const cv::Rect& a, const cv::Rect& b) {
    return std::pair(a.y, a.x) < std::pair(b.y, b.x);
  });
  return cells;
}

// As print_level(), but never so light that patterns behind print count as print.
int ink_level(const cv::Mat& even, const cv::Mat& rules = {}) {
  return std::min(print_level(even, rules), 120);
}

// What is darker than so much of the way from print, at this level, to paper.
cv::Mat darker_than(double share, int level, const cv::Mat& even) {
  cv::Mat ink;
  cv::threshold(even, ink, level + share * (kPaper - level), 255, cv::THRESH_BINARY_INV);
  return ink;
}

// Print is darker than half-way between itself and the paper; security patterns are not.
cv::Mat print_of(const cv::Mat& even, int level) {
  return darker_than(0.55, level, even);
}

// `level`: of print and rules together.
void find_rules(Prepared& page, int level) {
  page.text = page.even;
  const int size = character_size(page.ink);
  // A thin rule of a coarse scan is gray where it falls between pixels, and a table has no cells
  // where its rules do not meet.
  const cv::Mat dark = darker_than(0.75, level, page.even);
  const cv::Mat across = straight_lines(dark, size, true);
  const cv::Mat down = straight_lines(dark, size, false);
  cv::Mat ruled = across | down;
  if (cv::countNonZero(ruled) == 0) return;
  page.cells = cells_between(ruled);
  cv::dilate(ruled, ruled, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  page.ink = print_of(page.even, ink_level(page.even, ruled));
  page.ink.setTo(0, ruled);
  page.text = page.even.clone();
  page.text.setTo(245, ruled);
}

}  // namespace

cv::Rect Prepared::on_page(const cv::Rect& here, cv::Size page) const {
  std::vector<cv::Point2f> corners;
  for (const cv::Point& at :
       {here.tl(), here.br(), cv::Point(here.x, here.br().y), cv::Point(here.br().x, here.y)}) {
    const cv::Vec3d to = to_page * cv::Vec3d(at.x, at.y, 1);
    corners.emplace_back(static_cast<float>(to[0] / to[2]), static_cast<float>(to[1] / to[2]));
  }
  return cv::boundingRect(corners) & cv::Rect({0, 0}, page);
}

namespace {

// Cards with light print on a dark ground: wide dark rectangles, or most of the page.
bool is_card_shaped(const std::vector<cv::Point>& outline, cv::Size page) {
  const cv::RotatedRect box = cv::minAreaRect(outline);
  const double longer = std::max(box.size.width, box.size.height);
  const double shorter = std::max(1.0F, std::min(box.size.width, box.size.height));
  const double share = longer * shorter / page.area();
  const bool wide = longer > 1.3 * shorter && longer < 1.9 * shorter;
  return cv::contourArea(outline) > 0.8 * longer * shorter &&
         (share > 0.5 || (share > 0.04 && wide));
}

// 255 where print is light on dark.
cv::Mat dark_ground(const cv::Mat& gray) {
  constexpr double kSearched = 240;  // pixels of the longer side: print is gone, grounds are left
  constexpr double kDark = 125;
  const double factor = kSearched / std::max(gray.cols, gray.rows);
  cv::Mat small;
  cv::resize(gray, small, {}, factor, factor, cv::INTER_AREA);
  cv::Mat dark;
  cv::threshold(small, dark, kDark, 255, cv::THRESH_BINARY_INV);
  cv::morphologyEx(dark, dark, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(dark, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  cv::Mat ground;
  for (const auto& outline : outlines) {
    if (outline.size() < 4 || !is_card_shaped(outline, small.size())) continue;
    const cv::Rect box = cv::boundingRect(outline);
    // A dark table around a bright sheet is no ground of print.
    if (cv::countNonZero(dark(box)) < 0.75 * box.area()) continue;
    if (ground.empty()) ground = cv::Mat::zeros(small.size(), CV_8U);
    cv::fillPoly(ground, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(255));
  }
  if (!ground.empty()) cv::resize(ground, ground, gray.size(), 0, 0, cv::INTER_NEAREST);
  return ground;
}

void fill_layers(Prepared& page) {
  cv::cvtColor(page.colour, page.raw, cv::COLOR_BGR2GRAY);
  cv::Mat print;
  cv::extractChannel(page.colour, print, 2);  // without red seals
  const cv::Mat ground = dark_ground(page.raw);
  if (!ground.empty()) cv::subtract(cv::Scalar(255), page.raw, print, ground);
  cv::Mat calm;
  cv::medianBlur(print, calm, 3);
  page.even = even_light(is_speckled(print, calm) ? calm : print);
  stretch(page.even);
  page.red = red_ink(page.colour);
  const int level = ink_level(page.even);
  page.ink = print_of(page.even, level);
  find_rules(page, level);
}

}  // namespace

namespace {

Prepared finished(Placed placed) {
  bring_to_size(placed);
  cv::Mat gray;
  cv::cvtColor(placed.image, gray, cv::COLOR_BGR2GRAY);
  if (lies_on_side(gray)) {
    const int height = placed.image.rows;
    const int width = placed.image.cols;
    apply(placed, {0, -1, static_cast<double>(height), 1, 0, 0, 0, 0, 1}, {height, width});
  }
  set_straight(placed);
  Prepared prepared;
  prepared.colour = placed.image;
  prepared.to_page = placed.to_page;
  fill_layers(prepared);
  return prepared;
}

}  // namespace

Prepared prepare(const cv::Mat& page) {
  Placed placed{page};
  if (const auto sheet = find_sheet(page)) cut_out(placed, *sheet);
  return finished(std::move(placed));
}

std::optional<Prepared> card_on(const Prepared& page) {
  constexpr float kEdge = 0.008F;  // of the way to the middle: the edge itself is no print
  auto card = find_card(page.colour);
  if (!card) return std::nullopt;
  const cv::Point2f middle = ((*card)[0] + (*card)[1] + (*card)[2] + (*card)[3]) / 4;
  for (cv::Point2f& corner : *card) corner += (middle - corner) * kEdge;
  Placed placed{page.colour, page.to_page};
  cut_out(placed, *card);
  return finished(std::move(placed));
}

Prepared turned(const Prepared& from, int quarters) {
  const double width = from.colour.cols;
  const double height = from.colour.rows;
  Prepared page;
  cv::Matx33d back;  // from the turned picture to the one before
  if (quarters == 1) {
    cv::rotate(from.colour, page.colour, cv::ROTATE_90_CLOCKWISE);
    back = {0, 1, 0, -1, 0, height, 0, 0, 1};
  } else if (quarters == 2) {
    cv::rotate(from.colour, page.colour, cv::ROTATE_180);
    back = {-1, 0, width, 0, -1, height, 0, 0, 1};
  } else {
    cv::rotate(from.colour, page.colour, cv::ROTATE_90_COUNTERCLOCKWISE);
    back = {0, -1, width, 1, 0, 0, 0, 0, 1};
  }
  page.to_page = from.to_page * back;
  fill_layers(page);
  return page;
}

}  // namespace zhipi::ocr
