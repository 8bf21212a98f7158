#include "ocr/reader/confidence.h"

namespace zhipi::ocr {

double confidence(const Evidence& e) {
  if (!e.valid) return 0.3;
  if (e.repaired) return 0.95;
  if (e.check_digit) return e.agreeing >= 2 ? 0.998 : 0.995;
  const bool all = e.agreeing == e.readings && e.readings > 1;
  if (all && e.own >= 90) return 0.95;
  if (all) return 0.9;
  return e.agreeing > 1 ? 0.7 : 0.4;
}

}  // namespace zhipi::ocr
