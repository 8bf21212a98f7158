#include "ocr/reader/word_gaps.h"

#include <gmock/gmock.h>

namespace zhipi::ocr {
namespace {

using ::testing::ElementsAre;

// A line of bars that stand for characters, each from `first` to `second`.
struct Line {
  cv::Mat gray{32, 400, CV_8U, cv::Scalar(235)};
  std::vector<double> middles;
  std::u32string text;

  explicit Line(const std::vector<std::pair<int, int>>& bars) {
    for (const auto& [from, to] : bars) {
      gray(cv::Rect(from, 4, to - from, 24)).setTo(20);
      middles.push_back((from + to) / 2.0);
      text += U'A';
    }
  }
};

TEST(GapsBefore, AreThoseWideBesideTheOthers) {
  const Line line({{10, 24}, {26, 36}, {38, 50}, {60, 66}, {68, 82}, {84, 90}});
  EXPECT_THAT(gaps_before(line.gray, line.middles, line.text),
              ElementsAre(false, false, false, true, false, false));
}

TEST(GapsBefore, AreNoneBesideANarrowCharacterOfPrintInEvenSteps) {
  // Steps of 20: the third character is narrow, before the fifth a step is left out.
  const Line line(
      {{10, 24}, {30, 44}, {55, 59}, {70, 84}, {110, 124}, {130, 144}, {150, 164}, {170, 184}});
  EXPECT_THAT(gaps_before(line.gray, line.middles, line.text),
              ElementsAre(false, false, false, false, true, false, false, false));
}

TEST(GapsBefore, AreNotFilledBySpecks) {
  Line line({{10, 24}, {26, 36}, {38, 50}, {60, 66}, {68, 82}, {84, 90}});
  for (int x = 50; x < 60; x += 2) line.gray.at<uchar>(15, x) = 20;
  EXPECT_TRUE(gaps_before(line.gray, line.middles, line.text)[3]);
}

TEST(GapsBefore, AreNoneOfALineWithoutCharacters) {
  EXPECT_TRUE(gaps_before(cv::Mat(32, 40, CV_8U, cv::Scalar(235)), {}, {}).empty());
}

TEST(IsOfWords, TellsLatinWordsFromNumbersAndChinese) {
  EXPECT_TRUE(is_of_words(U"NO.1,TAMANSRIDENGKIL"));
  EXPECT_FALSE(is_of_words(U"FZ20210012"));
  EXPECT_FALSE(is_of_words(U"福州ABC公司"));
  EXPECT_FALSE(is_of_words(U"A1B2C3"));
}

TEST(PartedAs, TakesTheSpacesOfTheSameCharacters) {
  EXPECT_EQ(parted_as("- SAMPLE MART SDN BHD", "SAMPLEMART SDN BHD"), "SAMPLE MART SDN BHD");
  EXPECT_EQ(parted_as("SAMPEL MART", "SAMPLEMART"), std::nullopt);
  EXPECT_EQ(parted_as("", "SAMPLE"), std::nullopt);
}

TEST(MayPart, KeepsMarksWithTheirWords) {
  EXPECT_FALSE(may_part(U'1', U','));
  EXPECT_FALSE(may_part(U'(', U'M'));
  EXPECT_TRUE(may_part(U',', U'J'));
}

}  // namespace
}  // namespace zhipi::ocr
