#include "ocr/reader/layout.h"

#include <gtest/gtest.h>

#include "models/formats/text.h"
#include "ocr/reader/place_finder.h"
#include "tests/ocr/reader/rows.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

std::vector<Place> located(const Field& field, const std::vector<Field>& fields,
                           const Layout& layout) {
  const Prepared page = page_with(layout);
  return locate(field, fields, layout, PlaceFinder(fields, layout, page));
}

std::string found(const Field& field, const std::vector<Field>& fields, const Layout& layout) {
  const std::vector<Place> places = located(field, fields, layout);
  return places.empty() ? "" : formats::to_utf8(places.front().text);
}

const Field kName = field_of("full_name", FieldKind::person_name, {"姓名"});
const Field kNumber = field_of("id_number", FieldKind::id_number, {"公民身份号码"});
const Field kAddress = field_of("address", FieldKind::address, {"住址"});

TEST(FindLabel, SpacesAndAColonDoNotMatter) {
  const Layout layout{{row_at(100, 100, "姓  名：林秀英")}, {}};
  const std::vector<LabelHit> hits = find_label(layout, "姓名:");
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].last, 3U);
  EXPECT_EQ(hits[0].errors, 0);
}

TEST(FindLabel, TheCaseOfLettersDoesNotMatter) {
  const Layout layout{{row_at(100, 100, "GRAND TOTAL: 57.80")}, {}};
  const std::vector<LabelHit> hits = find_label(layout, "Grand Total");
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].errors, 0);
}

TEST(FindLabel, LettersThatRunIntoItMakeItAnotherWord) {
  EXPECT_TRUE(find_label({{row_at(100, 100, "SUBTOTAL 53.70")}, {}}, "Total").empty());
  EXPECT_FALSE(find_label({{row_at(100, 100, "SUB TOTAL 53.70")}, {}}, "Total").empty());
}

TEST(FindLabel, OneMisreadCharacterInALongLabelIsForgiven) {
  Layout layout{{row_at(100, 100, "公民身份号四 350102")}, {}};
  layout.rows[0].glyphs[5].confidence = 70;
  const std::vector<LabelHit> hits = find_label(layout, "公民身份号码");
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].errors, 1);
  EXPECT_EQ(hits[0].last, 6U);
}

TEST(FindLabel, WhatWasReadWithCertaintyIsNoMisreadLabel) {
  EXPECT_TRUE(find_label({{row_at(100, 100, "乙方:阮江")}, {}}, "甲方").empty());
  EXPECT_TRUE(find_label({{row_at(100, 100, "承租方签章")}, {}}, "出租方签章").empty());
}

TEST(FindLabel, ThePartOfALongerWordIsNotTheLabel) {
  EXPECT_TRUE(find_label({{row_at(100, 100, "代办人姓名")}, {}}, "姓名").empty());
}

TEST(FindLabel, TheSecondRowOfALongerLabelIsNotALabelOfItsOwn) {
  const Layout layout{{row_at(100, 100, "代办人公民", 0), row_at(100, 150, "身份号码", 0)},
                      {{80, 80, 300, 150}}};
  EXPECT_TRUE(find_label(layout, "身份号码").empty());
}

TEST(FindLabel, ALabelBrokenIntoTwoRowsOfItsCellIsFound) {
  const Layout layout{{row_at(100, 100, "月津贴金", 0), row_at(100, 150, "额(元)", 0)},
                      {{80, 80, 300, 150}}};
  ASSERT_EQ(find_label(layout, "月津贴金额（元）").size(), 1U);
  EXPECT_TRUE(find_label(layout, "月津贴金额（元）")[0].goes_on);
}

TEST(Locate, TheValueStandsRightOfItsLabel) {
  EXPECT_EQ(found(kName, {kName}, {{row_at(100, 100, "姓名 林秀英")}, {}}), "林秀英");
}

TEST(Locate, AnotherFieldsLabelEndsTheValue) {
  const Field sex = field_of("sex", FieldKind::text, {"性别"});
  const Field nation = field_of("ethnicity", FieldKind::text, {"民族"});
  const Layout layout{{row_at(100, 100, "性别 女  民族 汉")}, {}};
  EXPECT_EQ(found(sex, {sex, nation}, layout), "女");
  EXPECT_EQ(found(nation, {sex, nation}, layout), "汉");
}

