// A label that stands on a page more than once, with different values: which of them is the field's
// nobody has said.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/field.h"
#include "models/json.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/locate.h"

namespace zhipi::ocr {

// What stands at another place of the label that `places[chosen]` was found by, as the page's
// recognition saw it, where that gives another value than `value`; of an amount also at another of
// its labels, and of a date that may stand anywhere, at any of `places`. Asked of kinds that have a
// form alone, identifiers, dates and amounts: of a name any word behind a label could be one.
std::optional<std::string> said_elsewhere(const Field& field, const std::vector<Place>& places,
                                          std::size_t chosen, const Json& value);

// The beginning of another row that looks like the Latin label of this amount, one letter of it
// misread however surely: the bold Total Payable of a till is Totel, and what stands there is not
// known. Of Chinese labels one character makes another word.
std::optional<std::string> seems_labelled_elsewhere(const Field& field, const Place& own,
                                                    const Layout& layout);

// The heading of a list's column is not the same label once more: places in these tables are no
// rivals from here on.
void forget_headings(std::vector<Place>& places, const std::vector<cv::Rect>& tables);

}  // namespace zhipi::ocr
