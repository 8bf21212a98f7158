#include "ocr/reader/agreement.h"

#include <gtest/gtest.h>

namespace zhipi::ocr {
namespace {

std::vector<SureCharacter> read(std::u32string_view text, double probability = 0.9999) {
  std::vector<SureCharacter> characters;
  for (const char32_t one : text) characters.push_back({one, probability, {}, {}});
  return characters;
}

// Tesseract lacks these, among others.
bool knows(char32_t character) {
  return std::u32string_view(U"璟叁柒捌仟旻").find(character) == std::u32string_view::npos;
}

Support support(std::u32string_view ours, std::u32string_view tesseract) {
  return agreement(read(ours), tesseract, knows).support;
}

TEST(Agreement, TheSameTextIsFullSupport) {
  EXPECT_EQ(support(U"林秀英", U"林秀英"), Support::full);
  EXPECT_EQ(support(U"林秀英", U"林秀荣"), Support::none);
  EXPECT_EQ(support(U"林秀英", U"林秀"), Support::none);
  EXPECT_EQ(support(U"", U""), Support::none);
}

TEST(Agreement, WhatTesseractLacksMayStandAsOneOrTwoOthers) {
  EXPECT_EQ(support(U"陈璟", U"陈环"), Support::known);
  EXPECT_EQ(support(U"陈璟", U"陈王景"), Support::known);
  EXPECT_EQ(support(U"壹仟贰佰元整", U"壹任贰佰元整"), Support::known);
  EXPECT_EQ(support(U"陈璟", U"陈"), Support::none) << "nothing stands in its place";
  EXPECT_EQ(support(U"陈璟", U"陈王景日"), Support::none);
}

TEST(Agreement, WhatTesseractKnowsItMustSay) {
  EXPECT_EQ(support(U"陈璟", U"阵环"), Support::none);
  EXPECT_EQ(support(U"壹仟贰佰元整", U"壹任叁佰元整"), Support::none);
}

TEST(Agreement, MoreUnknownThanKnownIsNoSupport) {
  EXPECT_EQ(support(U"璟旻", U"环受"), Support::none);
  EXPECT_EQ(support(U"陈璟旻", U"陈环受"), Support::none);
}

TEST(Agreement, TellsHowSureTheUnknownCharactersAre) {
  std::vector<SureCharacter> ours = read(U"陈璟");
  ours[0].probability = 0.4;
  ours[1].probability = 0.8;
  EXPECT_DOUBLE_EQ(agreement(ours, U"陈环", knows).least_unknown, 0.8);
}

TEST(Agreement, ARivalThatTesseractLacksIsNotRuledOutByIt) {
  std::vector<SureCharacter> ours = read(U"林绩");
  ours[1].probability = 0.96;
  ours[1].rivals = {U'旻'};
  const Agreement told = agreement(ours, U"林绩", knows);
  EXPECT_EQ(told.support, Support::known);
  EXPECT_DOUBLE_EQ(told.least_unknown, 0.96);
  ours[1].rivals = {U'续'};
  EXPECT_EQ(agreement(ours, U"林绩", knows).support, Support::full);
}

TEST(Agreement, NamesTheCharactersInDispute) {
  EXPECT_EQ(disputed(read(U"闽清县古槐巷99号"), U"闵清县古槐埠99号", knows),
            (std::vector<std::size_t>{0, 5}));
  EXPECT_EQ(disputed(read(U"陈璟"), U"阵环", knows), (std::vector<std::size_t>{0}));
  EXPECT_EQ(disputed(read(U"女"), U"", knows), (std::vector<std::size_t>{0}));
  EXPECT_TRUE(disputed(read(U"林秀英"), U"林秀英", knows).empty());
}

TEST(Twins, AreCharactersThatOnlyTheirNeighboursTellApart) {
  EXPECT_TRUE(has_twins(U"BX0102"));
  EXPECT_TRUE(has_twins(U"许可证A1B2C3"));
  EXPECT_TRUE(has_twins(U"J01"));
  EXPECT_TRUE(has_twins(U"编号OKR499-41U")) << "O and 0 are one picture in many faces";
  EXPECT_TRUE(has_twins(U"OK-605"));
  EXPECT_TRUE(has_twins(U"有效期至:93552719LAKOUEWAUJ"));
  EXPECT_FALSE(has_twins(U"J350111-2026-009510"));
  EXPECT_FALSE(has_twins(U"16座501室"));
  EXPECT_FALSE(has_twins(U"A座1801"));
  EXPECT_FALSE(has_twins(U"3栋-A-101室"));
  EXPECT_FALSE(has_twins(U"IOI"));
}

}  // namespace
}  // namespace zhipi::ocr
