#include "text.h"

#include <gmock/gmock.h>

namespace zhipi::specimens {
namespace {

using testing::ElementsAre;

TEST(Text, AmountsInWordsFollowTheRulesForCheques) {
  EXPECT_EQ(amount_in_words(10000), "壹佰元整");
  EXPECT_EQ(amount_in_words(10050), "壹佰元伍角整");
  EXPECT_EQ(amount_in_words(140950), "壹仟肆佰零玖元伍角整");
  EXPECT_EQ(amount_in_words(600714), "陆仟零柒元壹角肆分");
  EXPECT_EQ(amount_in_words(1680032), "壹万陆仟捌佰元叁角贰分");
  EXPECT_EQ(amount_in_words(32504), "叁佰贰拾伍元零肆分");
  EXPECT_EQ(amount_in_words(10000000000), "壹亿元整");
  EXPECT_EQ(amount_in_words(0), "零元整");
  EXPECT_EQ(amount_in_words(7), "柒分");
}

TEST(Text, DatesArePrintedInEachStyle) {
  EXPECT_EQ(printed_date("1940-05-06", DateStyle::chinese), "1940年5月6日");
  EXPECT_EQ(printed_date("1940-05-06", DateStyle::chinese_padded), "1940年05月06日");
  EXPECT_EQ(printed_date("1940-05-06", DateStyle::dotted), "1940.05.06");
  EXPECT_EQ(printed_date("1940-05-06", DateStyle::dashed), "1940-05-06");
}

TEST(Text, WhatIsNoDateIsPrintedAsItStands) {
  EXPECT_EQ(printed_date("长期", DateStyle::chinese), "长期");
  EXPECT_EQ(printed_date("1940/05/06", DateStyle::dotted), "1940/05/06");
}

TEST(Text, LinesBreakNeitherInsideFiguresNorBeforeClosingPunctuation) {
  EXPECT_THAT(line_units("自2015年起，住"), ElementsAre("自", "2015", "年", "起，", "住"));
}

TEST(Text, FenArePrintedAsYuan) {
  EXPECT_EQ(yuan(10000), "100.00");
  EXPECT_EQ(yuan(5), "0.05");
}

}  // namespace
}  // namespace zhipi::specimens
