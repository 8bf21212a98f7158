// Chinese text drawn on a picture: OpenCV's own letters are Latin only.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string_view>

namespace zhipi::ocr {

class OverlayFont {
 public:
  // The first of the usual Chinese fonts that is installed; without any, text is left out. Opens
  // its file: call before the sandbox closes. One thread.
  OverlayFont();
  OverlayFont(OverlayFont&&) noexcept;
  OverlayFont& operator=(OverlayFont&&) noexcept;
  ~OverlayFont();

  // Draws UTF-8 with its baseline's left end at `at`, characters `size` pixels high. Gives the
  // width in pixels.
  int draw(cv::Mat& page, std::string_view text, cv::Point at, int size,
           const cv::Scalar& colour) const;

 private:
  class Face;
  std::unique_ptr<Face> face_;
};

}  // namespace zhipi::ocr
