#include "ocr/reader/read_page.h"

#include <algorithm>
#include <set>

#include "models/formats/bank_account.h"
#include "models/formats/text.h"
#include "ocr/reader/codes.h"
#include "ocr/reader/contested.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/locate_by_place.h"
#include "ocr/reader/locate_list.h"
#include "ocr/reader/locate_on_card.h"
#include "ocr/reader/place_finder.h"
#include "ocr/reader/read_field.h"
#include "ocr/reader/read_list.h"
#include "ocr/reader/right_kind.h"
#include "ocr/reader/seals.h"
#include "ocr/reader/seen.h"
#include "ocr/reader/text.h"
#include "ocr/reader/text_layer.h"

namespace zhipi::ocr {
namespace {

struct Seen {
  Prepared page;
  Layout layout;
  double score = 0;  // how much of what the material prints was found
};

// What is known of places on a page while its fields are looked for.
struct Places {
  Places(const Material& material, const Seen& seen)
      : finder(material.fields, seen.layout, seen.page) {
    for (const Field& field : material.fields) {
      if (field.kind != FieldKind::list) continue;
      std::optional<ListPlace> list = locate_list(field, seen.layout, seen.page);
      if (!list) continue;
      tables.push_back(list->box);
      lists.emplace(field.name, *std::move(list));
    }
  }

  std::optional<cv::Rect> box_of(const std::string& field) const {
    const auto found = boxes.find(field);
    return found == boxes.end() ? std::nullopt : std::optional(found->second);
  }

