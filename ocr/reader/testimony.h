// What each of the two readers says about a field's value. They are independent witnesses: another
// model, trained on other drawings of other characters.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/field.h"
#include "models/json.h"
#include "ocr/reader/agreement.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/prepare.h"
#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

struct Testimony {
  std::string text;  // of the value; empty when nothing was read. Of Latin words with spaces
  std::optional<Json> value;  // nothing when its kind does not admit the text
  double probability = 0;     // 0 to 1: that the text is right, as the reader itself sees it
  int looks = 0;              // how often it looked
  // Of our reader: the characters of `text`, where it stands in the line as it is.
  std::vector<SureCharacter> characters;
  // Of Tesseract: what it said before anything was taken for the value, with single spaces.
  std::string words;
  // Of Tesseract: how far it bears out what our reader says.
  Agreement agreement;
  int closer = 0;  // how many characters it only confirmed when it saw each by itself
};

// Kinds that any text may be of: no form tells O from 0, or one character from its rival.
bool is_free(FieldKind kind);

// Whether both give one value. Of text spaces do not count: the page's reading has none.
bool says_same(const Field& field, const Testimony& one, const Testimony& other);

// The value that this text gives; what a reader adds at the edges is taken off first.
Testimony testimony(const Field& field, std::string_view text, double probability);

// Our line reader. Where the field's kind has a form, the text is the likeliest one of that form,
// unless the line says something quite different: then what it says. A line that `layout` holds in
// the same cut, surely read and of that form, is not read again.
Testimony line_reader_says(const Field& field, const Place& place, const Layout& layout,
                           const Prepared& page, LineReader& lines);

// Tesseract, which looks again while it does not bear out `ours`: at the few characters in dispute
// each by itself, then in other preparations at the lines that it read otherwise. What it says then
// is what it said first, unless a later look does.
Testimony tesseract_says(const Field& field, const Place& place, const Prepared& page,
                         Recogniser& recogniser, const Testimony& ours);

}  // namespace zhipi::ocr
