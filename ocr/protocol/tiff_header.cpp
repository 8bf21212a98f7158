// TIFF 6.0: a chain of directories, each with tags of 12 bytes; 256 is the width, 257 the height.
#include "ocr/protocol/bytes.h"
#include "ocr/protocol/file_header.h"

namespace zhipi::ocr {
namespace {

constexpr std::uint32_t kWidth = 256;
constexpr std::uint32_t kHeight = 257;
constexpr std::uint32_t kShort = 3;

struct Directory {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t next = 0;
};

std::optional<Directory> directory_at(std::string_view bytes, std::size_t offset, Order order) {
  const auto entries = number_at(bytes, offset, 2, order);
  if (!entries) return std::nullopt;
  Directory directory;
  for (std::size_t i = 0; i < *entries; ++i) {
    const std::size_t entry = offset + 2 + i * 12;
    const auto tag = number_at(bytes, entry, 2, order);
    const auto type = number_at(bytes, entry + 2, 2, order);
    const auto value = number_at(bytes, entry + 8, type == kShort ? 2 : 4, order);
    if (!tag || !type || !value) return std::nullopt;
    if (tag == kWidth) directory.width = *value;
    if (tag == kHeight) directory.height = *value;
  }
  const auto next = number_at(bytes, offset + 2 + *entries * std::size_t{12}, 4, order);
  if (!next) return std::nullopt;
  directory.next = *next;
  return directory;
}

}  // namespace

Expected<FileInfo> inspect_tiff(std::string_view bytes, const Limits& limits) {
  const Order order = bytes.starts_with("II") ? Order::little : Order::big;
  std::uint32_t offset = number_at(bytes, 4, 4, order).value_or(0);
  FileInfo info{"image/tiff", 0, 0, 0};
  while (offset != 0) {
    if (++info.pages > limits.pages) {
      return problem("too_many_pages", "the TIFF has more than " + std::to_string(limits.pages) +
                                           " pages, or its directories run in a circle");
    }
    const auto directory = directory_at(bytes, offset, order);
    if (!directory) return problem("truncated_file", "a TIFF directory lies beyond the file's end");
    if (directory->width == 0 || directory->height == 0) {
      return problem("bad_header", "a TIFF page has no width or height");
    }
    if (auto fits = check_size(directory->width, directory->height, limits); !fits) {
      return tl::unexpected(fits.error());
    }
    info.width = std::max(info.width, static_cast<int>(directory->width));
    info.height = std::max(info.height, static_cast<int>(directory->height));
    offset = directory->next;
  }
  if (info.pages == 0) return problem("bad_header", "the TIFF has no page");
  return info;
}

}  // namespace zhipi::ocr
