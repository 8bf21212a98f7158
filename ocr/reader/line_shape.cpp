#include "ocr/reader/line_shape.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace zhipi::ocr {
namespace {

// How much of their em square the glyphs fill from above to below.
constexpr double kHanHeight = 0.93;
constexpr double kFigureHeight = 0.74;

using Profile = std::vector<double>;

// Ink in each row of a line that leans; `spare` rows more above and below.
Profile rows_of_ink(const std::vector<cv::Point>& ink, double lean, int rows, int spare = 0) {
  Profile profile(static_cast<std::size_t>(rows + 2 * spare), 0);
  for (const cv::Point& at : ink) {
    const long y = std::lround(at.y - lean * at.x) + spare;
    if (y >= 0 && y < rows + 2 * spare) profile[static_cast<std::size_t>(y)] += 1;
  }
  return profile;
}

// How well the line is told from what is above and below it. Looked at through a window, so that
// how strokes slant inside their characters, as in 楷体, does not count.
double contrast(const Profile& profile, int window) {
  double sum = 0;
  double inside = 0;
  for (std::size_t y = 0; y < profile.size(); ++y) {
    inside += profile[y];
    if (y >= static_cast<std::size_t>(window))
      inside -= profile[y - static_cast<std::size_t>(window)];
    sum += inside * inside;
  }
  return sum;
}

// The lean at which the line stands out most. A short line shows none.
double lean_of_line(const std::vector<cv::Point>& ink, cv::Size size, int height) {
  constexpr double kSteepest = 0.045;  // two and a half degrees
  if (size.width < 3 * height || ink.size() < 100) return 0;
  std::vector<cv::Point> some;
  const std::size_t stride = std::max<std::size_t>(1, ink.size() / 2000);
  for (std::size_t i = 0; i < ink.size(); i += stride) some.push_back(ink[i]);
  const int spare = static_cast<int>(2 * kSteepest * size.width) + 1;
  const auto contrast_at = [&](double lean) {
    return contrast(rows_of_ink(some, lean, size.height, spare), height / 4);
  };
  const auto best_near = [&](double middle, double reach, double step) {
    std::pair best(middle, contrast_at(middle));
    for (double lean = middle - reach; lean <= middle + reach; lean += step) {
      if (const double found = contrast_at(lean); found > best.second) best = {lean, found};
    }
    return best;
  };
  // Steps of half a row from end to end.
  const double fine = 0.5 / size.width;
  const double coarse = std::max(fine, kSteepest / 8);
  const double near = best_near(0, kSteepest, coarse).first;
  const auto [lean, most] = best_near(near, coarse, std::max(fine, coarse / 6));
  return most > 1.005 * contrast_at(0) ? lean : 0;
}

struct Band {
  int top = 0;
  int bottom = 0;
};

// Rows with as much ink as rows of characters have; an arc of a seal that crosses has less.
double strong_ink(Profile profile) {
  const auto at = profile.begin() + static_cast<long>(profile.size() * 3 / 4);
  std::nth_element(profile.begin(), at, profile.end());
  return std::max(1.0, 0.22 * *at);
}

// Runs of rows with so much ink.
std::vector<Band> bands_of(const Profile& profile, double least) {
  std::vector<Band> bands;
  bool inside = false;
  for (int y = 0; y < static_cast<int>(profile.size()); ++y) {
    const bool ink = profile[static_cast<std::size_t>(y)] >= least;
    if (ink && !inside) bands.push_back({y, y});
    if (ink) bands.back().bottom = y + 1;
    inside = ink;
  }
  return bands;
}

double mass_of(const Profile& profile, const Band& band) {
  double mass = 0;
  for (int y = band.top; y < band.bottom; ++y) mass += profile[static_cast<std::size_t>(y)];
  return mass;
}

// Somewhat further, through rows that have any ink: the ends of long strokes.
Band widened(const Profile& profile, Band band, double least) {
  const int most = std::max(1, (band.bottom - band.top) / 9);
  const int top = band.top;
  const int bottom = band.bottom;
  while (band.top > std::max(0, top - most) &&
         profile[static_cast<std::size_t>(band.top - 1)] >= least) {
    --band.top;
  }
  const int rows = static_cast<int>(profile.size());
  while (band.bottom < std::min(rows, bottom + most) &&
         profile[static_cast<std::size_t>(band.bottom)] >= least) {
    ++band.bottom;
  }
  return band;
}

// The rows of the line's own characters. A little that is cut off by the picture's edge and stands
// apart is a neighbour's; so is what stands outside of where the line was said to be.
std::optional<Band> own_band(const Profile& profile, int top, int bottom) {
  const Profile within(profile.begin() + top, profile.begin() + bottom);
  const double strong = strong_ink(within);
  const std::vector<Band> bands = bands_of(profile, strong);
  if (bands.empty()) return std::nullopt;
  const auto weight = [&](const Band& band) {
    const int inside = std::min(band.bottom, bottom) - std::max(band.top, top);
    return inside <= 0 ? 0 : mass_of(profile, band) * inside / (band.bottom - band.top);
  };
  Band own = *std::max_element(bands.begin(), bands.end(), [&](const Band& one, const Band& other) {
    return weight(one) < weight(other);
  });
  const int said = bottom - top;
  for (const Band& band : bands) {
    const bool cut_off = band.top <= 0 || band.bottom >= static_cast<int>(profile.size());
    const int middle = (band.top + band.bottom) / 2;
    if ((cut_off && band.bottom - band.top < 0.4 * said) || middle < top || middle >= bottom)
      continue;
    // Two lines of print are further apart than the strokes of 二.
    const int gap = std::max(band.top - own.bottom, own.top - band.bottom);
    if (gap > std::max(2.0, 0.22 * said)) continue;
    own = {std::min(own.top, band.top), std::max(own.bottom, band.bottom)};
  }
  return widened(profile, own, std::max(1.0, strong / 4));
}

// Without the few rows that only a tail or a speck reaches.
Band trimmed(const Profile& profile, Band band) {
  const double spare = mass_of(profile, band) * 0.004;
  double above = 0;
  while (band.top < band.bottom && (above += profile[static_cast<std::size_t>(band.top)]) < spare)
    ++band.top;
  double below = 0;
  while (band.bottom > band.top &&
         (below += profile[static_cast<std::size_t>(band.bottom - 1)]) < spare)
    --band.bottom;
  return band;
}

// The ink of the band alone, set straight.
cv::Mat straightened(const cv::Mat& ink, const Band& band, double lean) {
  cv::Mat straight;
  const cv::Matx23d move(1, 0, 0, lean, 1, band.top);
  cv::warpAffine(ink, straight, move, {ink.cols, std::max(1, band.bottom - band.top)},
                 cv::INTER_NEAREST | cv::WARP_INVERSE_MAP);
  return straight;
}

// Pieces of print with nothing above or below, as boxes inside the band.
std::vector<cv::Rect> pieces_of(const cv::Mat& band) {
  cv::Mat columns;
  cv::reduce(band, columns, 0, cv::REDUCE_MAX, CV_8U);
  std::vector<cv::Rect> pieces;
  for (int x = 0; x < columns.cols; ++x) {
    if (columns.at<uchar>(x) == 0) continue;
    int end = x;
    while (end < columns.cols && columns.at<uchar>(end) != 0) ++end;
    const cv::Rect piece = cv::boundingRect(band.colRange(x, end));
    pieces.emplace_back(x, piece.y, end - x, piece.height);
    x = end;
  }
  return pieces;
}

int median(std::vector<int> values) {
  const auto middle = values.begin() + static_cast<long>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// A line of figures and letters alone is lower than its em: its pieces are narrow, and yet as high
// as anything in it.
bool is_all_figures(const std::vector<cv::Rect>& pieces, int height) {
  std::vector<int> narrow;
  int counted = 0;
  for (const cv::Rect& piece : pieces) {
    if (piece.height < 0.4 * height) continue;  // dots and dashes
    ++counted;
    if (piece.width < 0.76 * height) narrow.push_back(piece.height);
  }
  return !narrow.empty() && 2 * static_cast<int>(narrow.size()) > counted &&
         median(narrow) >= 0.87 * height;
}

}  // namespace

std::optional<LineShape> line_shape(const cv::Mat& ink, int top, int bottom) {
  std::vector<cv::Point> points;
  cv::findNonZero(ink, points);
  if (points.size() < 8) return std::nullopt;
  LineShape shape;
  shape.lean = lean_of_line(points, ink.size(), bottom - top);
  const Profile profile = rows_of_ink(points, shape.lean, ink.rows);
  const auto found = own_band(profile, std::clamp(top, 0, ink.rows - 1),
                              std::clamp(bottom, std::clamp(top, 0, ink.rows - 1) + 1, ink.rows));
  if (!found) return std::nullopt;
  const Band band = trimmed(profile, *found);
  const int height = band.bottom - band.top;
  if (height < 3) return std::nullopt;
  const cv::Mat own = straightened(ink, band, shape.lean);
  const std::vector<cv::Rect> pieces = pieces_of(own);
  if (pieces.empty()) return std::nullopt;
  shape.middle = (band.top + band.bottom) / 2.0;
  shape.em = height / (is_all_figures(pieces, height) ? kFigureHeight : kHanHeight);
  shape.left = pieces.front().x;
  shape.right = pieces.back().br().x;
  return shape;
}

}  // namespace zhipi::ocr
