#include "ocr/reader/look_alikes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace zhipi::ocr {
namespace {

// A text of which the model sees each O as a zero with this probability.
Decoded read(const std::u32string& text, double as_figure) {
  Decoded decoded;
  for (const char32_t c : text) {
    DecodedCharacter one{c, 1, 0, 1, {{c, 1}}};
    if (c == U'O') one.alternatives = {{c, 1 - as_figure}, {U'0', as_figure}};
    one.probability = one.alternatives.front().probability;
    decoded.characters.push_back(one);
    decoded.log_probability += std::log(one.probability);
  }
  return decoded;
}

std::u32string settled(const std::u32string& text, double as_figure) {
  Decoded decoded = read(text, as_figure);
  settle_look_alikes(decoded);
  std::u32string result;
  for (const DecodedCharacter& one : decoded.characters) result += one.character;
  return result;
}

TEST(LookAlikes, BesideAFigureTheLetterIsAFigure) {
  EXPECT_EQ(settled(U"L29LO7N", 0.4), U"L29L07N");
  EXPECT_EQ(settled(U"193OO7", 0.4), U"193007") << "one after the other";
}

TEST(LookAlikes, BesideLettersItStays) {
  EXPECT_EQ(settled(U"NO.", 0.4), U"NO.");
  EXPECT_EQ(settled(U"O", 0.4), U"O");
}

TEST(LookAlikes, ALetterSeenClearlyStays) {
  EXPECT_EQ(settled(U"3O1", 0.05), U"3O1");
}

TEST(LookAlikes, TheTextIsAsLikelyAsThePairAllows) {
  Decoded decoded = read(U"3O1", 0.4);
  settle_look_alikes(decoded);
  const double sure = 8 * 0.4 / (8 * 0.4 + 0.6);
  EXPECT_NEAR(std::exp(decoded.log_probability), sure, 1e-9);
  EXPECT_NEAR(decoded.characters[1].probability, sure, 1e-9);
}

}  // namespace
}  // namespace zhipi::ocr
