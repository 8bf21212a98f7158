// Print that was seen beside a value and not read.
#pragma once

#include "ocr/reader/locate.h"

namespace zhipi::ocr {

// Whether ink stands right before or behind a line of the value, at its height, that belongs to no
// row of the page: a seal copied in black covers the rest of it, or characters ran into something.
// Where the line stands in a cell, only what is in that cell counts.
bool has_unread_beside(const Place& place, const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
