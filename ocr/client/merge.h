// Readings of several pages become one reading of the material.
#pragma once

#include <string_view>

#include "models/matter.h"
#include "models/reading.h"

namespace zhipi::ocr {

// Adds what one more page showed. A field on both sides keeps the more confident reading; when the
// values differ and both are more than a guess, that confidence falls and a doubt names the other
// value: two pages of one material that contradict each other are for a person to look at. A list
// goes on: the rows of the page follow those that are there, unless they are the same, and it is as
// sure as the less certain part.
void add_page(MaterialReading& whole, const MaterialReading& page);

// The table of this list reaches the end of a page, and this page, the next, does not go on with
// it: rows may be missing, so that the list falls below every threshold.
void doubt_end(MaterialReading& whole, std::string_view list, int page);

// A blank back or a page of something else is no matter where another page is the material: those
// problems (blank_page, wrong_material) stay only where no page is. Call once, when all pages are
// in.
void settle_pages(MaterialReading& reading);

// What one field tells about another: a birth date and a sex that the identity number on the same
// material confirms are corroborated by its check digit, one that it contradicts is doubtful, and
// so is the number. An amount in words beside the same in figures (`amount_words`, `amount`): where
// both say one amount each bears out the other, else both are doubtful. Call once, when all pages
// are in.
void cross_check(const Material& material, MaterialReading& reading);

}  // namespace zhipi::ocr
