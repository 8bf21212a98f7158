// Where the value of a field stands on a page.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "models/field.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/prepare.h"
#include "ocr/reader/rows.h"

namespace zhipi::ocr {

struct Place {
  std::vector<cv::Rect> lines;  // of the value, from above, cut close to the ink
  std::u32string text;          // what page recognition saw there, without spaces
  bool labelled = false;        // found by its label, or by what can be nothing else
  bool by_place = false;        // where it stands on the page, instead, is all that speaks for it
  bool may_go_on = false;       // in a line below or above, of which it is not plain
  bool in_sentence = false;     // its label is a word of one: 第一条 甲方将…
  bool ends_as_label = false;   // with a colon
  bool below = false;           // under its label, with nothing beside that
  std::string label = {};       // that it was found by, where this begins a row and is read surely
};

class PlaceFinder;

// The places where this field's value may stand, most likely first. `fields` are all fields of the
// material, and `finder` (place_finder.h) is of them and this layout.
std::vector<Place> locate(const Field& field, const std::vector<Field>& fields,
                          const Layout& layout, const PlaceFinder& finder);

// The area after a label in which something may be drawn rather than written: a signature, a tick.
std::vector<cv::Rect> areas_after(const Field& field, const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
