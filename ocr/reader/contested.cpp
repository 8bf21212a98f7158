#include "ocr/reader/contested.h"

#include "models/formats/text.h"
#include "ocr/reader/testimony.h"

namespace zhipi::ocr {

std::optional<std::string> said_elsewhere(const Field& field, const std::vector<Place>& places,
                                          std::size_t chosen, const Json& value) {
  const Place& own = places[chosen];
  if (!needs_second_source(field.kind) || own.label.empty()) return std::nullopt;
  for (const Place& other : places) {
    // One print may be found in two ways, as a row and as a cell.
    const bool elsewhere = (other.lines.front() & own.lines.front()).empty();
    if (!elsewhere || other.label != own.label) continue;
    const Testimony said = testimony(field, formats::to_utf8(other.text), 0);
    if (said.value && *said.value != value) return said.text;
  }
  return std::nullopt;
}

}  // namespace zhipi::ocr