TEST(Locate, AnAddressGoesOnUnderItsBeginning) {
  const Layout layout{{row_at(100, 100, "住址 福州市东街"), row_at(220, 155, "12号")}, {}};
  EXPECT_EQ(found(kAddress, {kAddress}, layout), "福州市东街12号");
}

TEST(Locate, AnAddressEndsWhereTheNextLabelBegins) {
  const Layout layout{{row_at(100, 100, "住址 福州市东街"), row_at(100, 155, "姓名 林秀英")}, {}};
  EXPECT_EQ(found(kAddress, {kAddress, kName}, layout), "福州市东街");
}

TEST(Locate, InATableTheValueStandsInTheNextCell) {
  const Layout layout{{row_at(100, 100, "姓名", 0), row_at(400, 100, "林秀英", 1)},
                      {{80, 80, 200, 80}, {290, 80, 400, 80}}};
  EXPECT_EQ(found(kName, {kName}, layout), "林秀英");
}

TEST(Locate, AnEmptyCellHasNoValue) {
  const Layout layout{{row_at(100, 100, "姓名", 0), row_at(700, 100, "住址", 2)},
                      {{80, 80, 200, 80}, {290, 80, 390, 80}, {690, 80, 200, 80}}};
  EXPECT_EQ(found(kName, {kName, kAddress}, layout), "");
}

TEST(Locate, AValueMayStandUnderItsLabel) {
  const Layout layout{{row_at(100, 100, "住址"), row_at(100, 160, "福州市东街12号")}, {}};
  EXPECT_EQ(found(kAddress, {kAddress}, layout), "福州市东街12号");
}

TEST(Locate, InRunningTextAfterAndBeforeBoundTheValue) {
  Field where = field_of("address", FieldKind::address, {});
  where.after = "居住在";
  where.before = "，";
  const Layout layout{{row_at(100, 100, "现居住在福州市东街，情况属实")}, {}};
  EXPECT_EQ(found(where, {where}, layout), "福州市东街");
}

TEST(Locate, ALongNumberWithoutLabelIsFoundWhereTheMaterialHasOne) {
  const Layout layout{{row_at(100, 100, "350102194005069223")}, {}};
  const std::vector<Place> places = located(kNumber, {kNumber}, layout);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_FALSE(places[0].labelled);
  EXPECT_TRUE(located(kNumber, {kNumber, kNumber}, layout).empty());
}

TEST(Locate, AnAddressGoesOnBesideAnotherColumn) {
  Layout layout{{row_at(700, 100, "住址 福州市东街"), row_at(100, 145, "范围 销售"),
                 row_at(820, 150, "607室")},
                {}};
  EXPECT_EQ(found(kAddress, {kAddress}, layout), "福州市东街607室");
}

TEST(Locate, AnAddressGoesOnThoughItsRowBeginsInAnotherColumn) {
  const Field scope = field_of("scope", FieldKind::text, {"范围"});
  Row row = row_at(100, 100, "范围 销售百货");
  const Row right = row_at(700, 100, "住址 福州市东街");
  row.glyphs.insert(row.glyphs.end(), right.glyphs.begin(), right.glyphs.end());
  row.box |= right.box;
  const Layout layout{{row, row_at(820, 150, "607室"), row_at(220, 155, "及日用品")}, {}};
  EXPECT_EQ(found(kAddress, {kAddress, scope}, layout), "福州市东街607室");
  EXPECT_EQ(found(scope, {kAddress, scope}, layout), "销售百货及日用品");
}

TEST(Locate, AValueOfAClearFormIsFoundInsideASentence) {
  const Field area = field_of("floor_area", FieldKind::decimal, {"建筑面积"});
  EXPECT_EQ(found(area, {area}, {{row_at(100, 100, "该房屋建筑面积154.66㎡,住宅")}, {}}), "154.66");
  const Field use = field_of("use", FieldKind::text, {"建筑面积"});
  EXPECT_EQ(found(use, {use}, {{row_at(100, 100, "该房屋建筑面积154.66㎡")}, {}}), "");
}

