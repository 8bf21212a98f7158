#include "ocr/reader/second_witness.h"

#include <utility>
#include <vector>

#include "models/normalise.h"
#include "ocr/reader/grammar.h"
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

Testimony testimony(const Field& field, const Reading& reading) {
  Testimony told;
  told.text = value_text(field, reading.text);
  told.probability = reading.probability;
  if (told.text.empty()) return told;
  if (Expected<Json> value = normalise_value(field, told.text)) told.value = *std::move(value);
  return told;
}

}  // namespace

Testimony second_witness(const Field& field, const Place& place, const Prepared& page,
                         LineReader& lines) {
  // A value that goes on in a second line has no form that one of them could have.
  const bool one_line = place.lines.size() == 1;
  std::optional<Automaton> options;
  if (one_line && field.kind == FieldKind::choice && !field.options.empty())
    options.emplace(choices(field.options));
  const Automaton* form = options ? &*options : one_line ? grammar(line_kind_of(field)) : nullptr;
  if (form != nullptr) {
    const std::vector<LineReading> read = read_lines(place, page, lines, form);
    if (fits(read)) return testimony(field, joined(read, true));
  }
  return testimony(field, joined(read_lines(place, page, lines, nullptr), false));
}

}  // namespace zhipi::ocr