  PlaceFinder finder;
  std::map<std::string, ListPlace> lists;  // by the field's name
  std::vector<cv::Rect> tables;            // of all lists
  std::map<std::string, cv::Rect> boxes;   // of the fields found so far, on the prepared page
};

double score_of(const Layout& layout, const Material& material) {
  double score = 0;
  std::set<std::string> asked;
  for (const Field& field : material.fields) {
    for (const std::string& label : field.labels) {
      if (!asked.insert(label).second) continue;
      const auto hits = find_label(layout, label);
      if (!hits.empty() && hits.front().errors == 0) score += 1;
    }
  }
  // Confident Chinese characters settle it where no label can.
  for (const Row& row : layout.rows) {
    for (const Glyph& glyph : row.glyphs)
      score += is_han(glyph.character) && glyph.confidence > 80 ? 0.01 : 0;
  }
  return score;
}

Seen see(Prepared page, const Material& material, LineReader& lines, std::size_t most) {
  Seen seen;
  seen.layout = lay_out(page, lines, most);
  seen.score = score_of(seen.layout, material);
  seen.page = std::move(page);
  return seen;
}

// Text that is read with ease is not upside down, whatever it says.
bool reads_well(const Layout& layout) {
  int glyphs = 0;
  int sure = 0;
  for (const Row& row : layout.rows) {
    for (const Glyph& glyph : row.glyphs) {
      // Ornaments look alike from every side.
      if (!is_han(glyph.character) && !is_digit(glyph.character)) continue;
      ++glyphs;
      sure += glyph.confidence > 85 ? 1 : 0;
    }
  }
  return glyphs >= 20 && sure * 10 >= glyphs * 8;
}

bool has_print(const Prepared& page) {
  return cv::countNonZero(page.ink) > static_cast<double>(page.ink.total()) / 2500;
}

constexpr std::size_t kAllRows = 200;
constexpr std::size_t kTried = 40;  // rows tell which way is up

// What stands on cards is found by its form, which takes the card to be the page: one that was
// copied on a sheet, or lies on a table, is cut out. Nothing where that shows no card.
std::optional<Seen> card_of(const Prepared& page, const Material& material, LineReader& lines) {
  const std::optional<Prepared> card = card_on(page);
  if (!card) return std::nullopt;
  for (const int quarters : {0, 2, 1, 3}) {
    Seen seen = see(quarters == 0 ? *card : turned(*card, quarters), material, lines, kTried);
    if (shows_card_number(seen.layout)) return seen;
  }
  return std::nullopt;
}

// The page as it should be held: if it shows nothing that the material prints, it may be upside
// down or on its side.
Seen upright(const cv::Mat& image, const Material& material, LineReader& lines) {
  Prepared page = prepare(image);
  if (may_be_card(material.fields)) {
    if (auto card = card_of(page, material, lines)) return *std::move(card);
  }
  Seen best = see(std::move(page), material, lines, kAllRows);
  if (best.score >= 2 || !has_print(best.page) || reads_well(best.layout)) return best;
  const Prepared first = best.page;
  int way = 0;
  for (const int quarters : {2, 1, 3}) {
    Seen other = see(turned(first, quarters), material, lines, kTried);
    if (other.score > best.score + 0.05) {
      best = std::move(other);
      way = quarters;
    }
    if (best.score >= 2) break;
  }
  return way == 0 ? best : see(std::move(best.page), material, lines, kAllRows);
}

// On a card the form of a value tells more than labels do; elsewhere the labels come first.
std::vector<Place> places_of(const Field& field, const Material& material, const Seen& seen,
                             const Places& known) {
  std::vector<Place> places = locate(field, material.fields, seen.layout, known.finder);
  forget_headings(places, known.tables);
  // A date that may stand anywhere is only sure where none says otherwise.
  if (has_place(field) && (places.empty() || field.at == Position::anywhere)) {
    const auto more = locate_by_place(field, seen.layout, known.finder, known.box_of(field.below));
    places.insert(places.end(), more.begin(), more.end());
    if (!places.empty()) return places;
  }
  // A card's number is nobody's identity number.
  std::erase_if(places, [&field](const Place& place) {
    return field.kind == FieldKind::id_number && !place.labelled &&
           formats::is_union_pay_card(formats::to_utf8(place.text));
  });
  const bool labelled = !places.empty() && places.front().labelled;
  if (labelled && field.kind != FieldKind::text) return places;
  std::vector<Place> of_card = locate_on_card(field, material.fields, seen.layout, seen.page);
  return of_card.empty() ? places : of_card;
}

// The list of this page, with its headings or as the one of the page before goes on. `before` are
// that page's, `here` becomes this one's.
std::optional<Found> find_list(const Field& field, const Seen& seen, const Places& known,
                               const OpenLists& before, OpenLists& here, Recogniser& recogniser,
                               LineReader& lines) {
  const auto own = known.lists.find(field.name);
  const bool begins = own != known.lists.end();
  std::optional<ListPlace> place;
  if (begins) place = own->second;
  const auto open = before.find(field.name);
  if (!begins && open != before.end())
    place = continued_list(field, open->second.columns, seen.layout, seen.page);
  if (!place) return std::nullopt;
  auto found = read_list(field, *place, seen.layout, seen.page, recogniser, lines);
  if (found || begins) here[field.name] = {place->columns, place->reaches_end};
  return found;
}

std::optional<Found> find(const Field& field, const Material& material, const Seen& seen,
                          const Places& known, Recogniser& recogniser, LineReader& lines) {
  switch (field.kind) {
    case FieldKind::seal:
      return find_seal(field, material.fields, seen.layout, seen.page);
    case FieldKind::photo:
      return find_photo(seen.page);
    case FieldKind::signature:
      return find_signature(field, seen.layout, seen.page);
    case FieldKind::checkbox:
    case FieldKind::boolean:
      return find_checkbox(field, seen.layout, seen.page);
    case FieldKind::qr_code:
      return find_code(seen.page);
    default:
      return read_field(field, places_of(field, material, seen, known), seen.layout, seen.page,
                        recogniser, lines);
  }
}

}  // namespace

std::vector<std::pair<std::string, Found>> find_fields(
    const cv::Mat& image, const Material& material, const std::vector<LayerWord>& layer,
    Recogniser& recogniser, LineReader& lines, std::optional<Problem>* wrong, OpenLists* open) {
  const Seen seen = upright(image, material, lines);
  Places known(material, seen);
  const OpenLists before = open != nullptr ? *open : OpenLists();
  OpenLists here;
  std::vector<std::pair<std::string, Found>> fields;
  for (const Field& field : material.fields) {
    std::optional<Found> found =
        field.kind == FieldKind::list
            ? find_list(field, seen, known, before, here, recogniser, lines)
            : find(field, material, seen, known, recogniser, lines);
    if (!found) continue;
    known.boxes.emplace(field.name, found->box);
    const cv::Rect box = seen.page.on_page(found->box, image.size());
    found->reading.box = {box.x, box.y, box.width, box.height};
    found->reading.page = 1;
    if (!is_seen(field.kind)) compare_with_layer(field, layer, found->reading);
    fields.emplace_back(field.name, *std::move(found));
  }
  // A page on which a list goes on need not bear any word of the material.
  const bool goes_on = std::any_of(
      here.begin(), here.end(), [&before](const auto& one) { return before.contains(one.first); });
  const bool printed = has_print(seen.page);
  if (wrong != nullptr && !goes_on) *wrong = wrong_kind(material, seen.layout, printed, fields);
  if (open != nullptr && printed) *open = std::move(here);
  return fields;
}

MaterialReading read_page(const cv::Mat& image, const Material& material,
                          const std::vector<LayerWord>& layer, Recogniser& recogniser,
                          LineReader& lines, OpenLists* open) {
  MaterialReading reading;
  reading.pages = 1;
  std::optional<Problem> wrong;
  for (auto& [name, found] : find_fields(image, material, layer, recogniser, lines, &wrong, open)) {
    reading.fields.emplace(name, std::move(found.reading));
  }
  // What stands on another document is no value of this one: of a file that holds several each
  // material takes its own pages.
  if (wrong && wrong->code == "wrong_material") {
    reading.fields.clear();
    if (open != nullptr) open->clear();
  }
  if (wrong) reading.problems.push_back(*std::move(wrong));
  return reading;
}

}  // namespace zhipi::ocr
