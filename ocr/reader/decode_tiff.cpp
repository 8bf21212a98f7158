// TIFF by libtiff from memory: OpenCV's reader sees the first page only.
#include <tiffio.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <opencv2/imgproc.hpp>

#include "ocr/protocol/file_header.h"
#include "ocr/reader/decode.h"

namespace zhipi::ocr {
namespace {

struct MemoryTiff {
  std::string_view bytes;
  std::uint64_t at = 0;
};

MemoryTiff& opened(thandle_t handle) {
  return *static_cast<MemoryTiff*>(handle);
}

tmsize_t read_some(thandle_t handle, void* to, tmsize_t size) {
  MemoryTiff& file = opened(handle);
  if (size <= 0 || file.at >= file.bytes.size()) return 0;
  const std::size_t count = std::min(static_cast<std::size_t>(size), file.bytes.size() - file.at);
  std::memcpy(to, file.bytes.data() + file.at, count);
  file.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) {
  return 0;
}

toff_t seek_to(thandle_t handle, toff_t offset, int whence) {
  MemoryTiff& file = opened(handle);
  if (whence == SEEK_SET) file.at = offset;
  if (whence == SEEK_CUR) file.at += offset;
  if (whence == SEEK_END) file.at = file.bytes.size() + offset;
  return file.at;
}

int close_nothing(thandle_t) {
  return 0;
}
toff_t size_of(thandle_t handle) {
  return opened(handle).bytes.size();
}
int map_nothing(thandle_t, void**, toff_t*) {
  return 0;
}
void unmap_nothing(thandle_t, void*, toff_t) {}

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

// A picture with a problem is refused as a whole; what libtiff would print has no reader.
void say_nothing(const char*, const char*, va_list) {}

}  // namespace

Expected<cv::Mat> decode_tiff(std::string_view bytes, int page, const Limits& limits) {
  TIFFSetErrorHandler(say_nothing);
  TIFFSetWarningHandler(say_nothing);
  MemoryTiff file{bytes, 0};
  const std::unique_ptr<TIFF, Close> tiff(TIFFClientOpen("page", "rm", &file, read_some,
                                                         write_nothing, seek_to, close_nothing,
                                                         size_of, map_nothing, unmap_nothing));
  const auto unreadable = problem("unreadable", "the TIFF is damaged and cannot be decoded");
  if (!tiff) return unreadable;
  if (TIFFSetDirectory(tiff.get(), static_cast<tdir_t>(page - 1)) == 0) {
    return problem("no_such_page", "there is no such page");
  }
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
  if (auto fits = check_size(width, height, limits); !fits) return tl::unexpected(fits.error());
  if (width == 0 || height == 0) return unreadable;
  cv::Mat rgba(static_cast<int>(height), static_cast<int>(width), CV_8UC4);
  if (TIFFReadRGBAImageOriented(tiff.get(), width, height, rgba.ptr<std::uint32_t>(),
                                ORIENTATION_TOPLEFT, 1) == 0) {
    return unreadable;
  }
  cv::Mat image;
  cv::cvtColor(rgba, image, cv::COLOR_RGBA2BGR);
  return image;
}

}  // namespace zhipi::ocr
