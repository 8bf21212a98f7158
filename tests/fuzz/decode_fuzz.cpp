// The decoders as a worker calls them: a page within the limits, or a problem by name.
#include "ocr/reader/decode.h"
#include "tests/fuzz/entry.h"
#include "tests/fuzz/pictures.h"

namespace zhipi::fuzz {

std::vector<std::string> seeds() {
  return pictures();
}

namespace {

// Small, so that many inputs are tried; the bounds are what is tested, not their size.
ocr::Limits small_limits() {
  ocr::Limits limits;
  limits.file_bytes = 1 << 16;
  limits.pages = 4;
  limits.side = 512;
  limits.pixels = 1 << 16;
  return limits;
}

void decode(const std::string& bytes, int page) {
  const ocr::Limits limits = small_limits();
  try {
    const auto picture = ocr::decode_page(bytes, page, limits);
    if (!picture) return demand(!picture.error().code.empty(), "what is refused has a name");
    demand(picture->type() == CV_8UC3 && !picture->empty(), "a page of three channels");
    demand(picture->cols <= limits.side && picture->rows <= limits.side, "sides within the limit");
    demand(std::int64_t{picture->cols} * picture->rows <= limits.pixels, "pixels within the limit");
  } catch (const std::exception&) {
    // A worker answers these as `unreadable` (serve.cpp).
  }
}

}  // namespace
}  // namespace zhipi::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  for (const int page : {1, 2}) zhipi::fuzz::decode(bytes, page);
  return 0;
}
