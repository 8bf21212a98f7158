// What our own line reader says about a field's value, beside Tesseract: a witness of its own, with
// another model and a full list of characters.
#pragma once

#include <optional>
#include <string>

#include "models/field.h"
#include "models/json.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

struct Testimony {
  std::string text;           // of the value; empty when nothing was read
  std::optional<Json> value;  // nothing when its kind does not admit the text
  double probability = 0;     // that the text is exactly right, as the reader itself sees it
};

// Reads the lines of a place. Where the field's kind has a form, the text is the likeliest one of
// that form, unless the line says something quite different: then what it says.
Testimony second_witness(const Field& field, const Place& place, const Prepared& page,
                         LineReader& lines);

}  // namespace zhipi::ocr
