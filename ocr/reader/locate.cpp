#include "ocr/reader/locate.h"

#include <algorithm>
#include <optional>

#include "ocr/reader/place_finder.h"
#include "ocr/reader/running_text.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

bool may_wrap(FieldKind kind) {
  return kind == FieldKind::address || kind == FieldKind::org_name || kind == FieldKind::text;
}

// Kinds whose value its own form tells from the words of a sentence around it.
bool shows_in_sentences(FieldKind kind) {
  return kind == FieldKind::money || kind == FieldKind::decimal || kind == FieldKind::integer ||
         kind == FieldKind::date || kind == FieldKind::percent || kind == FieldKind::phone;
}

// 该房屋建筑面积154.66㎡: a label that runs on from other words leads to a value of a clear form.
std::vector<Place> in_sentences(const Field& field, const Layout& layout,
                                const PlaceFinder& finder) {
  constexpr std::size_t kLeastLabel = 3;
  std::vector<Place> places;
  for (const std::string& label : field.labels) {
    if (squeezed(label).size() < kLeastLabel) continue;
    const std::vector<Place> some = between(field, label, field.before, layout, finder);
    places.insert(places.end(), some.begin(), some.end());
  }
  return places;
}

// An amount in words is long: where its line ends before it does, it is looked for with the next
// one.
void add_continued(std::vector<Place>& places, const PlaceFinder& finder) {
  const std::size_t count = places.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (auto longer = finder.continued(places[i])) places.push_back(*std::move(longer));
  }
}

std::vector<Place> by_labels(const Field& field, const Layout& layout, const PlaceFinder& finder) {
  constexpr std::size_t kMostPlaces = 8;
  std::vector<Place> places;
  for (const std::string& label : labels_of(field)) {
    for (const LabelHit& hit : find_label(layout, label)) {
      auto place = finder.beside(hit, may_wrap(field.kind));
      if (!place || place->lines.empty()) continue;
      if (hit.errors == 0 && hit.starts) place->label = label;
      place->ends_as_label = !place->text.empty() && is_colon(place->text.back());
      places.push_back(*std::move(place));
      if (places.size() >= kMostPlaces) return places;
    }
  }
  return places;
}

}  // namespace

std::vector<Place> locate(const Field& field, const std::vector<Field>& fields,
                          const Layout& layout, const PlaceFinder& finder) {
  std::vector<Place> places = by_labels(field, layout, finder);
  const auto numbered = [](const Field& other) { return other.kind == FieldKind::id_number; };
  // Whose number an unlabelled one is, is plain only where the material has just one.
  if (places.empty() && field.kind == FieldKind::id_number &&
      std::count_if(fields.begin(), fields.end(), numbered) == 1) {
    return finder.long_numbers();
  }
  if (field.labels.empty() || (places.empty() && squeezed(field.after).size() > 1)) {
    return between(field, field.after, field.before, layout, finder);
  }
  if (places.empty() && shows_in_sentences(field.kind))
    places = in_sentences(field, layout, finder);
  if (field.kind == FieldKind::money) add_continued(places, finder);
  return places;
}

std::vector<cv::Rect> areas_after(const Field& field, const Layout& layout, const Prepared& page) {
  std::vector<cv::Rect> areas;
  for (const std::string& label : labels_of(field)) {
    for (const LabelHit& hit : find_label(layout, label)) {
      const Row& row = layout.rows[hit.row];
      const int height = glyph_height(row);
      const int left = row.glyphs[hit.last - 1].box.br().x;
      int right = std::min(left + height * 12, page.ink.cols);
      for (const cv::Rect& cell : layout.cells) {
        if (cell.contains({left - height / 2, row.box.y + row.box.height / 2})) {
          right = std::min(right, cell.br().x);
        }
      }
      areas.push_back(
          cv::Rect(left, row.box.y - height, right - left, row.box.height + 2 * height) &
          cv::Rect({0, 0}, page.ink.size()));
    }
  }
  return areas;
}

}  // namespace zhipi::ocr
