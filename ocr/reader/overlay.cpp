#include "ocr/reader/overlay.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "models/matter.h"

namespace zhipi::ocr {
namespace {

cv::Scalar colour_of(double confidence) {
  if (confidence >= kDefaultThreshold) return {40, 140, 20};
  return confidence >= 0.5 ? cv::Scalar(0, 140, 230) : cv::Scalar(40, 40, 220);
}

}  // namespace

void draw_readings(cv::Mat& page, const MaterialReading& reading) {
  const int thick = std::max(2, std::max(page.cols, page.rows) / 1000);
  for (const auto& [name, read] : reading.fields) {
    const cv::Scalar colour = colour_of(read.confidence);
    const cv::Rect box(read.box.x, read.box.y, read.box.width, read.box.height);
    cv::rectangle(page, box, colour, thick);
    std::array<char, 16> number{};
    std::snprintf(number.data(), number.size(), " %.3f", read.confidence);
    const double size = thick * 0.3;
    const cv::Point at(box.x, std::max(20, box.y - 4 * thick));
    cv::putText(page, name + number.data(), at, cv::FONT_HERSHEY_SIMPLEX, size, colour, thick,
                cv::LINE_AA);
  }
}

}  // namespace zhipi::ocr
