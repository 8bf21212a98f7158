#include "models/formats/amount.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "models/formats/chinese_numerals.h"

namespace zhipi::formats {
namespace {

struct Pair {
  std::int64_t fen;
  const char* words;
};

constexpr Pair kOfTheRule[] = {
    {140950, "壹仟肆佰零玖元伍角"},
    {600714, "陆仟零柒元壹角肆分"},
    {1640902, "壹万陆仟肆佰零玖元零贰分"},
    {10700053, "壹拾万柒仟元零伍角叁分"},
    {168032, "壹仟陆佰捌拾元零叁角贰分"},
    {32504, "叁佰贰拾伍元零肆分"},
    {10000, "壹佰元整"},
    {1000000000000, "壹佰亿元整"},
    {10000000500000, "壹仟亿零伍仟元整"},
    {1000500000, "壹仟万伍仟元整"},
    {5, "伍分"},
    {50, "伍角"},
    {55, "伍角伍分"},
    {0, "零元整"},
    {-140950, "负壹仟肆佰零玖元伍角"},
};

TEST(AmountInWords, WritesTheExamplesOfTheRule) {
  for (const auto& [fen, words] : kOfTheRule) EXPECT_EQ(amount_in_words(fen), words);
}

TEST(AmountInWords, ReadsTheExamplesOfTheRule) {
  for (const auto& [fen, words] : kOfTheRule) EXPECT_EQ(parse_amount_words(words), fen) << words;
}

TEST(AmountInWords, ReadsTheVariantsThatTheRuleLeavesFree) {
  EXPECT_EQ(parse_amount_words("壹拾万零柒仟元伍角叁分"), 10700053);
  EXPECT_EQ(parse_amount_words("壹拾万柒仟元伍角叁分"), 10700053);
  EXPECT_EQ(parse_amount_words("壹仟陆佰捌拾元叁角贰分"), 168032);
  EXPECT_EQ(parse_amount_words("壹仟肆佰零玖元伍角整"), 140950);
  EXPECT_EQ(parse_amount_words("壹仟万零伍仟元整"), 1000500000);
  EXPECT_EQ(parse_amount_words("拾万元整"), 10000000);
}

TEST(AmountInWords, ReadsPrefixesTraditionalAndPlainCharacters) {
  EXPECT_EQ(parse_amount_words("人民币壹佰元正"), 10000);
  EXPECT_EQ(parse_amount_words("人民币：壹佰元整"), 10000);
  EXPECT_EQ(parse_amount_words(" 人民币 壹 佰 圆 整"), 10000);
  EXPECT_EQ(parse_amount_words("貳億陸仟萬圓整"), 26000000000);
  EXPECT_EQ(parse_amount_words("參仟陸佰圓"), 360000);
  EXPECT_EQ(parse_amount_words("一千四百〇九元五角"), 140950);
  EXPECT_EQ(parse_amount_words("十五元"), 1500);
  EXPECT_EQ(parse_amount_words("两千元"), 200000);
}

TEST(AmountInWords, RefusesWhatCouldBeHeardTwoWays) {
  for (const char* words : {"壹仟伍元整", "壹仟伍拾元整", "壹万伍佰元整", "壹亿伍仟元整",
                            "叁佰元肆分", "壹佰", "伍", "壹仟贰", "元整", "整", "", "人民币"}) {
    EXPECT_FALSE(parse_amount_words(words)) << words;
  }
}

TEST(AmountInWords, RefusesWhatIsNoNumber) {
  for (const char* words :
       {"壹佰贰佰元", "壹拾壹佰元", "佰元整", "壹零零元", "零佰元整", "壹佰零元整", "万元整",
        "亿元整", "壹亿亿元整", "壹万万元整", "壹佰元伍分贰角", "壹佰元伍角伍角", "壹佰元零零伍分",
        "壹佰元零", "壹佰米", "壹佰元整整", "壹佰元5角", "负", "零零元"}) {
    EXPECT_FALSE(parse_amount_words(words)) << words;
  }
}

TEST(AmountInWords, ReadsBackWhatItWrites) {
  std::mt19937_64 random(1997);
  for (int i = 0; i < 100000; ++i) {
    // Every size is as likely, and zeros are frequent.
    std::int64_t fen = 0;
    for (std::uint64_t digits = random() % 18; digits > 0; --digits) {
      fen = fen * 10 + (random() % 2 == 0 ? 0 : static_cast<std::int64_t>(random() % 10));
    }
    const auto words = amount_in_words(fen);
    ASSERT_TRUE(words) << fen;
    ASSERT_EQ(parse_amount_words(*words), fen) << *words;
  }
}

TEST(AmountInWords, HasNoFormForTenThousandMillionMillions) {
  EXPECT_EQ(amount_in_words(999999999999999999),
            "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分");
  EXPECT_FALSE(amount_in_words(1000000000000000000));
  EXPECT_FALSE(amount_in_words(std::numeric_limits<std::int64_t>::min()));
}

TEST(AmountFigures, AreReadInTheFormsPeopleWrite) {
  EXPECT_EQ(parse_amount_figures("¥1,409.50"), 140950);
  EXPECT_EQ(parse_amount_figures("￥1，409.5"), 140950);
  EXPECT_EQ(parse_amount_figures("１００元"), 10000);
  EXPECT_EQ(parse_amount_figures("100 元整"), 10000);
  EXPECT_EQ(parse_amount_figures("3.5万元"), 3500000);
  EXPECT_EQ(parse_amount_figures("人民币 3.5 万元"), 3500000);
  EXPECT_EQ(parse_amount_figures("0.00012亿元"), 1200000);
  EXPECT_EQ(parse_amount_figures("2亿"), 20000000000);
  EXPECT_EQ(parse_amount_figures("5角"), 50);
  EXPECT_EQ(parse_amount_figures("5分"), 5);
  EXPECT_EQ(parse_amount_figures("-12.00"), -1200);
  EXPECT_EQ(parse_amount_figures("¥-12"), -1200);
  EXPECT_EQ(parse_amount_figures("12.500"), 1250);
  EXPECT_EQ(parse_amount_figures("1,000,000"), 100000000);
  EXPECT_EQ(parse_amount_figures("0"), 0);
}

TEST(AmountFigures, RefusePartsBelowOneFen) {
  EXPECT_FALSE(parse_amount_figures("1.005"));
  EXPECT_FALSE(parse_amount_figures("0.5分"));
  EXPECT_FALSE(parse_amount_figures("1.23角"));
  EXPECT_EQ(parse_amount_figures("1.2角"), 12);
}

TEST(AmountFigures, RefuseWhatIsNoAmount) {
  for (const char* text :
       {"", "元", "¥", "-", "--5", "1,40", "14,09", "1,4095", ",100", "1,000,", "1.2.3", "1.", ".5",
        "12a", "1 OOO", "1e5", "100元/月", "1,000.5,0", "1,0000"}) {
    EXPECT_FALSE(parse_amount_figures(text)) << text;
  }
}

TEST(AmountFigures, RefuseWhatDoesNotFit) {
  EXPECT_EQ(parse_amount_figures("92233720368547758.07"), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(parse_amount_figures("92233720368547758.08"));
  EXPECT_FALSE(parse_amount_figures("99999999999999999999"));
  EXPECT_FALSE(parse_amount_figures("922337203685477581万亿元"));
}

TEST(Amount, IsReadFromFiguresOrWords) {
  EXPECT_EQ(parse_amount("100元"), 10000);
  EXPECT_EQ(parse_amount("壹佰元整"), 10000);
  EXPECT_FALSE(parse_amount("1百元"));
}

TEST(YuanText, ReadsBackAsFigures) {
  EXPECT_EQ(yuan_text(140950), "1409.50");
  EXPECT_EQ(yuan_text(5), "0.05");
  EXPECT_EQ(yuan_text(0), "0.00");
  EXPECT_EQ(yuan_text(-5), "-0.05");
  EXPECT_EQ(yuan_text(std::numeric_limits<std::int64_t>::min()), "-92233720368547758.08");
  std::mt19937_64 random(12);
  for (int i = 0; i < 10000; ++i) {
    const auto fen = static_cast<std::int64_t>(random() >> (1 + random() % 60));
    EXPECT_EQ(parse_amount_figures(yuan_text(fen)), fen);
    EXPECT_EQ(parse_amount_figures(yuan_text(-fen)), -fen);
  }
}

TEST(ChineseNumber, IsReadDigitByDigitToo) {
  EXPECT_EQ(parse_chinese_digits(U"二〇二三"), 2023);
  EXPECT_EQ(parse_chinese_digits(U"一零二"), 102);
  EXPECT_FALSE(parse_chinese_digits(U""));
  EXPECT_FALSE(parse_chinese_digits(U"二十"));
}

}  // namespace
}  // namespace zhipi::formats
