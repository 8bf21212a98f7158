#include <gtest/gtest.h>

#include "ocr/reader/prepare.h"
#include "ocr/reader/rows.h"
#include "tests/ocr/reader/drawn.h"

namespace zhipi::ocr {
namespace {

TEST(Card, LightPrintOnADarkCardIsRowsOfDarkPrint) {
  const Prepared page = prepare(drawn("bank_card", "clean"));
  const std::vector<InkRow> rows = find_rows(page.ink, page.cells);
  EXPECT_GE(rows.size(), 6U);
  EXPECT_LE(rows.size(), 14U);
  EXPECT_GT(cv::mean(page.text)[0], 190);
}

TEST(Card, ADarkCardOnABrighterTableIsCutOut) {
  cv::Mat table(1600, 2200, CV_8UC3, cv::Scalar(110, 150, 180));
  table(cv::Rect(500, 400, 1200, 750)).setTo(cv::Scalar(40, 30, 90));
  const auto corners = find_sheet(table);
  ASSERT_TRUE(corners);
  EXPECT_NEAR((*corners)[0].x, 500, 20);
  EXPECT_NEAR((*corners)[2].y, 1150, 20);
}

}  // namespace
}  // namespace zhipi::ocr
