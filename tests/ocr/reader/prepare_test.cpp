#include "ocr/reader/prepare.h"

#include <gtest/gtest.h>

#include "tests/ocr/reader/drawn.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/decode.h"
#include "ocr/reader/rows.h"
#include "ocr/reader/seen.h"

namespace zhipi::ocr {
namespace {

cv::Mat sheet(cv::Size size = {1700, 1200}) {
  cv::Mat page(size, CV_8UC3, cv::Scalar(250, 250, 250));
  // No two lines alike: equal ones would stand in columns.
  for (int y = 150; y < 1000; y += 100) {
    const std::string text = std::to_string(y * 7919) + " ABCD " + std::to_string(y * 104'729);
    cv::putText(page, text, {100 + y * 37 % 211, y}, cv::FONT_HERSHEY_SIMPLEX, 2, {20, 20, 20}, 4);
  }
  return page;
}

cv::Mat turned_by(const cv::Mat& page, double degrees) {
  cv::Mat result;
  const cv::Point2f middle(static_cast<float>(page.cols) / 2, static_cast<float>(page.rows) / 2);
  cv::warpAffine(page, result, cv::getRotationMatrix2D(middle, degrees, 1), page.size(),
                 cv::INTER_LINEAR, cv::BORDER_CONSTANT, {250, 250, 250});
  return result;
}

std::string encoded(const cv::Mat& image, const char* ending) {
  std::vector<unsigned char> bytes;
  cv::imencode(ending, image, bytes);
  return {bytes.begin(), bytes.end()};
}

TEST(Prepare, TellsByHowMuchAPageLeans) {
  for (const double degrees : {-3.0, 0.0, 2.0}) {
    cv::Mat gray;
    cv::cvtColor(turned_by(sheet(), degrees), gray, cv::COLOR_BGR2GRAY);
    EXPECT_NEAR(lean_of(gray), -degrees, 0.25) << degrees;
  }
}

TEST(Prepare, EnlargesACoarseScanUntilItsSmallPrintIsOfTheUsualSize) {
  cv::Mat page(1527, 1080, CV_8UC3, cv::Scalar(250, 250, 250));
  for (int y = 150; y < 1400; y += 40)
    cv::putText(page, std::to_string(y * 7919) + " ABCD", {100 + y * 37 % 211, y},
                cv::FONT_HERSHEY_SIMPLEX, 0.5, {20, 20, 20}, 1);
  const Prepared prepared = prepare(page);
  EXPECT_GE(character_size(prepared.ink), 20);
  EXPECT_LE(prepared.ink.rows, 3 * 1527);
}

TEST(Prepare, TellsAPageThatLiesOnItsSide) {
  cv::Mat gray;
  cv::cvtColor(sheet(), gray, cv::COLOR_BGR2GRAY);
  EXPECT_FALSE(lies_on_side(gray));
  cv::rotate(gray, gray, cv::ROTATE_90_CLOCKWISE);
  EXPECT_TRUE(lies_on_side(gray));
}

TEST(Prepare, FindsASheetOnADarkTableAndLeavesAPageThatFillsItsPictureAlone) {
  cv::Mat table(1600, 2200, CV_8UC3, cv::Scalar(60, 80, 100));
  sheet().copyTo(table(cv::Rect(250, 200, 1700, 1200)));
  const auto corners = find_sheet(table);
  ASSERT_TRUE(corners);
  EXPECT_NEAR((*corners)[0].x, 250, 12);
  EXPECT_NEAR((*corners)[2].y, 1400, 12);
  EXPECT_FALSE(find_sheet(sheet()));
}

TEST(Prepare, FindsACardOnWoodWhoseLightFallsOff) {
  EXPECT_TRUE(find_sheet(drawn("id_card_front", "photo", 101000328)));
  EXPECT_TRUE(find_sheet(drawn("household_home", "photo", 301000910)));
}

TEST(Prepare, APlaceIsBroughtBackToThePageAsStored) {
  const cv::Mat page = sheet();
  const Prepared upside_down = turned(prepare(page), 2);
  const cv::Rect tenth({0, 0}, upside_down.colour.size() / 10);
  const cv::Rect back = upside_down.on_page(tenth, page.size());
  EXPECT_NEAR(back.br().x, 1700, 4);
  EXPECT_NEAR(back.br().y, 1200, 4);
  EXPECT_NEAR(back.width, 170, 6);
}

TEST(Prepare, FindsTheCellsOfARuledTable) {
  cv::Mat page(1200, 1700, CV_8UC3, cv::Scalar(250, 250, 250));
  for (int y = 200; y <= 800; y += 200) cv::line(page, {200, y}, {1400, y}, {20, 20, 20}, 4);
  for (int x = 200; x <= 1400; x += 400) cv::line(page, {x, 200}, {x, 800}, {20, 20, 20}, 4);
  EXPECT_EQ(prepare(page).cells.size(), 9U);
}

TEST(Rows, FindsEachLineOfPrintOnce) {
  const Prepared page = prepare(sheet());
  EXPECT_EQ(find_rows(page.ink, page.cells).size(), 9U);
}

// Characters as squares of 40 pixels, each with its left upper corner at `at`.
cv::Mat characters(const std::vector<cv::Point>& at) {
  cv::Mat ink = cv::Mat::zeros(1200, 1700, CV_8U);
  for (const cv::Point& corner : at) ink(cv::Rect(corner, cv::Size(38, 40))).setTo(255);
  return ink;
}

TEST(Rows, ALabelSpreadOverItsCellIsOneRow) {
  const cv::Mat ink = characters({{120, 120}, {500, 120}, {620, 120}, {660, 120}, {1000, 120}});
  const std::vector<cv::Rect> cells{{100, 100, 460, 80}, {600, 100, 800, 80}};
  const std::vector<InkRow> rows = find_rows(ink, cells);
  const auto in_first = [](const InkRow& row) { return row.cell == 0; };
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), in_first), 1);
  // Outside cells, and after a word, what is far is something else.
  EXPECT_EQ(rows.size(), 3U);
  EXPECT_EQ(find_rows(ink, {}).size(), 3U);
}

