// PDF, drawn and asked by poppler's programs. Poppler is GPL, so it is never linked: pdfinfo,
// pdftotext and pdftoppm run as processes of their own, behind `zhipi-reader --confine`, without
// network, file system or time to spare. The crop box is what is read, as viewers show it.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"
#include "ocr/protocol/limits.h"

namespace zhipi::ocr {

using Deadline = std::chrono::steady_clock::time_point;

struct PdfPage {
  double width = 0;  // in points (1/72 inch), as displayed: rotation applied
  double height = 0;
};

struct PdfInfo {
  int pages = 0;
  std::vector<PdfPage> sizes;
};

struct PdfWord {
  std::string text;
  double x = 0;  // in points from the upper left corner
  double y = 0;
  double width = 0;
  double height = 0;
};

struct DrawnPage {
  std::string ppm;
  double dpi = 0;
  bool dropped = false;  // poppler said that it could not draw all of it
};

class Pdf {
 public:
  // `reader` is the path of zhipi-reader; `bytes` must outlive the object.
  Pdf(std::string reader, std::string_view bytes, const Limits& limits)
      : reader_(std::move(reader)), bytes_(bytes), limits_(limits) {}

  // Problem codes: encrypted_pdf, bad_pdf, too_many_pages, truncated_file, timed_out.
  Expected<PdfInfo> info(Deadline deadline) const;

  // One page, from 1, at 300 dpi or what the pixel limits leave of it. Problem codes: bad_pdf,
  // page_too_large when less than 100 dpi are left, timed_out, unreadable.
  Expected<DrawnPage> draw(int page, PdfPage size, Deadline deadline) const;

  // The words of its text layer; none for a scan. Problem codes: bad_pdf, timed_out.
  Expected<std::vector<PdfWord>> words(int page, Deadline deadline) const;

 private:
  std::string reader_;
  std::string_view bytes_;
  Limits limits_;
};

}  // namespace zhipi::ocr
