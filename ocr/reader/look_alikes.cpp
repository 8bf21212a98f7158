#include "ocr/reader/look_alikes.h"

#include <algorithm>
#include <cmath>

namespace zhipi::ocr {
namespace {

// How much likelier a figure is than such a letter beside another figure, before anything is seen:
// among drawn codes eight to one.
constexpr double kFigureFirst = 8;

bool is_figure(char32_t c) {
  return c >= U'0' && c <= U'9';
}

// The figure that a letter looks like; 0 for others.
char32_t figure_like(char32_t letter) {
  if (letter == U'O' || letter == U'o') return U'0';
  if (letter == U'I' || letter == U'l') return U'1';
  return 0;
}

double probability_of(const DecodedCharacter& place, char32_t character) {
  const auto found = std::find_if(place.alternatives.begin(), place.alternatives.end(),
                                  [&](const Alternative& a) { return a.character == character; });
  return found == place.alternatives.end() ? 0 : found->probability;
}

}  // namespace

void settle_look_alikes(Decoded& decoded) {
  std::vector<DecodedCharacter>& all = decoded.characters;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const char32_t figure = figure_like(all[i].character);
    if (figure == 0) continue;
    const bool beside = (i > 0 && is_figure(all[i - 1].character)) ||
                        (i + 1 < all.size() && is_figure(all[i + 1].character));
    const double as_letter = probability_of(all[i], all[i].character);
    const double as_figure = probability_of(all[i], figure);
    if (!beside || kFigureFirst * as_figure <= as_letter || as_letter <= 0) continue;
    const double sure = kFigureFirst * as_figure / (kFigureFirst * as_figure + as_letter);
    decoded.log_probability += std::log(sure * (as_figure + as_letter) / as_letter);
    all[i].character = figure;
    all[i].probability = sure;
  }
  decoded.log_probability = std::min(0.0, decoded.log_probability);
}

}  // namespace zhipi::ocr
