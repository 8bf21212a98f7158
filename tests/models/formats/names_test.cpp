#include "models/formats/names.h"

#include <gtest/gtest.h>

namespace zhipi::formats {
namespace {

TEST(SameName, OverlooksHowANameIsTyped) {
  EXPECT_TRUE(same_name("林秀英", "林 秀　英"));
  EXPECT_TRUE(same_name("福建（福州）有限公司", "福建(福州)有限公司"));
  EXPECT_TRUE(same_name("ABC公司", "ａｂｃ公司"));
  EXPECT_TRUE(same_name("林\uFA19", "林神"));  // the compatibility form of 神
  EXPECT_TRUE(same_name("张\u200B三", "张三"));
}

TEST(SameName, ReadsEveryDotAsOne) {
  for (const char* name : {"买买提・艾力", "买买提•艾力", "买买提‧艾力", "买买提∙艾力",
                           "买买提●艾力", "买买提⋅艾力", "买买提･艾力", "买买提 · 艾力"}) {
    EXPECT_TRUE(same_name(name, "买买提·艾力")) << name;
  }
}

TEST(SameName, KeepsDifferentCharactersApart) {
  EXPECT_FALSE(same_name("林秀英", "林秀瑛"));
  EXPECT_FALSE(same_name("张国", "张國"));
  EXPECT_FALSE(same_name("王己", "王已"));
  EXPECT_FALSE(same_name("买买提·艾力", "买买提艾力"));
  EXPECT_FALSE(same_name("林秀英", ""));
}

TEST(HiddenDifference, IsSeenBehindLookAlikes) {
  EXPECT_TRUE(hidden_difference("张\u200B三", "张三"));
  EXPECT_TRUE(hidden_difference("林\uFA19", "林神"));
  EXPECT_TRUE(hidden_difference("⼀平", "一平"));      // Kangxi radical
  EXPECT_TRUE(hidden_difference("⻢云海", "马云海"));  // radical supplement
  EXPECT_TRUE(hidden_difference("АВС公司", "ABC公司"));
  EXPECT_TRUE(hidden_difference("Ivаn", "Ivan"));  // Cyrillic а
}

TEST(HiddenDifference, IsNotWhatTypingOrMeaningChanges) {
  EXPECT_FALSE(hidden_difference("林秀英", "林秀英"));
  EXPECT_FALSE(hidden_difference("林 秀英", "林秀英"));
  EXPECT_FALSE(hidden_difference("ＡＢＣ", "abc"));
  EXPECT_FALSE(hidden_difference("买买提・艾力", "买买提·艾力"));
  EXPECT_FALSE(hidden_difference("林秀英", "林秀瑛"));
}

TEST(SameAddress, OverlooksHowItIsWritten) {
  const char* plain = "福州市鼓楼区五一路12号3楼";
  for (const char* other : {"福州市鼓楼区五一路１２号３楼", "福州市 鼓楼区 五一路 12 号 3 楼",
                            "福州市鼓楼区五一路12號3樓", "福州市鼓楼区五一路十二号三楼",
                            "福州市鼓楼区五一路12号，3楼", "福州市鼓楼区五一路一二号3楼"}) {
    EXPECT_TRUE(same_address(plain, other)) << other;
    EXPECT_TRUE(same_address(other, plain)) << other;
  }
}

TEST(SameAddress, LetsOnlyOneNameProvinceOrCity) {
  EXPECT_TRUE(same_address("福建省福州市鼓楼区五一路12号", "鼓楼区五一路12号"));
  EXPECT_TRUE(same_address("福建省福州市鼓楼区五一路12号", "福州市鼓楼区五一路12号"));
  EXPECT_TRUE(same_address("福州市福清市融城路1号", "福清市融城路1号"));
  EXPECT_TRUE(same_address("福建省福清市融城路1号", "福清市融城路1号"));
  EXPECT_TRUE(same_address("福建福州鼓楼区五一路12号", "福建省福州市鼓楼区五一路12号"));
  EXPECT_TRUE(same_address("福州鼓楼区五一路12号", "福建省福州市鼓楼区五一路12号"));
}

TEST(SameAddress, TellsCitiesAndProvincesApart) {
  EXPECT_FALSE(same_address("南京市鼓楼区中山路1号", "福州市鼓楼区中山路1号"));
  EXPECT_FALSE(same_address("江苏省南京市鼓楼区中山路1号", "福建省福州市鼓楼区中山路1号"));
  EXPECT_FALSE(same_address("福建省鼓楼区中山路1号", "南京市鼓楼区中山路1号"));
  EXPECT_FALSE(same_address("福州市", "福建省福州市鼓楼区"));
}

TEST(SameAddress, JoinsHouseNumbersWithTheirBranches) {
  EXPECT_TRUE(same_address("中山路12之3号", "中山路12-3号"));
  EXPECT_TRUE(same_address("中山路12号之3", "中山路12-3号"));
  EXPECT_TRUE(same_address("中山路十二号之三", "中山路12－3号"));
  EXPECT_TRUE(same_address("中山路12—3号", "中山路12-3号"));
  EXPECT_FALSE(same_address("中山路12之3号", "中山路123号"));
}

TEST(SameAddress, LeavesStreetsNamedByNumbersAlone) {
  EXPECT_FALSE(same_address("八一七路一号", "817路1号"));
  EXPECT_TRUE(same_address("八一七路一百二十号", "八一七路120号"));
  EXPECT_FALSE(same_address("五一路3号", "五四路3号"));
}

TEST(SameAddress, TellsNumbersAndUnitsApart) {
  EXPECT_FALSE(same_address("五一路12号", "五一路1号2"));
  EXPECT_FALSE(same_address("五一路12号", "五一路12号3楼"));
  EXPECT_FALSE(same_address("五一路12号301室", "五一路12号302室"));
  EXPECT_FALSE(same_address("五一路二十号", "五一路二号"));
  EXPECT_FALSE(same_address("五一路12号", ""));
}

}  // namespace
}  // namespace zhipi::formats
