// What a value cannot be, though its kind's format admits it: other words of the page that stand
// where it should.
#pragma once

#include <string_view>

#include "models/field.h"
#include "models/json.h"

namespace zhipi::ocr {

// Whether the value may be the field's. It is none where it is a label of its own, a Chinese name
// of one character or of more than six, an office's or firm's name without words or with the marks
// of a sentence in it, a phone number of more than 15 digits or an address without words. `text`:
// the value as it is printed.
bool can_be(const Field& field, const Json& value, std::string_view text);

// Whether the name of an office or firm looks like the beginning of a longer one: 福州市 of
// 福州市民政局.
bool may_be_cut(const Field& field, const Json& value);

}  // namespace zhipi::ocr
