// Fitted with scripts/fit-confidence to drawn documents of all kinds in seven conditions, and
// checked on others: docs/accuracy.md. What was right every time is told as the share that so many
// readings can vouch for, not as 1.
#include "ocr/reader/confidence.h"

#include <algorithm>
#include <array>

#include "ocr/reader/testimony.h"

namespace zhipi::ocr {
namespace {

// From our reader's own number, upwards of each bound.
struct Band {
  double least;
  double agreed;  // Tesseract says the same
  double known;   // Tesseract says the same of the characters that it knows: one of 11 was wrong
  double alone;   // it does not: always below the default threshold
};
constexpr std::array<Band, 5> kBands = {{
    {0.999, 0.995, 0.970, 0.970},
    {0.990, 0.990, 0.950, 0.950},
    {0.900, 0.985, 0.930, 0.900},
    {0.500, 0.950, 0.700, 0.600},
    {0.000, 0.600, 0.500, 0.300},
}};

const Band& band_of(double probability) {
  return *std::find_if(kBands.begin(), kBands.end() - 1,
                       [probability](const Band& band) { return probability >= band.least; });
}

// The reading of the whole page and that of the value alone differ: one of them is cut wrongly, and
// both readers saw the same cut. Of five such that agreed one was right.
constexpr double kCutInTwoWays = 0.5;
constexpr double kRepaired = 0.95;
// Without a label it may be somebody else's number.
constexpr double kUnlabelled = 0.95;
constexpr double kTesseractAlone = 0.5;
// Of two values at one label one is the field's at most.
constexpr double kContested = 0.5;
// 0 or O: both readers may take one for the other.
constexpr double kTwins = 0.9;
// Without a form that bounds what may stand there, four of some 190 readings that agreed at .9 to
// .99 were wrong.
constexpr double kFreeAndUnsure = 0.975;

double by_witnesses(const Evidence& e) {
  const Band& band = band_of(e.probability);
  const auto cut_once = [&e](double sure) {
    return e.first_agrees ? sure : std::min(sure, kCutInTwoWays);
  };
  switch (e.witnesses) {
    case Witnesses::agree: {
      double sure = band.agreed;
      if (is_free(e.kind) && e.probability < 0.99) sure = std::min(sure, kFreeAndUnsure);
      return cut_once(e.twins ? std::min(sure, kTwins) : sure);
    }
    case Witnesses::agree_on_known:
      // What Tesseract lacks our reader alone says.
      return cut_once(std::min(band.known, band_of(e.least_unknown).known));
    case Witnesses::tesseract_only:
      return kTesseractAlone;
    default:
      return cut_once(band.alone);
  }
}

double by_check_digit(const Evidence& e) {
  return e.witnesses == Witnesses::agree ? 0.9995 : 0.996;
}

}  // namespace

double confidence(const Evidence& e) {
  if (!e.valid) return 0.2;
  if (e.repaired) return kRepaired;
  double sure = e.check_digit ? by_check_digit(e) : by_witnesses(e);
  if (!e.labelled) sure = std::min(sure, kUnlabelled);
  if (e.contested) sure = std::min(sure, kContested);
  return sure;
}

}  // namespace zhipi::ocr
