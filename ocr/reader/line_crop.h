// One line cut out of a page and made fit for Tesseract, in several preparations.
#pragma once

#include <opencv2/core.hpp>

#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

enum class Preparation { even, raw, binary };

// The line, 8-bit gray, dark on light, with its characters about 34 pixels high (44 when raw) in a
// margin; gaps wider than a character are narrowed, for recognition takes what lies beyond them for
// another line.
cv::Mat line_crop(const Prepared& page, const cv::Rect& line, Preparation preparation);

}  // namespace zhipi::ocr
