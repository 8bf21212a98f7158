// One line cut out of a page and made fit for recognition, in several preparations.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

enum class Preparation { even, raw, binary, fine };

// The line as 8-bit gray, dark on light, its characters about 44 pixels high in a margin, what
// stands outside of `line` painted over as paper.
cv::Mat line_crop(const Prepared& page, const cv::Rect& line, Preparation preparation);

}  // namespace zhipi::ocr
