#include "ocr/protocol/file_header.h"

#include <algorithm>
#include <cstdlib>

#include "ocr/protocol/bytes.h"

namespace zhipi::ocr {
namespace {

using std::string_view;
using namespace std::string_view_literals;

constexpr string_view kPng = "\x89PNG\r\n\x1a\n"sv;

Expected<FileInfo> image(const char* media_type, std::int64_t width, std::int64_t height,
                         const Limits& limits) {
  if (width <= 0 || height <= 0) return problem("bad_header", "the image has no width or height");
  if (auto fits = check_size(width, height, limits); !fits) return tl::unexpected(fits.error());
  return FileInfo{media_type, 1, static_cast<int>(width), static_cast<int>(height)};
}

tl::unexpected<Problem> truncated() {
  return problem("truncated_file", "the file ends before its picture does; send it again");
}

Expected<FileInfo> inspect_png(string_view bytes, const Limits& limits) {
  const auto width = number_at(bytes, 16, 4, Order::big);
  const auto height = number_at(bytes, 20, 4, Order::big);
  if (!width || !height) return truncated();
  if (bytes.substr(12, 4) != "IHDR")
    return problem("bad_header", "the PNG does not begin with IHDR");
  Expected<FileInfo> info = image("image/png", *width, *height, limits);
  if (info && bytes.find("IEND") == string_view::npos) return truncated();
  return info;
}

bool is_frame(std::uint32_t marker) {  // SOF0 to SOF15, without DHT, JPG and DAC
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

Expected<FileInfo> inspect_jpeg(string_view bytes, const Limits& limits) {
  constexpr int kMostScans = 200;  // a progressive picture has about ten
  int scans = 0;
  for (std::size_t at = bytes.find("\xFF\xDA"sv); at != string_view::npos && scans <= kMostScans;
       at = bytes.find("\xFF\xDA"sv, at + 2)) {
    ++scans;
  }
  if (scans > kMostScans)
    return problem("bad_header", "the JPEG has more scans than any real picture");
  std::size_t at = 2;
  for (;;) {
    const auto marker = number_at(bytes, at, 2, Order::big);
    if (!marker) return truncated();
    if (*marker == 0xFFFF) {  // padding
      ++at;
      continue;
    }
    const auto size = number_at(bytes, at + 2, 2, Order::big);
    if (!size) return truncated();
    if (*marker >> 8 != 0xFF || *size < 2)
      return problem("bad_header", "the JPEG has no frame header");
    if (is_frame(*marker & 0xFF)) {
      const auto height = number_at(bytes, at + 5, 2, Order::big);
      const auto width = number_at(bytes, at + 7, 2, Order::big);
      if (!width || !height) return truncated();
      Expected<FileInfo> info = image("image/jpeg", *width, *height, limits);
      if (info && bytes.rfind("\xFF\xD9"sv) == string_view::npos) return truncated();
      return info;
    }
    if (*marker == 0xFFDA) return problem("bad_header", "the JPEG has no frame header");
    at += 2 + *size;
  }
}

Expected<FileInfo> inspect_bmp(string_view bytes, const Limits& limits) {
  const auto header = number_at(bytes, 14, 4, Order::little);
  const bool old = header == 12;
  const auto width = number_at(bytes, 18, old ? 2 : 4, Order::little);
  const auto height = number_at(bytes, old ? 20 : 22, old ? 2 : 4, Order::little);
  if (!header || !width || !height) return truncated();
  // A negative height is a picture stored from the top.
  return image("image/bmp", static_cast<std::int32_t>(*width),
               std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(*height))), limits);
}

Expected<FileInfo> inspect_webp(string_view bytes, const Limits& limits) {
  const auto riff = number_at(bytes, 4, 4, Order::little);
  if (!riff || bytes.size() < 30 || *riff > bytes.size() - 8) return truncated();
  const string_view kind = bytes.substr(12, 4);
  if (kind == "VP8X") {
    return image("image/webp", 1 + std::int64_t{*number_at(bytes, 24, 3, Order::little)},
                 1 + std::int64_t{*number_at(bytes, 27, 3, Order::little)}, limits);
  }
  if (kind == "VP8L") {
    const std::uint32_t packed = *number_at(bytes, 21, 4, Order::little);
    return image("image/webp", 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF), limits);
  }
  if (kind == "VP8 ") {
    return image("image/webp", *number_at(bytes, 26, 2, Order::little) & 0x3FFF,
                 *number_at(bytes, 28, 2, Order::little) & 0x3FFF, limits);
  }
  return problem("bad_header", "the WebP has no picture");
}

bool ends_as_zip(string_view bytes) {
  const std::size_t from = bytes.size() > 65'557 ? bytes.size() - 65'557 : 0;
  const std::size_t end = bytes.rfind("PK\x05\x06"sv);
  if (end == string_view::npos || end < from) return false;
  const auto comment = number_at(bytes, end + 20, 2, Order::little);
  return comment && end + 22 + *comment == bytes.size();
}

// A file that another program would take for something else.
bool is_polyglot(string_view bytes, bool pdf) {
  if (ends_as_zip(bytes)) return true;
  if (pdf) return false;
  // PDF readers forgive what stands before their header and after their end.
  if (bytes.find("%PDF-") != string_view::npos) return true;
  const string_view head = bytes.substr(0, 1024);  // where browsers look
  return head.find("<html") != string_view::npos || head.find("<script") != string_view::npos;
}

Expected<FileInfo> by_magic(string_view bytes, const Limits& limits) {
  if (bytes.starts_with(kPng)) return inspect_png(bytes, limits);
  if (bytes.starts_with("\xFF\xD8\xFF")) return inspect_jpeg(bytes, limits);
  if (bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv))
    return inspect_tiff(bytes, limits);
  if (bytes.starts_with("RIFF") && bytes.find("WEBP", 8) == 8) return inspect_webp(bytes, limits);
  if (bytes.starts_with("%PDF-")) return FileInfo{"application/pdf", 0, 0, 0};
  if (bytes.starts_with("BM") && bytes.size() > 26) return inspect_bmp(bytes, limits);
  if (bytes.starts_with("PK\x03\x04") && bytes.find("OFD.xml") != string_view::npos) {
    return problem("ofd_not_supported", "OFD is not read yet; send the document as PDF or image");
  }
  return problem("not_an_image", "no known image or PDF: send PNG, JPEG, TIFF, BMP, WebP or PDF");
}

}  // namespace

Expected<void> check_size(std::int64_t width, std::int64_t height, const Limits& limits) {
  if (width <= limits.side && height <= limits.side && width * height <= limits.pixels) return {};
  return problem("too_many_pixels", "a page of " + std::to_string(width) + " x " +
                                        std::to_string(height) + " pixels is beyond the limit of " +
                                        std::to_string(limits.side) + " a side and " +
                                        std::to_string(limits.pixels / 1'000'000) + " megapixels");
}

Expected<FileInfo> inspect_header(string_view bytes, const Limits& limits) {
  if (bytes.empty()) return problem("empty_file", "the file is empty");
  if (bytes.size() > limits.file_bytes) {
    return problem("too_large",
                   "the file has more than " + std::to_string(limits.file_bytes >> 20) + " MB");
  }
  Expected<FileInfo> info = by_magic(bytes, limits);
  if (info && is_polyglot(bytes, info->media_type == "application/pdf")) {
    return problem("polyglot", "the file is two formats at once; save it anew as one of them");
  }
  return info;
}

}  // namespace zhipi::ocr
