#include "ocr/reader/line_crop.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace zhipi::ocr {
namespace {

constexpr int kPaper = 245;

cv::Mat layer(const Prepared& page, Preparation preparation) {
  switch (preparation) {
    case Preparation::raw:
      return page.raw;
    case Preparation::even:
    case Preparation::binary:
    case Preparation::fine:
      break;
  }
  return page.even;
}

}  // namespace

cv::Mat line_crop(const Prepared& page, const cv::Rect& line, Preparation preparation) {
  const double height = preparation == Preparation::fine ? 34 : 44;
  const int around = std::max(2, line.height / 10);
  const cv::Rect area = cv::Rect(line.x - around, line.y - around, line.width + 2 * around,
                                 line.height + 2 * around) &
                        cv::Rect({0, 0}, page.even.size());
  cv::Mat crop = layer(page, preparation)(area).clone();
  if (preparation == Preparation::raw) cv::normalize(crop, crop, 20, kPaper, cv::NORM_MINMAX);
  const double factor = height / line.height;
  cv::resize(crop, crop, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  if (preparation == Preparation::binary) {
    cv::GaussianBlur(crop, crop, {3, 3}, 0);
    cv::threshold(crop, crop, 0, kPaper, cv::THRESH_OTSU);
    cv::GaussianBlur(crop, crop, {3, 3}, 0);
  }
  cv::Mat framed;
  cv::copyMakeBorder(crop, framed, 10, 10, 14, 14, cv::BORDER_CONSTANT, cv::Scalar(kPaper));
  return framed;
}

}  // namespace zhipi::ocr
