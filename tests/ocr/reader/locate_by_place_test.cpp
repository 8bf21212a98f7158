#include "ocr/reader/locate_by_place.h"

#include <gmock/gmock.h>

#include "models/formats/text.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Lines below each other, each 40 high with 10 between them.
Layout page_of(const std::vector<std::string>& lines) {
  Layout layout;
  int y = 100;
  for (const std::string& line : lines) {
    if (!line.empty()) layout.rows.push_back(row_at(100, y, line));
    y += 50;
  }
  return layout;
}

std::vector<Place> located(const Field& field, const Layout& layout,
                           const std::optional<cv::Rect>& above = std::nullopt) {
  const Prepared page = page_with(layout);
  return locate_by_place(field, layout, PlaceFinder({field}, layout, page), above);
}

std::vector<std::string> texts(const std::vector<Place>& places) {
  std::vector<std::string> found;
  for (const Place& place : places) found.push_back(formats::to_utf8(place.text));
  return found;
}

Field firm(std::vector<std::string> ends_with = {}) {
  Field field = field_of("firm", FieldKind::org_name, {});
  field.at = Position::top;
  field.ends_with = std::move(ends_with);
  return field;
}

Field address() {
  Field field = field_of("address", FieldKind::address, {});
  field.below = "firm";
  field.stops_at = {"Tax Invoice", "Tel"};
  return field;
}

std::vector<std::string> below_first(const std::vector<std::string>& lines) {
  const Layout layout = page_of(lines);
  return texts(located(address(), layout, layout.rows.at(0).box));
}

TEST(AtTop, IsTheFirstLineOfWords) {
  const Layout layout = page_of({"3180404", "SAMPLE MART", "NO 12 STREET"});
  const std::vector<Place> places = located(firm(), layout);
  EXPECT_THAT(texts(places), ElementsAre("SAMPLEMART"));
  EXPECT_FALSE(places[0].labelled);
  EXPECT_TRUE(places[0].by_place);
}

TEST(AtTop, GoesOnInALineLikeIt) {
  EXPECT_THAT(texts(located(firm(), page_of({"SAMPLE HALL", "OF TRADE", "(1120908-M)"}))),
              ElementsAre("SAMPLEHALLOFTRADE"));
  EXPECT_THAT(texts(located(firm(), page_of({"SAMPLE HALL", "TEL: 0591", "OF"}))),
              ElementsAre("SAMPLEHALL"));
}

TEST(AtTop, IsTheLineThatEndsAsItShould) {
  const Layout layout = page_of({"WELCOME", "", "SAMPLE MART SDN. BHD", "NO 12"});
  const std::vector<Place> places = located(firm({"Sdn Bhd"}), layout);
  EXPECT_THAT(texts(places), ElementsAre("SAMPLEMARTSDN.BHD"));
  EXPECT_FALSE(places[0].labelled) << "other words stand above it";
}

TEST(AtTop, IsProvedByItsEndWhereNothingElseEndsSo) {
  EXPECT_TRUE(located(firm({"公司"}), page_of({"样本有限公司", "证明"})).at(0).labelled);
  EXPECT_FALSE(
      located(firm({"公司"}), page_of({"样本有限公司", "兹证明", "样例公司"})).at(0).labelled);
}

TEST(Below, AreTheLinesUnderTheOtherField) {
  EXPECT_THAT(
      below_first({"SAMPLE MART", "NO 12 EAST STREET", "350001 FUZHOU", "TAX INVOICE", "A 1"}),
      ElementsAre("NO12EASTSTREET350001FUZHOU"));
}

TEST(Below, PassesOverWhatIsSomethingElseAndEndsBeforeIt) {
  EXPECT_THAT(below_first({"SAMPLE MART", "(1120908-M)", "10 MAR 2018 18:24", "NO 12 EAST STREET",
                           "Fax no: 0591", "FUZHOU 12"}),
              ElementsAre("NO12EASTSTREET"));
}

TEST(Below, EndsAtAGap) {
  EXPECT_THAT(below_first({"SAMPLE MART", "NO 12 EAST STREET", "", "QTY 12 ITEM"}),
              ElementsAre("NO12EASTSTREET"));
}

TEST(Below, AnAddressBeginsWithItsFirstFigure) {
  EXPECT_THAT(below_first({"SAMPLE SDN BHD", "SAMPLE EAST", "NO 12 EAST STREET"}),
              ElementsAre("NO12EASTSTREET"));
  EXPECT_THAT(below_first({"SAMPLE SDN BHD", "EAST STREET"}), ElementsAre("EASTSTREET"));
}

TEST(Below, IsNowhereWhereTheOtherFieldWasNotFound) {
  EXPECT_THAT(located(address(), page_of({"NO 12 EAST STREET"})), IsEmpty());
}

TEST(Anywhere, IsEveryDateOnThePage) {
  Field date = field_of("date", FieldKind::date, {});
  date.at = Position::anywhere;
  date.order = DateOrder::dmy;
  const std::vector<Place> places =
      located(date, page_of({"SLIP 12", "25/12/2018 20:13", "VALID TO 1/2/2019"}));
  EXPECT_THAT(texts(places), ElementsAre("25/12/2018", "1/2/2019"));
  EXPECT_FALSE(places[0].labelled);
}

}  // namespace
}  // namespace zhipi::ocr
