// Readings drawn on their page, for people who check them.
#pragma once

#include <opencv2/core.hpp>

#include "models/reading.h"
#include "ocr/reader/overlay_font.h"

namespace zhipi::ocr {

// Boxes with name, value and confidence over each: green from 0.98, amber from 0.5, red below.
void draw_readings(cv::Mat& page, const MaterialReading& reading, const OverlayFont& font);

}  // namespace zhipi::ocr
