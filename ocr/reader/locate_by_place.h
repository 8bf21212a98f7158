// Values that no label leads to, found by where they stand: a letterhead at the top of the page,
// lines under another field, a date wherever one is.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "models/field.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/place_finder.h"

namespace zhipi::ocr {

// Where a value of this field may stand, most likely first. `above` is where the field was found
// that it stands `below`; without it that leads nowhere.
//
// At the top: the first line of words on the page and those that plainly go on with it (as high,
// close below, without figures); with `ends_with` the first line near the top that ends so, and
// those above it that it plainly goes on from. Such a place is only proved (Place::labelled) where
// the first line of words ends so, and no other line of the page does.
//
// Below: the lines under the other field, as far as a line that is something else (a label with its
// value, a number alone, a date, an address in the network, words of `stops_at`) or a gap. What is
// something else right below the other field is passed over. An address begins with the first of
// its lines that has a figure, where one has.
std::vector<Place> locate_by_place(const Field& field, const Layout& layout,
                                   const PlaceFinder& finder, const std::optional<cv::Rect>& above);

}  // namespace zhipi::ocr
