#include "ocr/reader/right_kind.h"

#include <gtest/gtest.h>

#include "models/formats/text.h"
#include "tests/ocr/specimen_materials.h"

namespace zhipi::ocr {
namespace {

Layout page_of(const std::vector<std::string>& lines, float confidence = 95) {
  Layout layout;
  int y = 100;
  for (const std::string& line : lines) {
    Row row;
    int x = 100;
    for (const char32_t c : formats::to_code_points(line)) {
      row.glyphs.push_back({c, {x, y, 36, 40}, confidence});
      x += 40;
    }
    row.box = row.glyphs.front().box | row.glyphs.back().box;
    layout.rows.push_back(row);
    y += 60;
  }
  return layout;
}

Material card() {
  Material card = id_card_material();
  card.title = "居民身份证";
  return card;
}

const std::vector<std::string> kLetter{
    "关于举办第五届社区运动会的通知各居民小组为丰富大家的业余生活",
    "定于下月举办社区运动会请踊跃报名参加并提前做好准备特此通知"};

std::string code(const Layout& layout, bool has_print = true) {
  const auto wrong = wrong_kind(card(), layout, has_print, {});
  return wrong ? wrong->code : "";
}

TEST(RightKind, APageWithoutAnyWordOfTheMaterialIsTheWrongOne) {
  EXPECT_EQ(code(page_of(kLetter)), "wrong_material");
}

TEST(RightKind, OneOfItsWordsIsEnough) {
  std::vector<std::string> lines = kLetter;
  lines.emplace_back("公民身份号码350102194005069223");
  EXPECT_EQ(code(page_of(lines)), "");
  lines.back() = "中华人民共和国居民身份证";
  EXPECT_EQ(code(page_of(lines)), "");
}

TEST(RightKind, OfAPageThatIsHardToReadOrHasLittlePrintNothingIsSaid) {
  EXPECT_EQ(code(page_of(kLetter, 40)), "");
  EXPECT_EQ(code(page_of({"关于举办第五届社区运动会的通知"})), "");
}

TEST(RightKind, APageWithoutPrintIsBlank) {
  EXPECT_EQ(code({}, false), "blank_page");
  EXPECT_EQ(code({}, true), "");
}

TEST(RightKind, AMaterialThatDeclaresNoWordsCannotBeMissed) {
  Material drawing;
  drawing.title = "平面布局图";
  drawing.fields = {field_of("seal", FieldKind::seal, {})};
  EXPECT_FALSE(wrong_kind(drawing, page_of(kLetter), true, {}));
}

const std::vector<std::string> kMarriage{"持证人：林秀英",
                                         "登记日期：2016年05月06日",
                                         "结婚证字号：J350102-2016-000001",
                                         "姓名：林秀英",
                                         "性别：女",
                                         "国籍：中国",
                                         "出生日期：1990年05月06日"};

TEST(RightKind, AnotherDocumentOfAFixedFormIsToldByItsWords) {
  const auto wrong = wrong_kind(card(), page_of(kMarriage), true, {});
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->code, "wrong_material");
  EXPECT_NE(wrong->message.find("是结婚证"), std::string::npos) << wrong->message;
}

TEST(RightKind, AWordThatOnlyTheMaterialPrintsMakesThePageTheRightOne) {
  std::vector<std::string> lines = kMarriage;
  lines.emplace_back("签发机关：福州市公安局");
  EXPECT_EQ(code(page_of(lines)), "");
}

TEST(RightKind, AMaterialWhoseWordsAreAllOfTheOtherDocumentMayBeIt) {
  Material certificate;
  certificate.title = "婚姻证明";
  certificate.fields = {field_of("name", FieldKind::person_name, {"姓名"}),
                        field_of("day", FieldKind::date, {"登记日期"})};
  EXPECT_FALSE(wrong_kind(certificate, page_of(kMarriage), true, {}));
}

TEST(RightKind, AnOfficesOwnFormWithTheFieldsOfAnotherDocumentMayBeIt) {
  const Layout page = page_of({"姓名林秀英", "性别女", "民族汉", "出生1990年5月6日",
                               "住址福州市鼓楼区试样路1号", "公民身份号码350102194005069223"});
  Material own;
  own.title = "证件";
  own.fields = {field_of("full_name", FieldKind::person_name, {"姓名"}),
                field_of("id_number", FieldKind::id_number, {"公民身份号码"}),
                field_of("valid_to", FieldKind::date, {"有效期止"})};
  EXPECT_FALSE(wrong_kind(own, page, true, {}));
  own.fields.erase(own.fields.begin(), own.fields.begin() + 2);
  const auto wrong = wrong_kind(own, page, true, {});
  ASSERT_TRUE(wrong);
  EXPECT_NE(wrong->message.find("是居民身份证"), std::string::npos) << wrong->message;
}

TEST(RightKind, AMaterialOfEitherKindTakesBoth) {
  Material either = card();
  either.title = "居民身份证或结婚证";
  EXPECT_FALSE(wrong_kind(either, page_of(kMarriage), true, {}));
}

}  // namespace
}  // namespace zhipi::ocr
