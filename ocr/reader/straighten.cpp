// How text lies on a page, by its projections: rows of print and the paper between them make the
// sums along the lines vary most.
#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/prepare.h"

namespace zhipi::ocr {
namespace {

cv::Mat small_ink(const cv::Mat& gray) {
  const double factor = std::min(1.0, 900.0 / std::max(gray.cols, gray.rows));
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
  const cv::Mat ink = small_ink(gray);
  const auto best_of = [&ink](double from, double to, double step) {
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
  const double coarse = best_of(-6, 6, 0.5);
  return best_of(coarse - 0.4, coarse + 0.4, 0.1);
}

bool lies_on_side(const cv::Mat& gray) {
  const cv::Mat ink = small_ink(gray);
  // Strokes of characters make both directions vary; a page on its side is clear.
  return sharpness(ink, false) > 1.5 * sharpness(ink, true);
}

}  // namespace zhipi::ocr
