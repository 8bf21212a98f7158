// A PDF's text layer against its pixels.
#pragma once

#include <vector>

#include "models/field.h"
#include "models/reading.h"
#include "ocr/reader/read_page.h"

namespace zhipi::ocr {

// Compares a reading (its box on the page already) with what the text layer says at that place. The
// same: the source becomes text_layer, the confidence high. Different: a doubt, and a confidence
// below every threshold, for either the layer or the picture lies (ABUSE 15). No words there:
// unchanged.
void compare_with_layer(const Field& field, const std::vector<LayerWord>& layer, Reading& reading);

}  // namespace zhipi::ocr
