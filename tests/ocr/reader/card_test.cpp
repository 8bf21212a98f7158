#include <gtest/gtest.h>

#include "models/formats/text.h"
#include "ocr/reader/locate_on_card.h"
#include "ocr/reader/prepare.h"
#include "ocr/reader/rows.h"
#include "tests/ocr/reader/drawn.h"
#include "tests/ocr/specimen_materials.h"

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

Row row_of(std::string_view text, int y, int cell = -1) {
  Row row;
  row.cell = cell;
  int x = 100;
  for (const char32_t c : formats::to_code_points(text)) {
    row.glyphs.push_back({c, {x, y, 36, 40}, 95});
    x += 40;
  }
  row.box = row.glyphs.front().box | row.glyphs.back().box;
  return row;
}

std::vector<std::u32string> accounts(const std::vector<Row>& rows) {
  const Field account = field_of("bank_account", FieldKind::bank_account, {"卡号"});
  Prepared page;
  page.ink = cv::Mat(900, 1700, CV_8U, cv::Scalar(255));
  std::vector<std::u32string> texts;
  for (const Place& place : locate_on_card(account, {account}, {rows, {}}, page)) {
    EXPECT_FALSE(place.labelled);
    texts.push_back(place.text);
  }
  return texts;
}

TEST(Card, ItsNumberIsKnownByItsFormAndTheCheckDigitComesFirst) {
  const auto found =
      accounts({row_of("1234567812345678", 100), row_of("6299995613458438594", 300)});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], U"6299995613458438594");
}

TEST(Card, ANumberInATableOrAnIdentityNumberIsNoCards) {
  EXPECT_TRUE(accounts({row_of("6299995613458438594", 100, 0)}).empty());
  EXPECT_TRUE(
      accounts({row_of("350102194005069223", 100), row_of("35010219290728955X", 300)}).empty());
}

}  // namespace
}  // namespace zhipi::ocr
