// One page of a file as pixels. Runs inside the sandbox, on bytes that nobody vouches for.
#pragma once

#include <opencv2/core.hpp>
#include <string_view>

#include "models/problem.h"
#include "ocr/protocol/limits.h"

namespace zhipi::ocr {

// The page, counted from 1, as BGR of 8 bits, turned upright by its EXIF orientation, transparent
// parts white. Takes the image types of file_header.h, and binary PPM (P6), in which PDF pages
// come. Problem codes: those of inspect_header, no_such_page, unreadable.
Expected<cv::Mat> decode_page(std::string_view bytes, int page, const Limits& limits);

// A page of a TIFF, by libtiff from memory. Problem codes: no_such_page, unreadable.
Expected<cv::Mat> decode_tiff(std::string_view bytes, int page, const Limits& limits);

}  // namespace zhipi::ocr
