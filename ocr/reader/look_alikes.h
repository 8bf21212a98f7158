// 0 and O, 1 and I and l: in many faces the same picture, which their neighbours alone settle.
#pragma once

#include "ocr/reader/ctc.h"

namespace zhipi::ocr {

// In a text read without a form: a letter beside a figure that looks like a figure is that figure,
// unless the model sees the letter clearly. Codes seldom hold these letters, GB 32100 and GB 11643
// never. The text's probability follows.
void settle_look_alikes(Decoded& decoded);

}  // namespace zhipi::ocr
