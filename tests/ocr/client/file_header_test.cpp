#include "ocr/protocol/file_header.h"

#include <gtest/gtest.h>

namespace zhipi::ocr {
namespace {

using namespace std::string_literals;

std::string big(std::uint32_t number) {
  return {static_cast<char>(number >> 24), static_cast<char>(number >> 16),
          static_cast<char>(number >> 8), static_cast<char>(number)};
}

std::string png(std::uint32_t width, std::uint32_t height) {
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + big(width) + big(height) +
         "\x08\x02\0\0\0....IEND...."s;
}

// Little-endian, each directory with width and height, linked to the next.
std::string tiff(int pages, bool circle = false) {
  const auto little = [](std::uint32_t number, int size) {
    std::string bytes;
    for (int i = 0; i < size; ++i) bytes.push_back(static_cast<char>(number >> (8 * i)));
    return bytes;
  };
  std::string file = "II*\0"s + little(8, 4);
  constexpr std::uint32_t kSize = 2 + 2 * 12 + 4;
  for (int page = 0; page < pages; ++page) {
    const bool last = page + 1 == pages;
    const std::uint32_t next =
        last ? (circle ? 8 : 0)
             : static_cast<std::uint32_t>(8 + (page + 1) * static_cast<int>(kSize));
    file += little(2, 2) + little(256, 2) + little(4, 2) + little(1, 4) + little(100, 4) +
            little(257, 2) + little(4, 2) + little(1, 4) + little(50, 4) + little(next, 4);
  }
  return file;
}

std::string code_of(const std::string& bytes) {
  const Expected<FileInfo> info = inspect_header(bytes, Limits{});
  return info ? "" : info.error().code;
}

TEST(FileHeader, TellsAPngWithItsSize) {
  const FileInfo info = inspect_header(png(640, 480), Limits{}).value();
  EXPECT_EQ(info.media_type, "image/png");
  EXPECT_EQ(info.width, 640);
  EXPECT_EQ(info.pages, 1);
}

TEST(FileHeader, RefusesAPngBombFromItsHeader) {
  EXPECT_EQ(code_of(png(60'000, 60'000)), "too_many_pixels");
  EXPECT_EQ(code_of(png(9'000, 9'000)), "too_many_pixels");
  EXPECT_EQ(code_of(png(1, 1'000'000)), "too_many_pixels");
}

TEST(FileHeader, RefusesAPictureWithoutSize) {
  EXPECT_EQ(code_of(png(0, 10)), "bad_header");
}

TEST(FileHeader, TellsATruncatedFile) {
  EXPECT_EQ(code_of(png(64, 64).substr(0, 20)), "truncated_file");
  EXPECT_EQ(code_of(png(64, 64).substr(0, 30)), "truncated_file");
  EXPECT_EQ(code_of(tiff(2).substr(0, 50)), "truncated_file");
}

TEST(FileHeader, CountsTheDirectoriesOfATiff) {
  EXPECT_EQ(inspect_header(tiff(3), Limits{}).value().pages, 3);
  EXPECT_EQ(code_of(tiff(51)), "too_many_pages");
}

TEST(FileHeader, ATiffWhoseDirectoriesRunInACircleEnds) {
  EXPECT_EQ(code_of(tiff(2, true)), "too_many_pages");
}

TEST(FileHeader, RefusesAFileThatIsTwoThings) {
  EXPECT_EQ(code_of(png(64, 64) + "%PDF-1.4 ... %%EOF"), "polyglot");
  EXPECT_EQ(code_of(png(64, 64) + "PK\x05\x06"s + std::string(18, '\0')), "polyglot");
  EXPECT_EQ(code_of(png(64, 64) + "<script>alert(1)</script>"), "polyglot");
}

TEST(FileHeader, RefusesOfdByName) {
  EXPECT_EQ(code_of("PK\x03\x04............OFD.xml......."), "ofd_not_supported");
  EXPECT_EQ(code_of("PK\x03\x04............word/document.xml"), "not_an_image");
}

TEST(FileHeader, RefusesAJpegOfEndlessScans) {
  std::string jpeg = "\xFF\xD8\xFF\xC0\0\x0B\x08\0\x10\0\x10\x01\x01\x11\0"s;
  for (int i = 0; i < 1000; ++i) jpeg += "\xFF\xDA..";
  EXPECT_EQ(code_of(jpeg + "\xFF\xD9"), "bad_header");
}

TEST(FileHeader, AWebpThatPromisesMoreThanItHoldsIsTruncated) {
  EXPECT_EQ(code_of("RIFF\xFF\xFF\0\0WEBPVP8X"s + std::string(40, '\0')), "truncated_file");
}

TEST(FileHeader, AFileThatEndsWithinItsFirstWordsIsRefused) {
  for (const std::string& whole :
       {"RIFF\x24\0\0\0WEBPVP8 "s, png(10, 10), "BM\0\0\0\0"s, "II*\0"s}) {
    for (std::size_t size = 1; size < 12 && size < whole.size(); ++size)
      EXPECT_FALSE(inspect_header(whole.substr(0, size), {})) << whole << " cut to " << size;
  }
}

}  // namespace
}  // namespace zhipi::ocr
