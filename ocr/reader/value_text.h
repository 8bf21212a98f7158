// From the characters of a line to the text of a value: what recognition adds or confuses, taken
// back by what the kind allows. Nothing here invents a character.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/field.h"
#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

// Without spaces. Edge marks and a leading colon removed, cut to what stands between the field's
// `after` and `before`, reduced to the characters that the kind can hold. A stray bar is never a
// digit.
std::string value_text(const Field& field, std::string_view recognised);

// A zero between two letters of a firm's or a person's name in Latin letters is an O: tills print
// one like the other. Text of other kinds, and Chinese text, is left as it is.
std::u32string with_letters(const Field& field, std::u32string text);

// The longest run of an amount's figures in the text: 17620.00; may be empty.
std::string figures_in(std::u32string_view text);

// Which alphabet reads this kind, and which characters it may hold (empty: any).
struct Reader {
  Alphabet alphabet = Alphabet::chinese;
  std::string allowed;
};

// How the field is looked at first, and how again: without limits what had some, within the
// characters of its form what had none, and in Latin letters what is of words in them (word_gaps.h)
// or may name a month.
std::vector<Reader> readers_for(const Field& field, bool of_words);

// The one number with a right check character that differs from some reading in a single place
// by a usual confusion; empty when there is none or more than one.
std::string repaired_id_number(const std::vector<std::string>& readings);

}  // namespace zhipi::ocr
