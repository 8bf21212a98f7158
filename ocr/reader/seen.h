// What is seen rather than read: seals, photographs, signatures, ticks.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reader/read_field.h"

namespace zhipi::ocr {

// All round or oval red imprints, largest first: {"present": true, "color": "red"}.
std::vector<Found> seals_on(const Prepared& page);

// The seal that the field means. A page may bear others: one that is printed on every copy of the
// form, another party's, one pressed over the text. With labels it is the seal that stands on, to
// the right of or below one of them, and none where no label is. Without labels it is the largest,
// and below every threshold where the material asks for several, for any may be meant.
std::optional<Found> find_seal(const Field& field, const std::vector<Field>& fields,
                               const Layout& layout, const Prepared& page);

// A portrait: an upright area without paper in it. {"present": true}.
std::optional<Found> find_photo(const Prepared& page);

// Ink in the area after the label: {"present": true or false}; nothing when the label is not found.
std::optional<Found> find_signature(const Field& field, const Layout& layout, const Prepared& page);

// A square box beside the label, ticked or not: true or false; nothing when there is no box.
std::optional<Found> find_checkbox(const Field& field, const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
