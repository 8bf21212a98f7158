#include "ocr/reader/seals.h"

#include <algorithm>
#include <cmath>

#include "ocr/reader/seen.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

constexpr double kAnyMayBeMeant = 0.9;
constexpr double kNowhere = 1e6;

cv::Point middle_of(const cv::Rect& box) {
  return {box.x + box.width / 2, box.y + box.height / 2};
}

// Whether the seal stands where one belongs to a label: on it, to its right or below it.
bool belongs_to(const cv::Rect& seal, const cv::Rect& label) {
  const cv::Point middle = middle_of(seal);
  return middle.x > label.x - seal.width / 4 && middle.x < label.br().x + 3 * seal.width / 2 &&
         middle.y > label.y - seal.height && middle.y < label.br().y + 3 * seal.height / 2;
}

bool is_mark(char32_t character) {
  return !is_han(character) && !is_digit(character) && character < 0xFF00;
}

std::u32string without_marks(std::u32string text) {
  std::erase_if(text, is_mark);
  return text;
}

// The words of 发包人：（公章） by themselves in a row, whatever became of brackets and colon under
// a seal.
void add_words_alone(const Row& row, const std::u32string& words, std::vector<cv::Rect>& boxes) {
  std::vector<cv::Rect> places;
  std::u32string text;
  for (const Glyph& glyph : row.glyphs) {
    if (is_mark(glyph.character)) continue;
    text.push_back(glyph.character);
    places.push_back(glyph.box);
  }
  const auto apart = [&](std::size_t i) {  // from the one before
    return i == 0 || i == places.size() || places[i].x - places[i - 1].br().x > 2 * row.box.height;
  };
  for (std::size_t at = text.find(words); at != std::u32string::npos;
       at = text.find(words, at + 1)) {
    if (apart(at) && apart(at + words.size()))
      boxes.push_back(places[at] | places[at + words.size() - 1]);
  }
}

// Where the field's labels are printed, all their words exactly: 承包人 under a seal is not 发包人
// misread.
std::vector<cv::Rect> labels_on(const Layout& layout, const Field& field) {
  std::vector<cv::Rect> boxes;
  for (const std::string& label : field.labels) {
    for (const LabelHit& hit : find_label(layout, label)) {
      if (hit.errors == 0) boxes.push_back(box_of(layout, hit));
    }
    const std::u32string words = without_marks(squeezed(label));
    if (words.empty()) continue;
    for (const Row& row : layout.rows) add_words_alone(row, words, boxes);
  }
  return boxes;
}

// From the middle of the seal to the nearest of the labels, in widths of the seal.
double away(const cv::Rect& seal, const std::vector<cv::Rect>& labels) {
  double least = kNowhere;
  const cv::Point middle = middle_of(seal);
  for (const cv::Rect& label : labels) {
    const int across = std::max({label.x - middle.x, middle.x - label.br().x, 0});
    const int down = std::max({label.y - middle.y, middle.y - label.br().y, 0});
    least = std::min(least, std::hypot(across, down) / std::max(1, seal.width));
  }
  return least;
}

Found doubted(Found seal) {
  seal.reading.confidence = std::min(seal.reading.confidence, kAnyMayBeMeant);
  seal.reading.doubts.emplace_back("不知是哪一方的印章 it cannot be told whose seal this is");
  return seal;
}

// A seal that is nearer to this field's label than to any other's.
struct Own {
  const Found* seal = nullptr;
  double away = kNowhere;
  double from_others = kNowhere;
};

std::vector<Own> nearest_to(const std::vector<cv::Rect>& labels,
                            const std::vector<cv::Rect>& others, const std::vector<Found>& seals) {
  std::vector<Own> all;
  for (const Found& seal : seals) {
    const Own own{&seal, away(seal.box, labels), away(seal.box, others)};
    const bool here = std::any_of(labels.begin(), labels.end(), [&seal](const cv::Rect& label) {
      return belongs_to(seal.box, label);
    });
    if (here && own.away < own.from_others) all.push_back(own);
  }
  std::sort(all.begin(), all.end(), [](const Own& a, const Own& b) { return a.away < b.away; });
  return all;
}

// The stamp of a name is smaller than that of a firm, and stands beside it.
bool is_rival(const cv::Rect& seal, const cv::Rect& other) {
  return other.area() * 2 > seal.area();
}

std::optional<Found> seal_of_party(const Field& field, const std::vector<Field>& fields,
                                   const Layout& layout, const std::vector<Found>& seals) {
  constexpr double kBeside = 0.75;
  constexpr double kApart = 0.5;
  std::vector<cv::Rect> others;
  for (const Field& other : fields) {
    if (other.kind != FieldKind::seal || other.name == field.name) continue;
    const std::vector<cv::Rect> boxes = labels_on(layout, other);
    others.insert(others.end(), boxes.begin(), boxes.end());
  }
  const std::vector<Own> own = nearest_to(labels_on(layout, field), others, seals);
  if (own.empty()) return std::nullopt;
  const Own& first = own.front();
  const bool alone = std::none_of(own.begin() + 1, own.end(), [&first](const Own& other) {
    return is_rival(first.seal->box, other.seal->box);
  });
  const bool plain = alone && first.away < kBeside && first.from_others - first.away > kApart;
  return plain ? *first.seal : doubted(*first.seal);
}

}  // namespace

std::optional<Found> find_seal(const Field& field, const std::vector<Field>& fields,
                               const Layout& layout, const Prepared& page) {
  const std::vector<Found> seals = seals_on(page);
  if (seals.empty()) return std::nullopt;
  const bool several = std::count_if(fields.begin(), fields.end(), [](const Field& one) {
                         return one.kind == FieldKind::seal;
                       }) > 1;
  if (field.labels.empty()) return several ? doubted(seals.front()) : seals.front();
  if (several) return seal_of_party(field, fields, layout, seals);
  for (const std::string& label : field.labels) {
    for (const LabelHit& hit : find_label(layout, label)) {
      const auto at = std::find_if(seals.begin(), seals.end(), [&](const Found& seal) {
        return belongs_to(seal.box, box_of(layout, hit));
      });
      if (at != seals.end()) return *at;
    }
  }
  return std::nullopt;
}

}  // namespace zhipi::ocr
