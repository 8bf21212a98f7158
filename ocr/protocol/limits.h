// How much a file may ask of us before it is refused or given up.
#pragma once

#include <cstddef>
#include <cstdint>

namespace zhipi::ocr {

struct Limits {
  std::size_t file_bytes = std::size_t{20} << 20;
  int pages = 50;
  int side = 10'000;                 // pixels of the longer side of a page
  std::int64_t pixels = 60'000'000;  // of one page
  std::size_t worker_bytes = std::size_t{512}
                             << 20;  // memory a worker may add to what it starts with
  int page_seconds = 20;
  int file_seconds = 90;
};

}  // namespace zhipi::ocr
