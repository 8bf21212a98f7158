#include "ocr/reader/decode.h"

#include <array>
#include <charconv>
#include <exception>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "ocr/protocol/file_header.h"

namespace zhipi::ocr {
namespace {

tl::unexpected<Problem> unreadable() {
  return problem("unreadable", "the picture is damaged and cannot be decoded");
}

cv::Mat bytes_as_row(std::string_view bytes) {
  return cv::Mat(1, static_cast<int>(bytes.size()), CV_8U,
                 const_cast<char*>(bytes.data()));  // OpenCV has no constant view; it only reads
}

// "P6\nWIDTH HEIGHT\n255\n" and the pixels, as poppler writes it.
Expected<cv::Mat> decode_ppm(std::string_view bytes, const Limits& limits) {
  std::array<int, 3> numbers{};
  std::size_t at = 2;
  for (int& number : numbers) {
    while (at < bytes.size() && (bytes[at] == '\n' || bytes[at] == ' ')) ++at;
    const auto [end, error] =
        std::from_chars(bytes.data() + at, bytes.data() + bytes.size(), number);
    if (error != std::errc() || number <= 0) return unreadable();
    at = static_cast<std::size_t>(end - bytes.data());
  }
  ++at;
  const auto [width, height, most] = numbers;
  if (auto fits = check_size(width, height, limits); !fits) return tl::unexpected(fits.error());
  const std::size_t needed = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
  if (most != 255 || at > bytes.size() || bytes.size() - at < needed) return unreadable();
  const cv::Mat rgb(height, width, CV_8UC3, const_cast<char*>(bytes.data() + at));
  cv::Mat page;
  cv::cvtColor(rgb, page, cv::COLOR_RGB2BGR);
  return page;
}

// What lies under transparent pixels is not what anybody sees: they show the paper.
cv::Mat on_white(const cv::Mat& image) {
  cv::Mat eight;
  image.convertTo(eight, CV_8U, image.depth() == CV_16U ? 1.0 / 257 : 1.0);
  cv::Mat page(eight.size(), CV_8UC3);
  for (int y = 0; y < eight.rows; ++y) {
    const auto* from = eight.ptr<cv::Vec4b>(y);
    auto* to = page.ptr<cv::Vec3b>(y);
    for (int x = 0; x < eight.cols; ++x) {
      for (int c = 0; c < 3; ++c) {
        const int alpha = from[x][3];
        to[x][c] = static_cast<unsigned char>((from[x][c] * alpha + 255 * (255 - alpha)) / 255);
      }
    }
  }
  return page;
}

Expected<cv::Mat> decode_image(std::string_view bytes, const FileInfo& info) {
  const bool png = info.media_type == "image/png";
  const bool may_be_transparent = png && (bytes[25] & 4) != 0;  // the colour type has alpha
  cv::Mat page;
  if (may_be_transparent) {
    page = cv::imdecode(bytes_as_row(bytes), cv::IMREAD_UNCHANGED);
    if (page.channels() == 4) page = on_white(page);
  }
  if (page.empty() || page.type() != CV_8UC3)
    page = cv::imdecode(bytes_as_row(bytes), cv::IMREAD_COLOR);
  if (page.empty()) return unreadable();
  return page;
}

}  // namespace

Expected<cv::Mat> decode_page(std::string_view bytes, int page, const Limits& limits) try {
  if (bytes.starts_with("P6\n")) {
    return page == 1 ? decode_ppm(bytes, limits) : problem("no_such_page", "there is no such page");
  }
  const Expected<FileInfo> info = inspect_header(bytes, limits);
  if (!info) return tl::unexpected(info.error());
  if (page < 1 || page > info->pages) return problem("no_such_page", "there is no such page");
  if (info->media_type == "image/tiff") return decode_tiff(bytes, page, limits);
  return decode_image(bytes, *info);
} catch (const std::exception&) {  // OpenCV's own, and bad_alloc at the memory limit
  return unreadable();
}

}  // namespace zhipi::ocr
