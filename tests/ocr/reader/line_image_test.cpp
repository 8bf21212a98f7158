#include "ocr/reader/line_image.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tests/corpus/page.h"

namespace zhipi::ocr {
namespace {

constexpr int kSize = 50;
const cv::Rect kLine(100, 100, 600, kSize);  // the em squares of the line's characters

cv::Mat gray_of(const specimens::Page& page) {
  cv::Mat gray;
  cv::cvtColor(page.pixels(), gray, cv::COLOR_BGR2GRAY);
  return gray;
}

specimens::Page page_with(const char* text) {
  specimens::Page page({800, 260});
  specimens::Style style;
  style.size = kSize;
  page.text(style, kLine.x, kLine.y + 0.88 * kSize, text);
  return page;
}

const char* const kText = "福建省福州市鼓楼区东街";

struct Rows {
  int first = 0;
  int last = 0;
};

// The rows that hold print, a few pixels of dirt apart.
Rows printed_rows(const cv::Mat& line) {
  Rows rows{-1, -1};
  for (int y = 0; y < line.rows; ++y) {
    if (cv::countNonZero(line.row(y) < 130) < line.cols / 40) continue;
    if (rows.first < 0) rows.first = y;
    rows.last = y;
  }
  return rows;
}

// Han of 27/32 em stand about in rows 3 to 28.
void expect_normal(const LineImage& line, const char* what) {
  ASSERT_FALSE(line.gray.empty()) << what;
  ASSERT_EQ(line.gray.rows, 32) << what;
  const Rows rows = printed_rows(line.gray);
  EXPECT_NEAR(rows.first, 3, 2) << what;
  EXPECT_NEAR(rows.last, 28, 2) << what;
  EXPECT_NEAR(line.scale, 27.0 / kSize, 0.05) << what;
}

cv::Rect wider(const cv::Rect& line, int across) {
  return {line.x, line.y - across, line.width, line.height + 2 * across};
}

TEST(LineImage, TheCharactersFillTheHeightHoweverLooseTheCropIs) {
  const cv::Mat page = gray_of(page_with(kText));
  for (const int across : {-2, 0, 8, 20}) {
    expect_normal(line_image(page, wider(kLine, across)), std::to_string(across).c_str());
  }
}

TEST(LineImage, APageAndACropOfItGiveTheSameLine) {
  const cv::Mat page = gray_of(page_with(kText));
  const cv::Rect place = wider(kLine, 6);
  const LineImage crop = line_image(page(place).clone(), {{0, 0}, place.size()});
  expect_normal(crop, "crop");
  EXPECT_NEAR(crop.column(10), line_image(page, place).column(10) - place.x, 4);
}

TEST(LineImage, NeighbouringLinesAreLeftOut) {
  specimens::Page page = page_with(kText);
  specimens::Style style;
  style.size = kSize;
  page.text(style, kLine.x, kLine.y - 0.45 * kSize, "统一社会信用代码名称类型");
  page.text(style, kLine.x, kLine.y + 2.2 * kSize, "法定代表人注册资本日期");
  expect_normal(line_image(gray_of(page), wider(kLine, 14)), "neighbours");
}

TEST(LineImage, RuledEdgesAreNotPrint) {
  specimens::Page page = page_with(kText);
  page.line(40, kLine.y - 12, 760, kLine.y - 12, 3);
  page.line(40, kLine.br().y + 12, 760, kLine.br().y + 12, 3);
  expect_normal(line_image(gray_of(page), wider(kLine, 15)), "rules");
}

TEST(LineImage, ALeaningLineIsSetStraight) {
  const cv::Mat page = gray_of(page_with(kText));
  for (const double degrees : {-2.0, -1.0, 1.0, 2.0}) {
    cv::Mat turned;
    const cv::Point2f middle(400, 125);
    cv::warpAffine(page, turned, cv::getRotationMatrix2D(middle, degrees, 1), page.size(),
                   cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    expect_normal(line_image(turned, wider(kLine, 12)), std::to_string(degrees).c_str());
  }
}

TEST(LineImage, UnevenLightAndAPatternedGroundAreEvened) {
  cv::Mat page = gray_of(page_with(kText));
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      const double light = 0.55 + 0.4 * x / page.cols;
      const double pattern = 1 - 0.08 * (std::sin(x * 0.5 + y * 0.3) > 0 ? 1 : 0);
      page.at<uchar>(y, x) = cv::saturate_cast<uchar>(page.at<uchar>(y, x) * light * pattern);
    }
  }
  const LineImage line = line_image(page, wider(kLine, 6));
  expect_normal(line, "uneven");
  const int end = line.gray.cols - 2;
  EXPECT_NEAR(line.gray.at<uchar>(0, 1), line.gray.at<uchar>(0, end), 40);
}

TEST(LineImage, LightPrintOnADarkGroundIsTurned) {
  const cv::Mat page = gray_of(page_with(kText));
  expect_normal(line_image(255 - page, wider(kLine, 6)), "turned");
}

TEST(LineImage, FiguresAreNotBlownUpToTheHeightOfHan) {
  const LineImage line = line_image(gray_of(page_with("350102194005069223")), wider(kLine, 4));
  EXPECT_NEAR(line.scale, 27.0 / kSize, 0.06);
}

TEST(LineImage, ThereIsNoLineWhereNothingIsPrinted) {
  const cv::Mat paper(200, 500, CV_8U, cv::Scalar(230));
  EXPECT_TRUE(line_image(paper, {50, 50, 300, 40}).gray.empty());
  EXPECT_TRUE(line_image(paper, {600, 50, 300, 40}).gray.empty()) << "outside of the page";
  EXPECT_TRUE(line_image(paper, {0, 0, 0, 0}).gray.empty());
}

TEST(CutAtGaps, CoversTheLineInOrderAndCutsNoCharacter) {
  cv::Mat line(32, 3000, CV_8U, cv::Scalar(235));
  for (int x = 4; x < 2990; x += 30) line(cv::Rect(x, 4, 24, 24)).setTo(35);
  const std::vector<Stretch> pieces = cut_at_gaps(line, 960);
  EXPECT_EQ(pieces.size(), 4U);
  int at = 0;
  for (const Stretch& piece : pieces) {
    EXPECT_EQ(piece.from, at);
    EXPECT_LE(piece.to - piece.from, 960);
    at = piece.to;
    if (at < line.cols) {
      EXPECT_EQ(line.at<uchar>(16, at), 235);
    }
  }
  EXPECT_EQ(at, line.cols);
}

TEST(CutAtGaps, ALineWithoutGapsIsCutAllTheSame) {
  const cv::Mat line(32, 2000, CV_8U, cv::Scalar(35));
  for (const Stretch& piece : cut_at_gaps(line, 960)) EXPECT_LE(piece.to - piece.from, 960);
}

TEST(PlainLineImage, IsTheLineFromEndToEndInItsOwnLight) {
  const cv::Mat gray = gray_of(page_with(kText));
  const LineImage line = plain_line_image(gray, kLine);
  ASSERT_EQ(line.gray.rows, 32);
  EXPECT_NEAR(line.scale, 32.0 / (kSize + 2 * (kSize / 12)), 1e-9);
  EXPECT_NEAR(line.column(line.gray.cols), kLine.br().x, 2);
  const cv::Mat dark = 255 - gray;
  EXPECT_LT(cv::norm(plain_line_image(dark, kLine).gray, line.gray, cv::NORM_INF), 2)
      << "light print is turned";
}

TEST(PlainLineImage, HasNothingOfWhatLiesOutsideOfThePicture) {
  const cv::Mat gray = gray_of(page_with(kText));
  EXPECT_TRUE(plain_line_image(gray, {1000, 1000, 50, 50}).gray.empty());
}

}  // namespace
}  // namespace zhipi::ocr
