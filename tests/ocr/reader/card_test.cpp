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

// A card of this colour on a ground of that one, at (500, 400), 1200 by 756.
cv::Mat card_on_ground(const cv::Scalar& card, const cv::Scalar& ground) {
  cv::Mat page(1600, 2200, CV_8UC3, ground);
  cv::Mat grain(page.size(), CV_8UC3);
  cv::RNG(7).fill(grain, cv::RNG::UNIFORM, 0, 12);
  page += grain;
  page(cv::Rect(500, 400, 1200, 756)).setTo(card);
  return page;
}

TEST(Card, IsFoundOnASheetAndOnATableOfItsOwnDarkness) {
  const std::vector<std::pair<cv::Scalar, cv::Scalar>> pairs{
      {{90, 40, 20}, {240, 240, 240}},     // blue on paper
      {{64, 60, 58}, {40, 52, 66}},        // gray on dark wood
      {{225, 225, 225}, {240, 243, 243}},  // pale on paper
  };
  for (const auto& [card, ground] : pairs) {
    const auto corners = find_card(card_on_ground(card, ground));
    ASSERT_TRUE(corners) << card;
    EXPECT_NEAR((*corners)[0].x, 500, 20) << card;
    EXPECT_NEAR((*corners)[2].y, 1156, 20) << card;
  }
}

TEST(Card, IsNotFoundWhereThereIsNone) {
  for (const char* document : {"residence_proof", "application_form"})
    EXPECT_FALSE(find_card(drawn(document, "clean"))) << document;
}

TEST(Card, CopiedOnASheetBecomesAPageOfItsOwn) {
  specimens::Request request;
  request.document = "bank_card";
  request.layout["page"] = "a4";
  request.seed = 11;
  const specimens::Specimen specimen = specimens::make_specimen(request).value();
  const std::vector<unsigned char> bytes(specimen.bytes.begin(), specimen.bytes.end());
  const cv::Mat sheet = cv::imdecode(bytes, cv::IMREAD_COLOR);
  const auto card = card_on(prepare(sheet));
  ASSERT_TRUE(card);
  EXPECT_NEAR(static_cast<double>(card->colour.cols) / card->colour.rows, 1.586, 0.04);
  // What is in its middle is in the middle of the card on the sheet.
  const cv::Rect middle =
      card->on_page({card->colour.cols / 2, card->colour.rows / 2, 2, 2}, sheet.size());
  const auto& number = specimen.truth.at("fields").at("bank_account").at("box").as_array();
  EXPECT_NEAR(middle.y, static_cast<double>(number[1].to_number<int>()), 160);
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

TEST(Card, ItsNumberIsKnownBesideAMarkThatWasNotRead) {
  Row row = row_of("\uFFFD6299995613458438594", 300);
  row.glyphs.front().box.x -= 60;
  const Row other = row_of("1234567812345678", 100);
  const auto found = accounts({other, row});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], U"6299995613458438594");
  row.glyphs.front().box.x += 50;  // as near as a digit would be
  EXPECT_EQ(accounts({other, row}).size(), 1U);
}

TEST(Card, ANumberInATableOrAnIdentityNumberIsNoCards) {
  EXPECT_TRUE(accounts({row_of("6299995613458438594", 100, 0)}).empty());
  EXPECT_TRUE(
      accounts({row_of("350102194005069223", 100), row_of("35010219290728955X", 300)}).empty());
}

}  // namespace
}  // namespace zhipi::ocr
