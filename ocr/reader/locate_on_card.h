// Values that bank cards print without a label, found by their form and where they stand.
#pragma once

#include <vector>

#include "models/field.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

// Where the number of a bank card stands: 16 to 19 digits in groups; also the bank's name above it
// and the holder's below it, for the fields whose labels ask for them. Never for a material that
// asks for no bank account. The month of expiry too, whose label in two languages stands above it.
// Places are unlabelled.
std::vector<Place> locate_on_card(const Field& field, const std::vector<Field>& fields,
                                  const Layout& layout, const Prepared& page);

// Whether the material may be a bank card: it asks for one bank account, and for what cards print.
bool may_be_card(const std::vector<Field>& fields);

// Whether a bank card's number stands there by itself.
bool shows_card_number(const Layout& layout);

}  // namespace zhipi::ocr
