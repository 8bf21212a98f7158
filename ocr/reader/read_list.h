// The value of a list: every cell of its rows read by its column's kind, by both readers.
#pragma once

#include "ocr/reader/locate_list.h"
#include "ocr/reader/read_field.h"

namespace zhipi::ocr {

// An array of objects, one for each row that has print; a column that is empty in a row is left out
// of its object. The confidence is that of the least certain cell, and low where a column of the
// field has no heading or print was not read. Nothing when no row has a value.
std::optional<Found> read_list(const Field& list, const ListPlace& place, const Layout& layout,
                               const Prepared& page, Recogniser& recogniser, LineReader& lines);

}  // namespace zhipi::ocr