TEST(Locate, AnAmountInWordsGoesOnInTheNextLineOfItsParagraph) {
  const Field income = field_of("income", FieldKind::money, {"月收入"});
  const Layout layout{
      {row_at(300, 100, "职务。月收入贰万伍仟肆佰玖"), row_at(220, 180, "拾元整。特此证明")}, {}};
  const std::vector<Place> places = located(income, {income}, layout);
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(formats::to_utf8(places[1].text), "贰万伍仟肆佰玖拾元整。特此证明");
}

TEST(Locate, ALabelSpreadSoWideThatItsFirstCharacterStandsAlone) {
  const Field name = field_of("unit_name", FieldKind::org_name, {"名称"});
  const Layout layout{{row_at(100, 100, "名"), row_at(340, 100, "称福建某某公司"),
                       row_at(100, 200, "类"), row_at(340, 200, "型个体工商户")},
                      {}};
  const Field type = field_of("unit_type", FieldKind::text, {"类型"});
  EXPECT_EQ(found(name, {name, type}, layout), "福建某某公司");
  EXPECT_EQ(found(type, {name, type}, layout), "个体工商户");
}

TEST(Locate, ANumberInASentenceEndsWithItsDigitsWhateverUnitFollows) {
  Field area = field_of("floor_area", FieldKind::decimal, {"建筑面积"});
  area.before = "m";
  const Layout layout{{row_at(100, 100, "出租给乙方，该房屋建筑面积73.5"),
                       row_at(60, 160, "平方米，租赁用途为经营。")},
                      {}};
  EXPECT_EQ(found(area, {area}, layout), "73.5");
}

TEST(Locate, ALabelThatIsAWordOfASentenceIsToldSo) {
  const Field lessor = field_of("lessor", FieldKind::text, {"甲方"});
  const auto in_sentence = [&lessor](std::string_view text) {
    return located(lessor, {lessor}, {{row_at(100, 100, text)}, {}}).at(0).in_sentence;
  };
  EXPECT_TRUE(in_sentence("第一条 甲方将位于样本路的房屋出租"));
  EXPECT_TRUE(in_sentence("样本 甲方、房屋均为虚构"));
  EXPECT_TRUE(in_sentence("甲方将房屋出租给乙方，租期两年。"));
  for (const char* text : {"甲方：王样本", "甲方 王样本", "甲方王样本", "第一条 甲方：王样本"})
    EXPECT_FALSE(in_sentence(text)) << text;
}

TEST(Locate, WhatEndsWithAColonLooksLikeAnotherLabel) {
  const Field moved = field_of("moved_to", FieldKind::text, {"何时由何地迁来本址"});
  const auto below = [&moved](std::string_view text) {
    const Layout layout{{row_at(100, 100, "何时由何地迁来本址"), row_at(100, 180, text)}, {}};
    return located(moved, {moved}, layout).at(0).ends_as_label;
  };
  EXPECT_TRUE(below("承办人签章："));
  EXPECT_FALSE(below("2009年由样本街迁来"));
}

// Whether an address may go on in the line below it, beside which this stands.
bool may_go_on_beside(std::string_view left) {
  const Layout layout{{row_at(100, 100, "住址：福州市鼓楼区"), row_at(100, 150, left),
                       row_at(220, 150, "东街12号")},
                      {}};
  const std::vector<Place> places = located(kAddress, {kAddress, kName}, layout);
  return places.at(0).text == U"福州市鼓楼区" && places.at(0).may_go_on;
}

TEST(Locate, TellsThatALineBesideOtherPrintMayBelongToTheValueAboveIt) {
  EXPECT_TRUE(may_go_on_beside("样本"));
  EXPECT_FALSE(may_go_on_beside("姓名"));
  EXPECT_FALSE(may_go_on_beside("事由："));
}

