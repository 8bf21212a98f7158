// What lists, feeds and logs show of identity numbers (ABUSE 39).
#pragma once

#include <string>
#include <string_view>

#include "models/json.h"

namespace zhipi::formats {

// The text with every identity number (18 digits, the last perhaps X; GB 11643) in it masked: its
// first six characters and last four stay.
std::string mask_numbers(std::string_view text);

// The same in every text of a value, however deep; names of members stay.
void mask_numbers_in(Json& value);

}  // namespace zhipi::formats