TEST(FindRows, LinesThatGrewTogetherAreTwo) {
  cv::Mat ink = cv::Mat::zeros(300, 900, CV_8U);
  for (const int y : {100, 131}) {
    for (int x = 50; x < 800; x += 30) ink(cv::Rect(x, y, 22, 28)).setTo(255);
  }
  ink(cv::Rect(200, 120, 4, 20)).setTo(255);  // the tail of a letter reaches into the next line
  EXPECT_EQ(find_rows(ink, {}).size(), 2U);
}

TEST(Rows, AnEmptyPageHasNone) {
  const Prepared page = prepare(cv::Mat(1200, 1700, CV_8UC3, cv::Scalar(250, 250, 250)));
  EXPECT_TRUE(find_rows(page.ink, page.cells).empty());
}

TEST(Seal, ARedRingIsASealAndRedPrintIsNot) {
  cv::Mat page = sheet();
  EXPECT_TRUE(seals_on(prepare(page)).empty());
  cv::putText(page, "RED HEADING", {600, 110}, cv::FONT_HERSHEY_SIMPLEX, 3, {30, 30, 220}, 8);
  EXPECT_TRUE(seals_on(prepare(page)).empty());
  cv::circle(page, {1200, 800}, 150, {30, 30, 220}, 10);
  const Prepared prepared = prepare(page);
  const auto found = seals_on(prepared);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(prepared.on_page(found[0].box, page.size()).x, 1045, 12);
}

TEST(Decode, TransparentPartsAreThePaper) {
  cv::Mat image(40, 40, CV_8UC4, cv::Scalar(0, 0, 0, 0));
  const Expected<cv::Mat> page = decode_page(encoded(image, ".png"), 1, Limits{});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->at<cv::Vec3b>(20, 20), cv::Vec3b(255, 255, 255));
}

TEST(Decode, RefusesByTheLimitsBeforeDecoding) {
  Limits limits;
  limits.side = 100;
  EXPECT_EQ(decode_page(encoded(sheet(), ".png"), 1, limits).error().code, "too_many_pixels");
  EXPECT_EQ(decode_page("P6\n200 10\n255\n", 1, limits).error().code, "too_many_pixels");
}

TEST(Decode, APpmThatEndsEarlyIsUnreadable) {
  EXPECT_EQ(decode_page("P6\n20 10\n255\nabc", 1, Limits{}).error().code, "unreadable");
  EXPECT_EQ(decode_page("P6\n-20 10\n255\n", 1, Limits{}).error().code, "unreadable");
}

TEST(Decode, APageThatIsNotThereIsNamed) {
  EXPECT_EQ(decode_page(encoded(sheet(), ".png"), 2, Limits{}).error().code, "no_such_page");
}

TEST(Decode, ReadsATiffByPage) {
  const Expected<cv::Mat> page = decode_page(encoded(sheet(), ".tif"), 1, Limits{});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->size(), cv::Size(1700, 1200));
}

}  // namespace
}  // namespace zhipi::ocr
