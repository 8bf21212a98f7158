#include "ocr/reader/text_layer.h"

#include <algorithm>

#include "models/formats/text.h"
#include "models/normalise.h"
#include "ocr/reader/value_text.h"

namespace zhipi::ocr {
namespace {

constexpr double kSame = 0.995;  // two ways to the same value: docs/reading.md
constexpr double kDifferent = 0.4;

// The words whose middle lies in the box, line by line. Words that a label shares with its value
// are cut where the box begins, by the share of their width.
std::string text_in(const std::vector<LayerWord>& layer, const Box& box) {
  struct Piece {
    double y, x;
    std::string text;
  };
  const cv::Rect2d area(box.x, box.y, box.width, box.height);
  std::vector<Piece> pieces;
  for (const LayerWord& word : layer) {
    const cv::Rect2d shared = word.box & area;
    if (shared.area() < 0.3 * std::min(word.box.area(), area.area())) continue;
    const std::u32string text = formats::to_code_points(word.text);
    std::u32string inside;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const double middle = word.box.x + word.box.width * (static_cast<double>(i) + 0.5) /
                                             static_cast<double>(text.size());
      if (middle >= area.x && middle <= area.x + area.width) inside.push_back(text[i]);
    }
    pieces.push_back({word.box.y + word.box.height / 2, word.box.x, formats::to_utf8(inside)});
  }
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.y < b.y; });
  std::string whole;
  for (auto line = pieces.begin(); line != pieces.end();) {
    const double bottom = line->y + 12;
    const auto end =
        std::find_if(line, pieces.end(), [bottom](const Piece& p) { return p.y > bottom; });
    std::sort(line, end, [](const Piece& a, const Piece& b) { return a.x < b.x; });
    for (; line != end; ++line) whole += line->text;
  }
  return whole;
}

}  // namespace

void compare_with_layer(const Field& field, const std::vector<LayerWord>& layer, Reading& reading) {
  const std::string text = value_text(field, text_in(layer, reading.box));
  if (text.empty()) return;
  const Expected<Json> value = normalise_value(field, text);
  if (value && *value == reading.value && reading.confidence >= 0.3) {
    reading.source = Source::text_layer;
    reading.text = text;
    reading.confidence = std::max(reading.confidence, kSame);
    reading.doubts.clear();
    return;
  }
  reading.confidence = std::min(reading.confidence, kDifferent);
  reading.doubts.push_back("文字层与画面不符 the text layer says otherwise: " + text);
}

}  // namespace zhipi::ocr
