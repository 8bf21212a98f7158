#include <gtest/gtest.h>

#include "models/formats/text.h"
#include "ocr/reader/locate_list.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

constexpr int kLine = 80;

Field family() {
  Field list = field_of("family", FieldKind::list, {"家庭成员情况"});
  list.of = {field_of("full_name", FieldKind::person_name, {"姓名"}),
             field_of("age", FieldKind::integer, {"年龄"}),
             field_of("relation", FieldKind::text, {"与申请人关系"})};
  return list;
}

// A table with its left upper corner at 100, 100 and columns 300 wide; without rules the same print
// stands alone.
Layout table(const std::vector<std::vector<std::string>>& lines, bool ruled = true) {
  Layout layout;
  int y = 100;
  for (const auto& line : lines) {
    int x = 100;
    for (const std::string& text : line) {
      if (ruled) layout.cells.push_back({x, y, 296, kLine - 4});
      const int cell = ruled ? static_cast<int>(layout.cells.size()) - 1 : -1;
      if (!text.empty()) layout.rows.push_back(row_at(x + 10, y + 15, text, cell));
      x += 300;
    }
    y += kLine;
  }
  return layout;
}

// "林秀英 86 本人 | …", in the order of the field's columns; - where a cell is empty.
std::string found(const Layout& layout) {
  const auto place = locate_list(family(), layout, page_with(layout));
  if (!place) return "none";
  std::string all;
  for (const auto& row : place->rows) {
    if (!all.empty()) all += " | ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      all += (i == 0 ? "" : " ") + (row[i] ? formats::to_utf8(row[i]->text) : "-");
    }
  }
  return all;
}

TEST(LocateList, RowsStandUnderTheirHeadingsInAnyOrder) {
  EXPECT_EQ(
      found(table(
          {{"与申请人关系", "姓名", "年龄"}, {"配偶", "林秀英", "86"}, {"儿子", "陈一", "30"}})),
      "林秀英 86 配偶 | 陈一 30 儿子");
}

TEST(LocateList, EmptyCellsAndEmptyRowsHaveNoPlace) {
  EXPECT_EQ(found(table({{"姓名", "年龄", "与申请人关系"},
                         {"林秀英", "", "配偶"},
                         {"", "", ""},
                         {"陈一", "30", "儿子"}})),
            "林秀英 - 配偶 | 陈一 30 儿子");
}

TEST(LocateList, AColumnThatIsNotDeclaredIsPassedOver) {
  EXPECT_EQ(found(table({{"序号", "姓名", "年龄", "与申请人关系"}, {"1", "林秀英", "86", "配偶"}})),
            "林秀英 86 配偶");
}

TEST(LocateList, EndsWhereTheCellsAreNoLongerThoseOfTheTable) {
  Layout layout = table({{"姓名", "年龄", "与申请人关系"}, {"林秀英", "86", "配偶"}});
  layout.cells.push_back({100, 260, 140, 76});
  layout.rows.push_back(row_at(110, 275, "备注", static_cast<int>(layout.cells.size()) - 1));
  EXPECT_EQ(found(layout), "林秀英 86 配偶");
}

TEST(LocateList, ABrokenRuleDoesNotGiveARowTwice) {
  Layout layout = table({{"姓名", "年龄", "与申请人关系"}, {"林秀英", "86", "配偶"}, {"", "", ""}});
  // In the last column the rule between the last two rows is lost.
  layout.cells[5].height += kLine;
  layout.cells.resize(8);
  EXPECT_EQ(found(layout), "林秀英 86 配偶");
}

TEST(LocateList, LabelsWithTheirValuesBesideThemAreNoHeadings) {
  EXPECT_EQ(found(table({{"姓名：林秀英", "年龄：86", "其他"}, {"住址", "福州", "电话"}})), "none");
}

TEST(LocateList, WithoutRulesRowsAreInLineWithTheHeadings) {
  EXPECT_EQ(found(table(
                {{"姓名", "年龄", "与申请人关系"}, {"林秀英", "86", "配偶"}, {"陈一", "", "儿子"}},
                false)),
            "林秀英 86 配偶 | 陈一 - 儿子");
}

// The rows of the second page, as `found` tells them, after a page with this table.
std::optional<ListPlace> gone_on(const Layout& first, const Layout& second) {
  const auto before = locate_list(family(), first, page_with(first));
  return continued_list(family(), before->columns, second, page_with(second));
}

const Layout kFirstPage = table({{"姓名", "年龄", "与申请人关系"}, {"林秀英", "86", "配偶"}});

TEST(ContinuedList, HasTheSameColumnsAndNoHeadings) {
  const auto place = gone_on(kFirstPage, table({{"陈一", "30", "儿子"}, {"陈二", "28", ""}}));
  ASSERT_TRUE(place);
  ASSERT_EQ(place->rows.size(), 2U);
  EXPECT_EQ(formats::to_utf8(place->rows[1][0]->text), "陈二");
  EXPECT_FALSE(place->rows[1][2]);
}

TEST(ContinuedList, IsNotATableOfOtherColumns) {
  EXPECT_FALSE(gone_on(kFirstPage, table({{"陈一", "30", "儿子", "无"}})));
  Layout shifted = table({{"陈一", "30", "儿子"}});
  shifted.cells[0].width += 60;
  shifted.cells[1].x += 60;
  shifted.cells[1].width -= 60;
  EXPECT_FALSE(gone_on(kFirstPage, shifted));
}

TEST(ContinuedList, IsNotATableWithHeadingsOrBelowOtherPrint) {
  EXPECT_FALSE(gone_on(kFirstPage, table({{"姓名", "金额", "日期"}, {"陈一", "30", "儿子"}})));
  Layout below = table({{"陈一", "30", "儿子"}});
  for (const int y : {0, 30, 60}) below.rows.insert(below.rows.begin(), row_at(100, y, "说明"));
  EXPECT_FALSE(gone_on(kFirstPage, below));
}

TEST(LocateList, MayGoOnWhereItsLastRowIsFullAndLittleStandsBelow) {
  const auto reaches_end = [](const Layout& layout) {
    return locate_list(family(), layout, page_with(layout))->reaches_end;
  };
  EXPECT_TRUE(reaches_end(kFirstPage));
  EXPECT_FALSE(reaches_end(
      table({{"姓名", "年龄", "与申请人关系"}, {"林秀英", "86", "配偶"}, {"", "", ""}})));
  Layout before_others = kFirstPage;
  for (const int y : {400, 480, 560}) before_others.rows.push_back(row_at(100, y, "以上属实"));
  EXPECT_FALSE(reaches_end(before_others));
}

}  // namespace
}  // namespace zhipi::ocr
