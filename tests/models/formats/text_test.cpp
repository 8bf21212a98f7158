#include "models/formats/text.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace zhipi::formats {
namespace {

TEST(NormaliseText, FoldsFullWidthForms) {
  EXPECT_EQ(normalise_text("ＡＢ（１２）：￥５"), "AB(12):¥5");
}

TEST(NormaliseText, TakesSpacesOutOfChinese) {
  EXPECT_EQ(normalise_text("　名　　称 "), "名称");
  EXPECT_EQ(normalise_text("福州市 鼓楼区 5 号 A 座"), "福州市鼓楼区5号A座");
  EXPECT_EQ(normalise_text("甲。 乙"), "甲。乙");
}

TEST(NormaliseText, KeepsOneSpaceBetweenOtherWords) {
  EXPECT_EQ(normalise_text("  John \t\n Smith\u00A0Jr "), "John Smith Jr");
  EXPECT_EQ(normalise_text("José  Ω  é"), "José Ω é");
}

TEST(NormaliseText, ComposesAccentsAndUnifiesCompatibilityIdeographs) {
  EXPECT_EQ(normalise_text("e\u0301"), "é");
  EXPECT_EQ(normalise_text("\uF9E8"), "裡");
}

TEST(NormaliseText, RemovesWhatCannotBeSeen) {
  EXPECT_EQ(normalise_text("张\u200B三\uFEFF\u202E"), "张三");
  EXPECT_EQ(normalise_text(std::string_view("a\0b\x01", 4)), "ab");
  EXPECT_EQ(normalise_text("葛\U000E0100"), "葛");
}

TEST(NormaliseText, MakesBadBytesVisible) {
  EXPECT_EQ(normalise_text("张\xFF三"), "张\uFFFD三");
  EXPECT_TRUE(is_utf8(normalise_text("\xC0\xAF\xED\xA0\x80")));
}

TEST(NormaliseText, ChangesNothingTheSecondTime) {
  static const std::vector<std::string> kParts = {"张",      " ",      "\u3000", "A",  "é",
                                                  "e\u0301", "（",     "5",      "。", "\u200B",
                                                  "\t",      "\uF9E8", "\xFF",   "·"};
  std::mt19937 random(15);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::size_t n = random() % 8; n > 0; --n) text += kParts[random() % kParts.size()];
    const std::string once = normalise_text(text);
    ASSERT_EQ(normalise_text(once), once) << text;
  }
}

// An accent before them lets the whole text pass through utf8proc.
TEST(ComparisonForm, LeavesIdeographsAndSmallLettersAsTheyAre) {
  const std::string accented = "é-";
  for (char32_t c = 0x21; c <= 0x9FFF; ++c) {
    if (c == 0x7F) c = 0x4E00;
    const std::string text = to_utf8(std::u32string(1, c));
    const std::string form = comparison_form(text);
    EXPECT_EQ(comparison_form(accented + text), accented + form) << text;
    EXPECT_EQ(normalise_text(accented + text), accented + normalise_text(text)) << text;
    EXPECT_TRUE(c < 0x4E00 || form == text) << text;
  }
  EXPECT_EQ(comparison_form("ABC"), "abc");
  EXPECT_EQ(comparison_form("㐀䷀丽"), "㐀䷀丽");
}

TEST(Utf8, CountsAndCutsByCharacters) {
  EXPECT_EQ(length("a中😀"), 3U);
  EXPECT_EQ(substring("a中😀b", 1, 2), "中😀");
  EXPECT_EQ(substring("a中😀b", 2), "😀b");
  EXPECT_EQ(substring("a中", 5, 2), "");
  EXPECT_EQ(to_utf8(to_code_points("a中😀")), "a中😀");
  EXPECT_EQ(to_utf8(U"\xD800"), "\uFFFD");
}

TEST(Utf8, IsToldFromOtherBytes) {
  EXPECT_TRUE(is_utf8("a中😀\uFFFD"));
  EXPECT_TRUE(is_utf8(""));
  for (const char* bytes :
       {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xE4\xB8", "\xF5\x80\x80\x80", "a\x80"}) {
    EXPECT_FALSE(is_utf8(bytes));
  }
}

TEST(Characters, AreHanAlsoBeyondTheFirstPlane) {
  for (const char32_t c : {U'中', U'〇', U'㐀', U'𠀀', U'\uF900'}) EXPECT_TRUE(is_han(c));
  for (const char32_t c : {U'A', U'。', U'（', U'あ'}) EXPECT_FALSE(is_han(c));
}

TEST(RareCharacters, AreThoseThatSystemsLackOrReplace) {
  for (const char* name :
       {"张\uE123", "张𠮷", "张?", "张？明", "张□", "张〓", "张YAN", "王\uFFFD", "李*"}) {
    EXPECT_TRUE(has_rare_characters(name)) << name;
  }
  for (const char* name : {"林秀英", "买买提·艾力", "John Smith", "囍㐀", ""}) {
    EXPECT_FALSE(has_rare_characters(name)) << name;
  }
}

TEST(Nearest, FindsTheNameThatWasMeant) {
  const std::vector<std::string> names = {"full_name", "id_number", "birth_date", "年龄"};
  EXPECT_EQ(nearest("fullname", names), "full_name");
  EXPECT_EQ(nearest("id_nubmer", names), "id_number");
  EXPECT_EQ(nearest("date_birth", names), std::nullopt);
  EXPECT_EQ(nearest("年令", names), "年龄");
  EXPECT_EQ(nearest("", names), std::nullopt);
  EXPECT_EQ(nearest("x", std::vector<std::string>{}), std::nullopt);
}

TEST(Nearest, TakesTheFirstAmongEquals) {
  const std::vector<std::string> names = {"cat", "bat"};
  EXPECT_EQ(nearest("hat", names), "cat");
}

}  // namespace
}  // namespace zhipi::formats
