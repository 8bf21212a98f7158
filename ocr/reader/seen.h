// What is seen rather than read: seals, photographs, signatures, ticks.
#pragma once

#include <optional>
#include <vector>

#include "ocr/reader/read_field.h"

namespace zhipi::ocr {

// All round or oval red imprints, largest first: {"present": true, "color": "red"}.
std::vector<Found> seals_on(const Prepared& page);

// A portrait: an upright area without paper in it. {"present": true}.
std::optional<Found> find_photo(const Prepared& page);

// Ink in the area after the label: {"present": true or false}; nothing when the label is not found.
std::optional<Found> find_signature(const Field& field, const Layout& layout, const Prepared& page);

// A square box beside the label, ticked or not: true or false; nothing when there is no box.
std::optional<Found> find_checkbox(const Field& field, const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
