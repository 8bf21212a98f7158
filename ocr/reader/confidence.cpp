#include "ocr/reader/confidence.h"

#include <algorithm>

namespace zhipi::ocr {

double confidence(const Evidence& e) {
  if (!e.valid) return 0.2;
  if (e.repaired) return 0.95;
  double sure = 0.5;
  switch (e.witnesses) {
    case Witnesses::agree:
      sure = e.probability > 0.9 ? 0.985 : 0.96;
      break;
    case Witnesses::reader_only:
      sure = 0.95 * e.probability;
      break;
    case Witnesses::differ:
      sure = 0.9 * e.probability;
      break;
    case Witnesses::tesseract_only:
      sure = 0.5;
      break;
  }
  if (e.check_digit) sure = e.witnesses == Witnesses::agree ? 0.999 : 0.995;
  return e.labelled ? sure : std::min(sure, 0.95);
}

}  // namespace zhipi::ocr
