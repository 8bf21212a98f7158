#include "ocr/reader/overlay.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "models/matter.h"

namespace zhipi::ocr {
namespace {

cv::Scalar colour_of(double confidence) {
  if (confidence >= kDefaultThreshold) return {30, 120, 10};
  return confidence >= 0.5 ? cv::Scalar(0, 110, 220) : cv::Scalar(40, 40, 220);
}

std::string caption(const std::string& name, const Reading& reading) {
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), "%.3f", reading.confidence);
  const bool text = reading.value.is_string();
  const std::string value =
      text ? std::string(reading.value.get_string()) : json::serialize(reading.value);
  return name + " " + value + " " + number.data();
}

}  // namespace

void draw_readings(cv::Mat& page, const MaterialReading& reading, const OverlayFont& font) {
  const int thick = std::max(2, std::max(page.cols, page.rows) / 1200);
  const int size = std::max(14, std::max(page.cols, page.rows) / 110);
  for (const auto& [name, read] : reading.fields) {
    const cv::Scalar colour = colour_of(read.confidence);
    const cv::Rect box(read.box.x, read.box.y, read.box.width, read.box.height);
    cv::rectangle(page, box, colour, thick);
    font.draw(page, caption(name, read), {box.x, std::max(size, box.y - 2 * thick)}, size, colour);
  }
}

}  // namespace zhipi::ocr
