// Values inside running text: between words that lead to them and words that follow.
#pragma once

#include <string_view>
#include <vector>

#include "models/field.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/place_finder.h"

namespace zhipi::ocr {

// The stretches behind `after` and in front of `before`, or to the end of the line where `before`
// is empty; a name ends with its last Chinese character. One character of longer words may be
// misread.
std::vector<Place> between(const Field& field, std::string_view after, std::string_view before,
                           const Layout& layout, const PlaceFinder& finder);

}  // namespace zhipi::ocr
