// The headers of files: whatever the bytes, what is accepted is within the limits.
#include "ocr/protocol/file_header.h"
#include "tests/fuzz/entry.h"
#include "tests/fuzz/pictures.h"

namespace zhipi::fuzz {

std::vector<std::string> seeds() {
  std::vector<std::string> files = pictures();
  files.emplace_back(
      "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
  files.emplace_back("PK\x03\x04\x14\0\0\0OFD.xml", 15);
  return files;
}

}  // namespace zhipi::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace zhipi;
  const ocr::Limits limits;
  const std::string bytes(data, data + size);
  const auto info = ocr::inspect_header(bytes, limits);
  if (!info) {
    fuzz::demand(!info.error().code.empty(), "what is refused is refused by name");
    return 0;
  }
  if (info->media_type == "application/pdf") return 0;
  fuzz::demand(info->pages >= 1 && info->pages <= limits.pages, "pages within the limit");
  fuzz::demand(info->width >= 1 && info->width <= limits.side, "width within the limit");
  fuzz::demand(info->height >= 1 && info->height <= limits.side, "height within the limit");
  fuzz::demand(std::int64_t{info->width} * info->height <= limits.pixels,
               "pixels within the limit");
  return 0;
}
