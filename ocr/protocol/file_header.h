// What a file is and how large its pages are, told from its bytes without decoding anything.
//
// The declared type is never asked: magic bytes decide. What is not a picture or a PDF, what is
// two things at once, and what would unpack beyond the limits is refused here, by name, before a
// decoder sees it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/problem.h"
#include "ocr/protocol/limits.h"

namespace zhipi::ocr {

struct FileInfo {
  std::string
      media_type;  // image/png, image/jpeg, image/bmp, image/webp, image/tiff, application/pdf
  int pages = 0;   // at least 1; 0 for a PDF until it is asked (ReaderPool::inspect)
  int width = 0;   // of the largest page, in pixels; 0 for a PDF
  int height = 0;
};

// Problem codes: empty_file, too_large, not_an_image, ofd_not_supported, polyglot, truncated_file,
// too_many_pages, too_many_pixels, bad_header.
Expected<FileInfo> inspect_header(std::string_view bytes, const Limits& limits);

// Problem too_many_pixels unless a page of this size is within the limits.
Expected<void> check_size(std::int64_t width, std::int64_t height, const Limits& limits);

// The directories of a TIFF, followed but not decoded. Problems as above.
Expected<FileInfo> inspect_tiff(std::string_view bytes, const Limits& limits);

}  // namespace zhipi::ocr
