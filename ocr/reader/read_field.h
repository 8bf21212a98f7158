// One field's value from the places where it may stand: read by both readers, normalised by its
// kind, and weighed.
#pragma once

#include <optional>
#include <vector>

#include "models/field.h"
#include "models/reading.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

// A reading whose box is still in pixels of the prepared page.
struct Found {
  Reading reading;
  cv::Rect box;
  std::optional<Evidence> evidence = {};  // of what was read; nothing where it was seen only
};

// The best reading among the places of `layout`, most likely place first; nothing when no place
// yields text.
std::optional<Found> read_field(const Field& field, const std::vector<Place>& places,
                                const Layout& layout, const Prepared& page, Recogniser& recogniser,
                                LineReader& lines);

}  // namespace zhipi::ocr
