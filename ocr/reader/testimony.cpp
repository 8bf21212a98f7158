#include "ocr/reader/testimony.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "models/normalise.h"
#include "ocr/reader/grammar.h"
#include "ocr/reader/line_crop.h"
#include "ocr/reader/value_text.h"

namespace zhipi::ocr {
namespace {

// A text of the right form may be this much less probable (a factor of 20,000) than what the line
// says without one, and still be what is printed there: a stray mark at an edge costs as much.
constexpr double kLargestLoss = 10;

struct Reading {
  std::string text;
  double probability = 1;
};

// All lines one behind the other.
Reading joined(const std::vector<LineReading>& lines, bool of_form) {
  Reading all;
  for (const LineReading& line : lines) {
    all.text += of_form ? line.text : line.free_text;
    all.probability *= line.probability;
  }
  return all;
}

bool fits(const std::vector<LineReading>& lines) {
  for (const LineReading& line : lines) {
    if (!line.admitted || line.loss > kLargestLoss) return false;
  }
  return true;
}

std::vector<LineReading> read_lines(const Place& place, const Prepared& page, LineReader& lines,
                                    const Automaton* form) {
  std::vector<LineRequest> requests;
  for (const cv::Rect& line : place.lines) requests.push_back({page.text, line, form});
  return lines.read(requests);
}

Testimony told(const Field& field, const Reading& reading) {
  Testimony told = testimony(field, reading.text, reading.probability);
  told.looks = 1;
  return told;
}

// One look of Tesseract: the least certain of the lines speaks for all.
Testimony look(const Field& field, const Place& place, const Prepared& page, Recogniser& recogniser,
               const Reader& reader, Preparation preparation) {
  std::string text;
  float confidence = 100;
  for (const cv::Rect& line : place.lines) {
    const LineText read =
        recogniser.line(line_crop(page, line, preparation), reader.alphabet, reader.allowed);
    text += read.text;
    confidence = std::min(confidence, read.confidence);
  }
  return testimony(field, text, confidence / 100);
}

}  // namespace

Testimony testimony(const Field& field, std::string_view text, double probability) {
  Testimony told;
  told.text = value_text(field, text);
  told.probability = probability;
  if (told.text.empty()) return told;
  if (Expected<Json> value = normalise_value(field, told.text)) told.value = *std::move(value);
  return told;
}

Testimony line_reader_says(const Field& field, const Place& place, const Prepared& page,
                           LineReader& lines) {
  // A value that goes on in a second line has no form that one of them could have.
  const bool one_line = place.lines.size() == 1;
  std::optional<Automaton> options;
  if (one_line && field.kind == FieldKind::choice && !field.options.empty())
    options.emplace(choices(field.options));
  const Automaton* form = options ? &*options : one_line ? grammar(line_kind_of(field)) : nullptr;
  if (form != nullptr) {
    const std::vector<LineReading> read = read_lines(place, page, lines, form);
    if (fits(read)) return told(field, joined(read, true));
  }
  return told(field, joined(read_lines(place, page, lines, nullptr), false));
}

Testimony tesseract_says(const Field& field, const Place& place, const Prepared& page,
                         Recogniser& recogniser, const std::optional<Json>& expected) {
  const std::vector<Reader> readers = readers_for(field.kind);
  Testimony said = look(field, place, page, recogniser, readers.front(), Preparation::even);
  said.looks = 1;
  const std::array<std::pair<const Reader*, Preparation>, 2> again = {
      {{&readers.back(), Preparation::raw}, {&readers.front(), Preparation::binary}}};
  for (const auto& [reader, preparation] : again) {
    if (expected && said.value == expected) return said;
    Testimony other = look(field, place, page, recogniser, *reader, preparation);
    const bool better = (expected && other.value == expected) || (!said.value && other.value);
    if (better) std::swap(said, other);
    said.looks = std::max(said.looks, other.looks) + 1;
  }
  return said;
}

}  // namespace zhipi::ocr
