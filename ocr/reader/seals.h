// Whose seal is whose: a page may bear others than the one that a field means. One is printed on
// every copy of the form, another is the other party's, a third is pressed over the text.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reader/layout.h"
#include "ocr/reader/read_field.h"

namespace zhipi::ocr {

// The seal that the field means; `fields` are all of its material.
//
// With labels (brackets and colons in them do not matter) it is the seal that stands on, to the
// right of or below one of them, and none where no label is. Of several labelled seals each field
// has the one that is nearer to its label than to the others'; it is below every threshold unless
// that is plain: beside its own label, clearly farther from the others', and the only one there of
// its size. Without labels it is the largest, and below every threshold where the material asks for
// several, for any may be meant.
std::optional<Found> find_seal(const Field& field, const std::vector<Field>& fields,
                               const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
