// Where words of Latin letters part. Our reader knows no space, for Chinese print has none: what
// parts words is told from the paper between their characters.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::ocr {

// For each character of a line, whether a space stands before it: the paper there and the step from
// the character before are together wide beside those usual in the line. Paper alone is wide beside
// an I that a till prints, a step alone beside an M. `gray` is the line's picture, dark on light,
// cut to the height of its characters; `middles` are the columns of the characters' middles, in
// order; `text` are the characters: figures of one number stand apart more than letters do.
std::vector<bool> gaps_before(const cv::Mat& gray, const std::vector<double>& middles,
                              std::u32string_view text);

// Whether a space may stand between these two: none does before a comma or behind a bracket that
// opens, however they are set.
bool may_part(char32_t before, char32_t after);

// Whether a text, with spaces or without, is of words in Latin letters: no Chinese character,
// letters at least half of it, and three of them side by side. Of any other text spaces say
// nothing: in a number they only group.
bool is_of_words(std::u32string_view text);

// The part of `words` that is this text but for its spaces, as it is parted there; nothing where
// none is.
std::optional<std::string> parted_as(std::string_view words, std::string_view text);

}  // namespace zhipi::ocr
