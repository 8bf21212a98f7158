// How sure a reading is: the probability that its value is exactly right.
//
// The numbers were measured, not chosen: docs/reading.md has the table and the command that repeats
// it. Tesseract's own confidence is one input among several, never the answer.
#pragma once

#include "models/field.h"

namespace zhipi::ocr {

// What is known about one reading when its confidence is told.
struct Evidence {
  FieldKind kind = FieldKind::text;
  int agreeing = 0;          // preparations that gave this value
  int readings = 0;          // preparations that were read
  float own = 0;             // Tesseract's confidence for the best agreeing line, 0 to 100
  float weakest = 0;         // of its least certain character
  bool valid = false;        // passes its kind's format
  bool check_digit = false;  // by a check character that it contains
  bool repaired = false;     // one character was replaced by what its check digit demands
  bool page_agrees = false;  // recognition of the whole page saw the same

  // What our own line reader, the second witness, said about the value that is told.
  enum class Second { silent, agrees, differs, alone };  // alone: the value is its, not Tesseract's
  Second second = Second::silent;
  double second_probability = 0;  // its own number, 0 to 1
};

// 0 to 1. An invalid value is below 0.5; only a check digit lifts a reading above 0.98 that the
// second witness does not share. What one witness alone says, or both say differently, stays below.
double confidence(const Evidence& evidence);

}  // namespace zhipi::ocr