TEST(Locate, StrayMarksBeforeASecondLineDoNotHideIt) {
  Layout layout{
      {row_at(100, 100, "住址    福州市样本路205号"), row_at(220, 160, "初2 南屿小区8座205室")},
      {}};
  layout.rows[1].glyphs[0].confidence = 30;
  const Place place = located(kAddress, {kAddress}, layout).at(0);
  EXPECT_EQ(place.text, U"福州市样本路205号南屿小区8座205室");
  EXPECT_TRUE(place.may_go_on);
}

TEST(Locate, ASentenceUnderAValueIsNotItsSecondLine) {
  const Layout layout{
      {row_at(100, 100, "住址：福州市样本路205号"), row_at(140, 160, "根据《民法典》双方约定如下")},
      {}};
  const Place place = located(kAddress, {kAddress}, layout).at(0);
  EXPECT_EQ(place.text, U"福州市样本路205号");
  EXPECT_FALSE(place.may_go_on);
}

TEST(Locate, AFurtherLineEndsBeforeAnotherLabelInItsRow) {
  const Layout layout{
      {row_at(100, 100, "住址：福州市样本"), row_at(220, 160, "路205号 姓名王样本")}, {}};
  EXPECT_EQ(found(kAddress, {kAddress, kName}, layout), "福州市样本路205号");
}

TEST(Locate, PrintCloseBehindALineOfAValueMayBeItsRest) {
  const auto may_go_on = [](int x, std::string_view text) {
    const Layout layout{{row_at(100, 100, "住址：福州市样本"), row_at(x, 100, text)}, {}};
    return located(kAddress, {kAddress, kName}, layout).at(0).may_go_on;
  };
  EXPECT_TRUE(may_go_on(470, "路205号"));
  EXPECT_FALSE(may_go_on(470, "姓名王样本"));
  EXPECT_FALSE(may_go_on(800, "样本"));
}

TEST(Locate, OfATableWhoseLabelsHaveLostTheirCellsValuesStandBesideThem) {
  const Field shares = field_of("shares", FieldKind::text, {"共有情况"});
  const Layout layout{
      {row_at(100, 100, "共有情况"), row_at(400, 100, "共同共有", 0), row_at(100, 180, "坐")},
      {{390, 90, 500, 60}}};
  EXPECT_EQ(found(shares, {shares}, layout), "共同共有");
}

TEST(Locate, ALabelSetALittleHigherStillBelongsToTheLineBesideIt) {
  const Field issuer = field_of("issuer", FieldKind::org_name, {"签发机关"});
  const Layout layout{{row_at(100, 100, "签发机关福州市样本分局"), row_at(100, 140, "有效期限"),
                       row_at(300, 161, "2011.10.22-2016.10.22")},
                      {}};
  EXPECT_EQ(found(issuer, {issuer}, layout), "福州市样本分局");
}

TEST(Locate, PrintAboveAValueThatNoLabelLeadsToMayBeItsBeginning) {
  const auto begins_above = [](std::string_view above) {
    const Layout layout{{row_at(370, 100, above), row_at(100, 150, "住址     路45号")}, {}};
    return located(kAddress, {kAddress, kName}, layout).at(0).may_go_on;
  };
  EXPECT_TRUE(begins_above("福州市样本区样本"));
  EXPECT_FALSE(begins_above("姓名王样本"));
}

TEST(Locate, AValueOfManyLinesIsReadWhole) {
  const Field scope = field_of("scope", FieldKind::text, {"经营范围"});
  Layout layout{{row_at(100, 100, "经营范围：一般项目")}, {}};
  for (int line = 1; line < 10; ++line)
    layout.rows.push_back(row_at(300, 100 + 50 * line, "样本项目样本"));
  const Place place = located(scope, {scope}, layout).at(0);
  EXPECT_EQ(place.lines.size(), 10U);
  EXPECT_FALSE(place.may_go_on);
}

TEST(FindLabel, TheSamePrintReadTwiceIsTheRowThatGoesOn) {
  Row noise = row_at(100, 90, "户别");
  noise.box.height = 60;
  const Layout layout{{noise, row_at(110, 100, "户别 家庭户口")}, {}};
  const std::vector<LabelHit> hits = find_label(layout, "户别");
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].row, 1U);
}

}  // namespace
}  // namespace zhipi::ocr
