#include "ocr/reader/contested.h"

#include <gtest/gtest.h>

#include "ocr/reader/locate_list.h"
#include "ocr/reader/place_finder.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

struct Page {
  Layout layout;
  std::vector<Field> fields;

  void print(int y, const std::string& text, int x = 100) {
    layout.rows.push_back(row_at(x, y, text));
  }

  // What else stands at the label of the field's first place.
  std::optional<std::string> elsewhere(const Field& field, const Json& value) const {
    std::vector<Field> all = fields;
    all.push_back(field);
    const Prepared page = page_with(layout);
    std::vector<Place> places = locate(field, all, layout, PlaceFinder(all, layout, page));
    std::vector<cv::Rect> tables;
    for (const Field& one : all) {
      if (one.kind != FieldKind::list) continue;
      if (const auto list = locate_list(one, layout, page)) tables.push_back(list->box);
    }
    forget_headings(places, tables);
    if (places.empty()) return "no place";
    return said_elsewhere(field, places, 0, value);
  }
};

const Field& total() {
  static const Field field = field_of("total", FieldKind::money, {"合计", "总计"});
  return field;
}

TEST(Contested, IsAnAmountWhoseLabelStandsTwiceWithDifferentAmounts) {
  Page page;
  page.print(100, "合计：53.70元");
  page.print(300, "税额：4.10元");
  page.print(500, "合计：57.80元");
  EXPECT_EQ(page.elsewhere(total(), Json(5370)), "57.80元");
}

TEST(Contested, IsNoAmountThatStandsTwiceTheSame) {
  Page page;
  page.print(100, "合计：53.70元");
  page.print(300, "合计：53.70元");
  EXPECT_EQ(page.elsewhere(total(), Json(5370)), std::nullopt);
}

TEST(Contested, IsAnAmountBesideThatOfAnotherOfItsLabels) {
  Page page;
  page.print(100, "合计：53.70元");
  page.print(300, "总计：57.80元");
  EXPECT_EQ(page.elsewhere(total(), Json(5370)), "57.80元");
}

TEST(Contested, IsAnAmountBesideALatinLabelThatMayBeItsOwnMisread) {
  const Layout layout{{row_at(100, 100, "Totel Payable: 12.00"), row_at(100, 300, "Total: 11.32")},
                      {}};
  const Prepared page = page_with(layout);
  const Field field = field_of("total", FieldKind::money, {"Total"});
  const Place own = locate(field, {field}, layout, PlaceFinder({field}, layout, page)).at(0);
  EXPECT_EQ(seems_labelled_elsewhere(field, own, layout), "totel");
  EXPECT_EQ(seems_labelled_elsewhere(field, own, {{layout.rows[1]}, {}}), std::nullopt);
}

TEST(Contested, IsADateThatMayStandAnywhereBesideAnyOther) {
  Field date = field_of("date", FieldKind::date, {"Date"});
  date.order = DateOrder::dmy;
  const Layout layout{{row_at(100, 100, "Date: 9/3/2018"), row_at(100, 300, "due 10/3/2018")}, {}};
  const Prepared page = page_with(layout);
  const PlaceFinder finder({date}, layout, page);
  std::vector<Place> places = locate(date, {date}, layout, finder);
  ASSERT_EQ(places.size(), 1U);
  places.push_back(finder.from_glyphs(1, 3, 12, false));
  EXPECT_EQ(said_elsewhere(date, places, 0, Json("2018-03-09")), std::nullopt);
  date.at = Position::anywhere;
  EXPECT_EQ(said_elsewhere(date, places, 0, Json("2018-03-09")), "10/3/2018");
}

TEST(Contested, IsNoNameForAnyWordBehindALabelCouldBeOne) {
  Page page;
  page.print(100, "出租方：试样甲");
  page.print(900, "出租方：签章");
  const Field lessor = field_of("lessor", FieldKind::person_name, {"出租方"});
  EXPECT_EQ(page.elsewhere(lessor, Json("试样甲")), std::nullopt);
}

TEST(Contested, IsNoDateForTheHeadingOfAListSaysTheSame) {
  Page page;
  Field list = field_of("family", FieldKind::list, {"家庭成员情况"});
  list.of = {field_of("full_name", FieldKind::person_name, {"姓名"}),
             field_of("birth_date", FieldKind::date, {"出生日期"})};
  page.fields = {list};
  page.print(100, "出生日期：1950年3月1日");
  page.print(500, "姓名");
  page.print(500, "出生日期", 700);
  page.print(600, "试样乙");
  page.print(600, "1980年5月2日", 700);
  const Field born = field_of("birth_date", FieldKind::date, {"出生日期"});
  EXPECT_EQ(page.elsewhere(born, Json("1950-03-01")), std::nullopt);
  page.fields.clear();
  EXPECT_EQ(page.elsewhere(born, Json("1950-03-01")), "1980年5月2日");
}

}  // namespace
}  // namespace zhipi::ocr
