// Codes that machines read: QR codes, and barcodes with a check digit of their own.
#pragma once

#include <optional>

#include "ocr/reader/read_field.h"

namespace zhipi::ocr {

// {"present": true, "text": …}, source `qr_code`; of several codes the QR code, of several QR codes
// none is believed. Nothing when no code can be read: one that is torn or blurred is not there for
// us.
std::optional<Found> find_code(const Prepared& page);

}  // namespace zhipi::ocr
