#include <gtest/gtest.h>

#include "ocr/reader/codes.h"
#include "tests/ocr/reader/drawn.h"

namespace zhipi::ocr {
namespace {

TEST(Code, AQrCodeIsReadWithItsTextAndPlace) {
  const cv::Mat page = drawn("business_licence", "dpi200");
  const Prepared prepared = prepare(page);
  const auto found = find_code(prepared);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->reading.source, Source::qr_code);
  EXPECT_TRUE(found->reading.text.starts_with("https://example.invalid/licence?code="));
  EXPECT_EQ(found->reading.value.at("text").as_string(), found->reading.text);
  const cv::Rect box = prepared.on_page(found->box, page.size());
  EXPECT_NEAR(box.width, 165, 25);  // 37 of its 45 modules
}

TEST(Code, AReadingWithoutOneIsNothing) {
  EXPECT_FALSE(find_code(prepare(drawn("residence_proof", "dpi200"))));
}

}  // namespace
}  // namespace zhipi::ocr
