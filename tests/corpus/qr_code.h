// QR codes (ISO/IEC 18004), version 5 with error correction L: one block of up to 106 bytes.
#pragma once

#include <string_view>
#include <vector>

#include "page.h"

namespace zhipi::specimens {

// 37 rows of 37 modules, true where dark. The text has at most 106 bytes.
std::vector<std::vector<bool>> qr_modules(std::string_view text);

// Draws it dark on white in a square of this side, quiet zone included, and records it as
// `name`: {"present": true, "text": …}.
void draw_qr_code(Page& page, const char* name, double x, double y, double side,
                  std::string_view text);

}  // namespace zhipi::specimens
