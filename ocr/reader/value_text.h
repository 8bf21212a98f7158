// From the characters of a line to the text of a value: what recognition adds or confuses, taken
// back by what the kind allows. Nothing here invents a character.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/field.h"
#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

// Edge marks and a leading colon removed, cut to what stands between the field's `after` and
// `before`, reduced to the characters that the kind can hold. A stray bar is never a digit.
std::string value_text(const Field& field, std::string_view recognised);

// Which alphabet reads this kind, and which characters it may hold (empty: any).
struct Reader {
  Alphabet alphabet = Alphabet::chinese;
  std::string allowed;
};

// The reader for a kind, and a second look without limits.
std::vector<Reader> readers_for(FieldKind kind);

// The one number with a right check character that differs from some reading in a single place
// by a usual confusion; empty when there is none or more than one.
std::string repaired_id_number(const std::vector<std::string>& readings);

}  // namespace zhipi::ocr
