// How far Tesseract bears out what our own reader says.
//
// Tesseract lacks half of the characters that names and amounts in words are written with
// (docs/reader.md), and puts another in the place of each. So the whole value is seldom what it can
// confirm; but the characters that it does know it sees, or it does not.
#pragma once

#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/line_reader.h"

namespace zhipi::ocr {

// A character of our reader's value: how sure it is of it, 0 to 1, and where it stands on the page.
struct SureCharacter {
  char32_t character = 0;
  double probability = 0;
  cv::Rect box;
  std::vector<char32_t> rivals = {};  // what else it may be there, by our reader
  bool apart = false;                 // a gap as between two words stands before it
};

// What our reader does not rule out beside the character it tells.
std::vector<char32_t> rivals_of(const ReadCharacter& one);

enum class Support {
  none,   // it says something else, or nothing
  known,  // every character that it knows, and one or two others for each that it lacks; or the
          // same text, one of whose characters has a rival that it lacks: it could say nothing else
  full,   // the same text
};

struct Agreement {
  Support support = Support::none;
  // Our reader's least probability among the characters that Tesseract lacks, or a rival of which
  // it lacks; 1 where there is none.
  double least_unknown = 1;
};

// Whether Tesseract can tell this character from what else it may be: it has all of them.
bool is_told_apart(const SureCharacter& one, const std::function<bool(char32_t)>& knows);

// Texts without spaces, width folded. `knows` tells the characters that Tesseract has. At least
// half of the characters must be known, or it has confirmed nothing that matters.
Agreement agreement(const std::vector<SureCharacter>& ours, std::u32string_view tesseract,
                    const std::function<bool(char32_t)>& knows);

// Which of our characters do not stand in Tesseract's text, by the fewest changes from one to the
// other: indices, in order. Characters that it lacks are left out.
std::vector<std::size_t> disputed(const std::vector<SureCharacter>& ours,
                                  std::u32string_view tesseract,
                                  const std::function<bool(char32_t)>& knows);

// Whether some character has a twin that both readers may take it for, and nothing around it tells
// which it is: 0 and O, or 1 and I and l, in a word (hyphens included) in which letters and digits
// take turns, or where they meet; and an O, I or l in any word that has digits.
bool has_twins(std::u32string_view text);

}  // namespace zhipi::ocr
