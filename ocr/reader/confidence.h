// How sure a reading is: the probability that its value is exactly right.
//
// The numbers were measured, not chosen: docs/accuracy.md has the table and the command that
// repeats it. What a reader says of itself is one input among several, never the answer.
#pragma once

#include "models/field.h"

namespace zhipi::ocr {

// How the two readers stand to the value that is told.
enum class Witnesses {
  agree,  // both say it
  // Tesseract says it as far as it knows its characters, and something in the place of the others.
  agree_on_known,
  reader_only,  // our line reader says it, Tesseract nothing that the kind admits
  differ,       // our line reader says it, Tesseract something else
  tesseract_only,
  not_asked,  // our line reader says it; nothing that Tesseract could say would matter
};

// What is known about one reading when its confidence is told.
struct Evidence {
  FieldKind kind = FieldKind::text;
  Witnesses witnesses = Witnesses::tesseract_only;
  double probability = 0;     // our line reader's own number for what it says, 0 to 1
  double tesseract = 0;       // Tesseract's, 0 to 1
  int looks = 0;              // of Tesseract, until it agreed or gave up
  bool first_agrees = false;  // the first reading of the whole page saw the same
  double least_unknown = 1;   // our reader's least number for a character that Tesseract lacks
  int closer = 0;             // characters that Tesseract only confirmed when each stood alone
  bool twins = false;         // holds a character that both confuse with another: O with 0
  bool valid = false;         // passes its kind's format
  bool check_digit = false;   // by a check character that it contains
  bool repaired = false;      // one character was replaced by what its check digit demands
  bool labelled = true;       // found by its label
  bool contested = false;     // the label stands elsewhere too, with another value
};

// 0 to 1. An invalid value is below 0.5.
double confidence(const Evidence& evidence);

}  // namespace zhipi::ocr
