#include "ocr/reader/unread.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/ocr/reader/rows.h"

namespace zhipi::ocr {
namespace {

const cv::Rect kValue{400, 300, 80, kSize};  // 福州, of whatever stands there

Layout layout_of(std::string_view text, std::vector<cv::Rect> cells = {}) {
  return {{row_at(100, 300, text)}, std::move(cells)};
}

bool is_unread(const Layout& layout, const Prepared& page) {
  Place place;
  place.lines = {kValue};
  return has_unread_beside(place, layout, page);
}

TEST(Unread, AloneInItsRowAValueIsWhole) {
  const Layout layout = layout_of("登记机关   福州");
  EXPECT_FALSE(is_unread(layout, page_with(layout)));
}

TEST(Unread, InkBehindAValueThatNoRowAccountsForMayBeTheRestOfIt) {
  const Layout layout = layout_of("登记机关   福州");
  Prepared page = page_with(layout);
  cv::circle(page.ink, {600, 340}, 100, cv::Scalar(255), 14);  // a seal copied in black
  EXPECT_TRUE(is_unread(layout, page));
}

TEST(Unread, APieceOfASealTakenForARowIsNotRead) {
  Layout layout = layout_of("登记机关   福州");
  layout.rows.push_back(row_at(500, 290, "�"));
  Prepared page = page_with(layout);
  cv::circle(page.ink, {600, 340}, 100, cv::Scalar(255), 14);
  EXPECT_TRUE(is_unread(layout, page));
}

TEST(Unread, InkBeforeAValueMayBeItsBeginning) {
  const Layout layout = layout_of("登记机关   福州");
  Prepared page = page_with(layout);
  page.ink(cv::Rect(350, 290, 40, 60)).setTo(255);
  EXPECT_TRUE(is_unread(layout, page));
}

TEST(Unread, WhatIsReadBesideAValueIsNothingHidden) {
  const Layout layout = layout_of("登记机关：福州元整");
  EXPECT_FALSE(is_unread(layout, page_with(layout)));
}

TEST(Unread, RulesAndOtherCellsAreNoPrint) {
  const Layout layout = layout_of("登记机关   福州", {{380, 250, 115, 140}});
  Prepared page = page_with(layout);
  page.ink(cv::Rect(500, 250, 300, 140)).setTo(255);
  EXPECT_FALSE(is_unread(layout, page));
  const Layout open = layout_of("登记机关   福州");
  Prepared ruled = page_with(open);
  ruled.ink(cv::Rect(500, 200, 4, 300)).setTo(255);
  EXPECT_FALSE(is_unread(open, ruled));
}

TEST(Unread, ASpeckIsNoPrint) {
  const Layout layout = layout_of("登记机关   福州");
  Prepared page = page_with(layout);
  page.ink(cv::Rect(495, 315, 5, 5)).setTo(255);
  EXPECT_FALSE(is_unread(layout, page));
}

}  // namespace
}  // namespace zhipi::ocr
