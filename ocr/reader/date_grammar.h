// The written forms of days, as grammar.h needs them.
#pragma once

#include "ocr/reader/automaton.h"

namespace zhipi::ocr {

// A real day of 1800 to 2199 in every form of parse_written_date, or 长期.
Expression date_or_forever();

// 2010.05.06-2030.05.06, 2010年5月6日至长期.
Expression period();

}  // namespace zhipi::ocr
