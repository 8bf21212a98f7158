#include "models/formats/divisions.h"

#include <gtest/gtest.h>

#include "models/formats/id_number.h"

namespace zhipi::formats {
namespace {

const std::optional<bool> kCannotTell;

TEST(InDivision, ReadsCodesByTheirPrefix) {
  EXPECT_EQ(in_division("350102", "3501"), true);
  EXPECT_EQ(in_division("350102", "350100"), true);
  EXPECT_EQ(in_division("350102001001", "350000"), true);
  EXPECT_EQ(in_division("350203", "350100"), false);
  EXPECT_EQ(in_division("350102", "350103"), false);
}

TEST(InDivision, ReadsIdentityNumbersAndCreditCodes) {
  const std::string digits = "35010219400506122";
  EXPECT_EQ(in_division(digits + *id_check_character(digits), "350102"), true);
  EXPECT_EQ(in_division("11010519491231002x", "3501"), false);
  EXPECT_EQ(in_division("91350100M000100Y43", "3501"), true);
  EXPECT_EQ(in_division("91110000600037341L", "3501"), false);
}

TEST(InDivision, CannotTellFromACodeLessExactThanTheQuestion) {
  EXPECT_EQ(in_division("91350100M000100Y43", "350102"), kCannotTell);  // registered with the city
  EXPECT_EQ(in_division("350100", "350102"), kCannotTell);
  EXPECT_EQ(in_division("350000", "3501"), kCannotTell);
  EXPECT_EQ(in_division("3501", "3501"), kCannotTell);
  EXPECT_EQ(in_division("350102", "x"), kCannotTell);
}

TEST(InDivision, KnowsTheOldCodeOfChangle) {
  EXPECT_EQ(in_division("350182", "350112"), true);
  EXPECT_EQ(in_division("350112", "350182"), true);
  EXPECT_EQ(in_division("350182", "3501"), true);
}

TEST(InDivision, ReadsAddressesOfFuzhou) {
  for (const char* address : {"福建省福州市鼓楼区五一路12号", "福州市鼓楼区五一路12号",
                              "福建 福州 鼓楼区五一路", "福州鼓楼区五一路12号"}) {
    EXPECT_EQ(in_division(address, "350102"), true) << address;
    EXPECT_EQ(in_division(address, "3501"), true) << address;
    EXPECT_EQ(in_division(address, "350103"), false) << address;
    EXPECT_EQ(in_division(address, "3502"), false) << address;
  }
  EXPECT_EQ(in_division("闽侯县上街镇", "3501"), true);
  EXPECT_EQ(in_division("福建省福清市融城路", "350181"), true);
}

TEST(InDivision, ReadsAddressesElsewhere) {
  EXPECT_EQ(in_division("福建省厦门市思明区", "3501"), false);
  EXPECT_EQ(in_division("广东省广州市天河区", "3501"), false);
  EXPECT_EQ(in_division("上海市黄浦区", "31"), true);
  EXPECT_EQ(in_division("内蒙古自治区包头市", "35"), false);
}

TEST(InDivision, CannotTellFromAnAddressThatDoesNotSay) {
  EXPECT_EQ(in_division("鼓楼区五一路12号", "3501"), kCannotTell);  // 南京 has one too
  EXPECT_EQ(in_division("福州路12号", "3501"), kCannotTell);
  EXPECT_EQ(in_division("福建路12号", "35"), kCannotTell);
  EXPECT_EQ(in_division("福建省", "3501"), kCannotTell);
  EXPECT_EQ(in_division("福建省晋江市", "3501"), kCannotTell);
  EXPECT_EQ(in_division("福州市", "350102"), kCannotTell);
  EXPECT_EQ(in_division("广东省广州市", "4401"), kCannotTell);
  EXPECT_EQ(in_division("", "3501"), kCannotTell);
}

}  // namespace
}  // namespace zhipi::formats
