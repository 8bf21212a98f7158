#include "ocr/reader/contested.h"

#include "models/formats/text.h"
#include "ocr/reader/locate_list.h"
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

void forget_headings(std::vector<Place>& places, const std::vector<Field>& fields,
                     const Layout& layout, const Prepared& page) {
  if (places.size() < 2) return;
  for (const Field& list : fields) {
    if (list.kind != FieldKind::list) continue;
    const std::optional<ListPlace> table = locate_list(list, layout, page);
    if (!table) continue;
    for (Place& place : places) {
      if (!(place.lines.front() & table->box).empty()) place.label.clear();
    }
  }
}

}  // namespace zhipi::ocr
