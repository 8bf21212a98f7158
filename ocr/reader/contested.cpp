#include "ocr/reader/contested.h"

#include "models/formats/text.h"
#include "ocr/reader/testimony.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {

std::optional<std::string> said_elsewhere(const Field& field, const std::vector<Place>& places,
                                          std::size_t chosen, const Json& value) {
  const Place& own = places[chosen];
  // Of a date that may stand anywhere every other date is a rival.
  const bool anywhere = field.at == Position::anywhere;
  if (!anywhere && (!needs_second_source(field.kind) || own.label.empty())) return std::nullopt;
  for (const Place& other : places) {
    // One print may be found in two ways, as a row and as a cell.
    const bool elsewhere = (other.lines.front() & own.lines.front()).empty();
    // Of an amount several labels say the same (合计, 总计), or else which one is meant is open.
    const bool rival = anywhere || other.label == own.label ||
                       (field.kind == FieldKind::money && !other.label.empty());
    if (!elsewhere || !rival) continue;
    const Testimony said = testimony(field, formats::to_utf8(other.text), 0);
    if (said.value && *said.value != value) return said.text;
  }
  return std::nullopt;
}

std::optional<std::string> seems_labelled_elsewhere(const Field& field, const Place& own,
                                                    const Layout& layout) {
  constexpr std::size_t kLeast = 5;  // a shorter word is soon another
  const std::u32string label = small(squeezed(own.label));
  if (field.kind != FieldKind::money || label.size() < kLeast || !is_letter(label.front()))
    return std::nullopt;
  for (const Row& row : layout.rows) {
    const std::u32string begin = small(text_of(row)).substr(0, label.size());
    if (distance(begin, label) == 1) return formats::to_utf8(begin);
  }
  return std::nullopt;
}

void forget_headings(std::vector<Place>& places, const std::vector<cv::Rect>& tables) {
  for (const cv::Rect& table : tables) {
    for (Place& place : places) {
      if (!(place.lines.front() & table).empty()) place.label.clear();
    }
  }
}

}  // namespace zhipi::ocr
