// Text as labels and values are compared: by characters, without spaces and width forms.
#pragma once

#include <string>
#include <string_view>

#include "models/formats/text.h"

namespace zhipi::ocr {

using formats::is_han;
using formats::is_space;

// Without spaces, folded: what labels are matched by.
inline std::u32string squeezed(std::string_view utf8) {
  return formats::to_code_points(formats::without_spaces(utf8));
}

// As labels are compared: DATE is Date.
std::u32string small(std::u32string text);

// How many single-character changes lead from one to the other (Levenshtein).
int distance(std::u32string_view one, std::u32string_view other);

inline bool is_digit(char32_t character) {
  return character >= U'0' && character <= U'9';
}

// A to z, small or capital.
inline bool is_letter(char32_t character) {
  return (character | 32) >= U'a' && (character | 32) <= U'z';
}

// Of either width.
inline bool is_colon(char32_t character) {
  return character == U':' || character == U'：';
}

}  // namespace zhipi::ocr
