#include "ocr/reader/line_crop.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

namespace zhipi::ocr {
namespace {

constexpr int kPaper = 245;
constexpr int kMarginAcross = 14;
constexpr int kMarginAlong = 10;

// Columns that hold ink, with some paper on both sides: what stays when wide gaps are narrowed.
std::vector<std::pair<int, int>> kept_columns(const cv::Mat& ink, double height) {
  const int keep = static_cast<int>(height * 0.28);
  cv::Mat sums;
  cv::reduce(ink, sums, 0, cv::REDUCE_MAX, CV_8U);
  std::vector<std::pair<int, int>> kept;
  for (int x = 0; x < sums.cols; ++x) {
    if (sums.at<uchar>(x) == 0) continue;
    const int from = std::max(0, x - keep);
    const int to = std::min(sums.cols, x + keep + 1);
    if (!kept.empty() && from <= kept.back().second) {
      kept.back().second = to;
    } else {
      kept.emplace_back(from, to);
    }
  }
  if (kept.empty()) kept.emplace_back(0, sums.cols);
  return kept;
}

cv::Mat narrowed(const cv::Mat& crop, const std::vector<std::pair<int, int>>& columns) {
  std::vector<cv::Mat> parts;
  for (const auto& [from, to] : columns) parts.push_back(crop.colRange(from, to));
  cv::Mat whole;
  cv::hconcat(parts, whole);
  return whole;
}

}  // namespace

cv::Mat line_crop(const Prepared& page, const cv::Rect& line, Preparation preparation) {
  const double height = preparation == Preparation::raw ? 44 : 34;
  const int around = std::max(2, line.height / 10);
  const cv::Rect area = cv::Rect(line.x - around, line.y - around, line.width + 2 * around,
                                 line.height + 2 * around) &
                        cv::Rect({0, 0}, page.even.size());
  const double factor = height / line.height;
  cv::Mat crop = (preparation == Preparation::raw ? page.raw : page.text)(area).clone();
  if (preparation == Preparation::raw) cv::normalize(crop, crop, 20, kPaper, cv::NORM_MINMAX);
  const int shrinks = factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC;
  cv::resize(crop, crop, {}, factor, factor, shrinks);
  cv::Mat ink;
  cv::resize(page.ink(area), ink, crop.size(), 0, 0, cv::INTER_AREA);
  crop = narrowed(crop, kept_columns(ink, height));
  if (preparation == Preparation::binary) {
    cv::GaussianBlur(crop, crop, {3, 3}, 0);
    cv::threshold(crop, crop, 0, kPaper, cv::THRESH_OTSU);
    cv::GaussianBlur(crop, crop, {3, 3}, 0);
  }
  cv::Mat result;
  cv::copyMakeBorder(crop, result, kMarginAlong, kMarginAlong, kMarginAcross, kMarginAcross,
                     cv::BORDER_CONSTANT, cv::Scalar(kPaper));
  return result;
}

}  // namespace zhipi::ocr
