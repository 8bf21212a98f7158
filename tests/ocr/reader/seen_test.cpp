// What is seen on drawn materials: photographs, and how a page lies.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "ocr/reader/seen.h"
#include "tests/ocr/reader/drawn.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

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

TEST(Checkbox, IsNotASquareInsideTheFirstCharacterOfItsLabel) {
  Prepared page;
  page.ink = cv::Mat::zeros(400, 800, CV_8U);
  const Layout layout{{row_at(200, 100, "最低生活保障")}, {}};
  cv::rectangle(page.ink, {150, 106, 26, 26}, cv::Scalar(255), 2);
  cv::rectangle(page.ink, {204, 102, 30, 30}, cv::Scalar(255), 2);  // 日, with strokes in it
  cv::line(page.ink, {204, 116}, {233, 116}, cv::Scalar(255), 3);
  const auto found =
      find_checkbox(field_of("living", FieldKind::checkbox, {"最低生活保障"}), layout, page);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reading.value, Json(false));
  EXPECT_LT(found->box.x, 180);
}

TEST(Checkbox, IsNotASquareBehindALongerWordThatBeginsAsItsLabel) {
  Prepared page;
  page.ink = cv::Mat::zeros(400, 800, CV_8U);
  cv::rectangle(page.ink, {290, 206, 26, 26}, cv::Scalar(255), 5);  // 口 in 名
  const Field agent = field_of("by_agent", FieldKind::checkbox, {"代办"});
  EXPECT_FALSE(find_checkbox(agent, {{row_at(200, 200, "代办人名")}, {}}, page));
  cv::rectangle(page.ink, {150, 106, 26, 26}, cv::Scalar(255), 2);
  const Layout both{{row_at(200, 100, "代办"), row_at(200, 200, "代办人名")}, {}};
  const auto found = find_checkbox(agent, both, page);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reading.value, Json(false));
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
