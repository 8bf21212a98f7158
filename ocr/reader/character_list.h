// The characters that a line model can write: line i of a UTF-8 text file, from 1, is class i of
// the model; class 0 is the blank of CTC. Immutable once loaded.
//
// A full-width form and its ASCII character are one character to zhipi: both classes of such a pair
// write the ASCII one.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "models/problem.h"

namespace zhipi::ocr {

class CharacterList {
 public:
  // Problem codes: unreadable (no such file), bad_charset (not UTF-8, a line that is not exactly
  // one character, no line at all); `where` is the file and its line.
  static Expected<CharacterList> load(const std::filesystem::path& file);

  // The same from the file's text; `name` is for messages.
  static Expected<CharacterList> parse(std::string_view text, const std::string& name);

  // The blank and all characters.
  int classes() const { return static_cast<int>(written_.size()); }

  // What a class writes, width folded; 0 for the blank.
  char32_t written(int a_class) const { return written_[static_cast<std::size_t>(a_class)]; }

  // The classes that write this character, the first being its usual one; empty when none does.
  const std::vector<int>& classes_of(char32_t character) const;

 private:
  std::vector<char32_t> written_ = {0};
  std::unordered_map<char32_t, std::vector<int>> classes_of_;
};

}  // namespace zhipi::ocr
