// What is seen on drawn materials: photographs, and how a page lies.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "ocr/reader/seen.h"
#include "tests/ocr/reader/drawn.h"

namespace zhipi::ocr {
namespace {

bool lies(const cv::Mat& page) {
  cv::Mat gray;
  cv::cvtColor(page, gray, cv::COLOR_BGR2GRAY);
  return lies_on_side(gray);
}

TEST(Photo, OfACoupleIsFoundWhereItStands) {
  const cv::Mat page = drawn("marriage_certificate", "clean");
  const Prepared prepared = prepare(page);
  const auto found = find_photo(prepared);
  ASSERT_TRUE(found);
  const cv::Rect box = prepared.on_page(found->box, page.size());
  EXPECT_NEAR(box.x, 1560, 60);
  EXPECT_NEAR(box.y, 130, 40);
  EXPECT_NEAR(box.width, 640, 60);
}

TEST(Photo, IsNotInventedWhereThereIsNone) {
  for (const char* document : {"residence_proof", "family_form"})
    EXPECT_FALSE(find_photo(prepare(drawn(document, "noise")))) << document;
}

TEST(LiesOnSide, OrnamentsAndPicturesDoNotTurnAPage) {
  for (const char* document : {"hygiene_permit", "marriage_certificate"}) {
    for (const std::uint64_t seed : {1U, 2U}) {
      const cv::Mat page = drawn(document, "dpi200", seed);
      EXPECT_FALSE(lies(page)) << document << seed;
      cv::Mat turned;
      cv::rotate(page, turned, cv::ROTATE_90_CLOCKWISE);
      EXPECT_TRUE(lies(turned)) << document << seed;
    }
  }
}

}  // namespace
}  // namespace zhipi::ocr
