#include "ocr/reader/ctc.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "models/formats/id_number.h"
#include "models/formats/text.h"
#include "ocr/reader/grammar.h"

namespace zhipi::ocr {
namespace {

CharacterList list_of(std::u32string_view characters) {
  std::string lines;
  for (const char32_t one : characters) lines += formats::to_utf8(std::u32string(1, one)) + "\n";
  return CharacterList::parse(lines, "list.txt").value();
}

// What a frame sees: characters with their probabilities; the rest is blank.
using Seen = std::map<char32_t, double>;

Frames frames_of(const CharacterList& list, const std::vector<Seen>& frames) {
  Frames result(static_cast<int>(frames.size()), list.classes(), CV_32F, cv::Scalar(0));
  for (int t = 0; t < result.rows; ++t) {
    double blank = 1;
    for (const auto& [character, probability] : frames[static_cast<std::size_t>(t)]) {
      result.at<float>(t, list.classes_of(character).front()) = static_cast<float>(probability);
      blank -= probability;
    }
    result.at<float>(t, 0) = static_cast<float>(blank);
  }
  return result;
}

// Each character in a frame of its own, a blank behind it.
std::vector<Seen> sure(std::u32string_view text) {
  std::vector<Seen> frames;
  for (const char32_t one : text) frames.insert(frames.end(), {{{one, 0.99}}, {}});
  return frames;
}

std::string text_of(const Decoded& decoded) {
  std::u32string text;
  for (const DecodedCharacter& one : decoded.characters) text += one.character;
  return formats::to_utf8(text);
}

const CharacterList& kDigitsAndLetters() {
  static const CharacterList list = list_of(U"0123456789XOIl");
  return list;
}

TEST(Ctc, ACharacterThatLastsIsOneAndABlankMakesItTwo) {
  const CharacterList list = list_of(U"ab");
  EXPECT_EQ(text_of(decode(frames_of(list, {{{U'a', .9}}, {{U'a', .9}}, {{U'b', .9}}}), list)),
            "ab");
  EXPECT_EQ(text_of(decode(frames_of(list, {{{U'a', .9}}, {}, {{U'a', .9}}}), list)), "aa");
}

TEST(Ctc, AllWaysToSpreadATextCountTogether) {
  const CharacterList list = list_of(U"a");
  // Blank twice is the likeliest single way (.36); "a" has three ways (.64).
  const Decoded decoded = decode(frames_of(list, {{{U'a', .4}}, {{U'a', .4}}}), list);
  EXPECT_EQ(text_of(decoded), "a");
  EXPECT_NEAR(std::exp(decoded.log_probability), 0.64, 1e-6);
}

TEST(Ctc, NothingIsReadFromBlanks) {
  const CharacterList list = list_of(U"ab");
  EXPECT_EQ(text_of(decode(frames_of(list, {{}, {}, {}}), list)), "");
  EXPECT_EQ(text_of(decode(Frames(0, list.classes(), CV_32F), list)), "");
}

// Every text that a few frames can hold, with its probability.
std::map<std::vector<int>, double> by_force(const Frames& frames) {
  std::map<std::vector<int>, double> texts;
  const int classes = frames.cols;
  const int paths = static_cast<int>(std::pow(classes, frames.rows));
  for (int path = 0; path < paths; ++path) {
    std::vector<int> text;
    double probability = 1;
    int last = 0;
    for (int t = 0, rest = path; t < frames.rows; ++t, rest /= classes) {
      const int here = rest % classes;
      probability *= frames.at<float>(t, here);
      if (here != 0 && here != last) text.push_back(here);
      last = here;
    }
    texts[text] += probability;
  }
  return texts;
}

TEST(Ctc, TheLikeliestTextIsFoundWhateverTheFramesSay) {
  const CharacterList list = list_of(U"abc");
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    Frames frames(5, list.classes(), CV_32F);
    for (int t = 0; t < frames.rows; ++t) {
      for (int i = 0; i < frames.cols; ++i) {
        const auto one = static_cast<float>(random() % 1000 + 1);
        frames.at<float>(t, i) = one * one;
      }
      frames.row(t) /= cv::sum(frames.row(t))[0];
    }
    const auto texts = by_force(frames);
    double most = 0;
    for (const auto& [text, probability] : texts) most = std::max(most, probability);
    const Decoded decoded = decode(frames, list);
    EXPECT_NEAR(std::exp(decoded.log_probability), most, most * 0.05) << round;
  }
}

TEST(Ctc, TheGrammarSettlesWhatLooksAlike) {
  const CharacterList& list = kDigitsAndLetters();
  std::vector<Seen> frames = sure(U"350102194005069223");
  frames[6] = {{U'l', .6}, {U'1', .3}};  // the fourth character
  frames[8] = {{U'O', .7}, {U'0', .2}};
  const Frames seen = frames_of(list, frames);
  EXPECT_EQ(text_of(decode(seen, list)), "350lO2194005069223");
  const auto decoded = decode(seen, list, *grammar(LineKind::id_number));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(text_of(*decoded), "350102194005069223");
  EXPECT_GT(decoded->share, 0.9);
  EXPECT_LT(decode(seen, list).log_probability - decoded->log_probability, 0.5)
      << "what looks alike costs nothing";
}

TEST(Ctc, ACheckDigitIsNeverForced) {
  const CharacterList& list = kDigitsAndLetters();
  std::vector<Seen> frames = sure(U"350102194005069223");
  frames[34] = {{U'8', .6}, {U'3', .39}};  // 3 would be right
  const auto decoded = decode(frames_of(list, frames), list, *grammar(LineKind::id_number));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(text_of(*decoded), "350102194005069228");
  EXPECT_FALSE(formats::valid_id_number(text_of(*decoded)));
}

TEST(Ctc, ALineOfAnotherKindLosesMuchOrIsNotAdmittedAtAll) {
  const CharacterList list = list_of(U"0123456789年月日长期林");
  const Frames name = frames_of(list, sure(U"林林"));
  const auto as_date = decode(name, list, *grammar(LineKind::date));
  EXPECT_TRUE(!as_date || decode(name, list).log_probability - as_date->log_probability > 20);
  EXPECT_FALSE(decode(frames_of(list, sure(U"3501")), list, *grammar(LineKind::id_number)))
      << "no room for 18 characters";
}

TEST(Ctc, TheAlternativesOfAPlaceAreToldWithTheirProbabilities) {
  const CharacterList list = list_of(U"abcdefg");
  const Seen place = {{U'a', .4}, {U'b', .3}, {U'c', .1}, {U'd', .05}, {U'e', .04}, {U'f', .03}};
  const Decoded decoded = decode(frames_of(list, {{}, place, {}}), list);
  ASSERT_EQ(decoded.characters.size(), 1U);
  const DecodedCharacter& one = decoded.characters[0];
  EXPECT_NEAR(one.probability, .4, 1e-6);
  ASSERT_EQ(one.alternatives.size(), 5U);
  EXPECT_EQ(one.alternatives[1].character, U'b');
  EXPECT_NEAR(one.alternatives[1].probability, .3, 1e-6);
}

TEST(Ctc, PlacesAreInOrderAndDoNotOverlap) {
  const CharacterList& list = kDigitsAndLetters();
  std::mt19937 random(8);
  for (int round = 0; round < 50; ++round) {
    std::u32string text;
    for (int i = 0; i < 12; ++i) text += U"0123456789"[random() % 10];
    const Decoded decoded = decode(frames_of(list, sure(text)), list);
    ASSERT_EQ(text_of(decoded), formats::to_utf8(text));
    int before = 0;
    for (const DecodedCharacter& one : decoded.characters) {
      EXPECT_GE(one.first, before);
      EXPECT_GT(one.last, one.first);
      before = one.last;
    }
  }
}

TEST(Ctc, CharactersThatTheListLacksAreLeftOutOfTheGrammar) {
  const CharacterList list = list_of(U"2023-158");
  const auto decoded = decode(frames_of(list, sure(U"2023-5-18")), list, *grammar(LineKind::date));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(text_of(*decoded), "2023-5-18");
}

}  // namespace
}  // namespace zhipi::ocr
