// How text lies on a page, by its projections: rows of print and the paper between them make the
// sums along the lines vary most.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "ocr/reader/prepare.h"

namespace zhipi::ocr {
namespace {

constexpr double kSmall = 900;  // pixels of the longer side
constexpr double kSmaller = 500;

cv::Mat small_ink(const cv::Mat& gray, double longer = kSmall) {
  const double factor = std::min(1.0, longer / std::max(gray.cols, gray.rows));
  cv::Mat small;
  cv::resize(gray, small, {}, factor, factor, cv::INTER_AREA);
  cv::Mat ink;
  cv::adaptiveThreshold(small, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, 31, 12);
  // The frame is not text.
  const int margin = std::max(2, std::min(ink.cols, ink.rows) / 40);
  cv::rectangle(ink, {0, 0, ink.cols, ink.rows}, cv::Scalar(0), margin * 2);
  return ink;
}

// The sum of squared steps between neighbouring rows.
double sharpness(const cv::Mat& ink, bool along_rows) {
  cv::Mat sums;
  cv::reduce(ink, sums, along_rows ? 1 : 0, cv::REDUCE_SUM, CV_32F);
  sums = sums.reshape(1, static_cast<int>(sums.total()));
  const cv::Mat steps = sums.rowRange(1, sums.rows) - sums.rowRange(0, sums.rows - 1);
  return steps.dot(steps);
}

double sharpness_turned(const cv::Mat& ink, double degrees) {
  const cv::Point2f middle(static_cast<float>(ink.cols) / 2, static_cast<float>(ink.rows) / 2);
  cv::Mat turned;
  cv::warpAffine(ink, turned, cv::getRotationMatrix2D(middle, degrees, 1), ink.size(),
                 cv::INTER_LINEAR);
  return sharpness(turned, true);
}

}  // namespace

double lean_of(const cv::Mat& gray) {
  const auto best_of = [](const cv::Mat& ink, double from, double to, double step) {
    double best = 0;
    double most = -1;
    for (double degrees = from; degrees <= to + 1e-9; degrees += step) {
      const double score = sharpness_turned(ink, degrees);
      if (score > most) {
        most = score;
        best = degrees;
      }
    }
    return best;
  };
  const double coarse = best_of(small_ink(gray, kSmaller), -6, 6, 0.5);
  return best_of(small_ink(gray), coarse - 0.4, coarse + 0.4, 0.1);
}

namespace {

// Pictures, frames and rules have long edges across and down.
void leave_print(cv::Mat& ink) {
  constexpr int kLargest = 60;  // pixels: no character is larger on a page this small
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8);
  std::vector<uchar> kept(static_cast<std::size_t>(std::max(1, count)), 255);
  kept[0] = 0;
  for (int i = 1; i < count; ++i) {
    const int side =
        std::max(stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (side > kLargest) kept[static_cast<std::size_t>(i)] = 0;
  }
  for (int y = 0; y < ink.rows; ++y) {
    for (int x = 0; x < ink.cols; ++x)
      ink.at<uchar>(y, x) = kept[static_cast<std::size_t>(labels.at<int>(y, x))];
  }
}

}  // namespace

bool lies_on_side(const cv::Mat& gray) {
  cv::Mat ink = small_ink(gray);
  leave_print(ink);
  // An ornamented border makes as sharp steps as rows of print do, down as well as across.
  const cv::Size border(ink.cols / 8, ink.rows / 8);
  ink = ink(cv::Rect(border.width, border.height, ink.cols - 2 * border.width,
                     ink.rows - 2 * border.height));
  // Strokes of characters make both directions vary; a page on its side is clear.
  return sharpness(ink, false) > 1.5 * sharpness(ink, true);
}

}  // namespace zhipi::ocr
