#include "ocr/reader/layout.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "ocr/reader/rows.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

// What is recognised in one go: words, and characters that stand apart (姓　名) together.
std::vector<cv::Rect> chunks(const InkRow& row) {
  std::vector<cv::Rect> whole;
  bool apart = false;
  for (const cv::Rect& part : row.parts) {
    const bool single = part.width * 10 <= row.box.height * 14;
    if (single && apart && !whole.empty()) {
      whole.back() |= part;
    } else {
      whole.push_back(part);
    }
    apart = single;
  }
  return whole;
}

int errors_allowed(std::size_t size) {
  return size >= 6 ? 2 : size >= 4 ? 1 : 0;
}

}  // namespace

namespace {

// The characters of a chunk as glyphs, each as high as the chunk.
void add_glyphs(Row& row, const cv::Rect& chunk, const LineReading& reading) {
  // What stands there but is not recognised is still a value's place.
  if (reading.characters.empty()) row.glyphs.push_back({U'\uFFFD', chunk, 0});
  const std::size_t first = row.glyphs.size();
  for (const ReadCharacter& one : reading.characters) {
    const cv::Rect box = cv::Rect(one.from, chunk.y, one.to - one.from, chunk.height) & chunk;
    if (box.area() == 0) continue;
    row.glyphs.push_back({formats::fold_width(one.character), box,
                          100 * static_cast<float>(one.probability), one.apart});
  }
  if (first > 0 && first < row.glyphs.size()) row.glyphs[first].apart = true;
}

}  // namespace

Layout lay_out(const Prepared& page, LineReader& lines, std::size_t most) {
  Layout layout{{}, page.cells};
  const std::vector<InkRow> found = find_rows(page.ink, page.cells);
  const std::size_t step = found.size() / most + 1;
  std::vector<LineRequest> requests;
  std::vector<std::size_t> row_of;
  for (std::size_t i = 0; i < found.size(); i += step) {
    layout.rows.push_back({{}, found[i].box, found[i].cell});
    for (const cv::Rect& chunk : chunks(found[i])) {
      requests.push_back({page.text, chunk, nullptr});
      row_of.push_back(layout.rows.size() - 1);
    }
  }
  const std::vector<LineReading> read = lines.read(requests);
  for (std::size_t i = 0; i < read.size(); ++i) {
    add_glyphs(layout.rows[row_of[i]], requests[i].line, read[i]);
    layout.lines.push_back({requests[i].line, read[i]});
  }
  std::erase_if(layout.rows, [](const Row& row) { return row.glyphs.empty(); });
  return layout;
}

const LineReading* seen_there(const Layout& layout, const cv::Rect& line) {
  constexpr int kApart = 2;
  const auto near = [](int a, int b) { return std::abs(a - b) <= kApart; };
  for (const SeenLine& seen : layout.lines) {
    const cv::Rect& other = seen.line;
    if (near(other.x, line.x) && near(other.y, line.y) && near(other.br().x, line.br().x) &&
        near(other.br().y, line.br().y))
      return &seen.reading;
  }
  return nullptr;
}

std::u32string text_of(const Row& row) {
  std::u32string text;
  for (const Glyph& glyph : row.glyphs) text.push_back(glyph.character);
  return text;
}

namespace {

// Han characters right before a label make it part of a longer word, and letters do that are not
// parted from it: SUBTOTAL is not Total.
bool runs_on(const Row& row, std::size_t first) {
  if (first == 0) return false;
  const Glyph& before = row.glyphs[first - 1];
  const Glyph& begin = row.glyphs[first];
  const int gap = begin.box.x - before.box.br().x;
  if (is_letter(before.character) && is_letter(begin.character)) return !begin.apart;
  // A ticking box before the label is recognised as one of these.
  constexpr std::u32string_view kBoxes = U"口囗回日曰田因区困四";
  if (kBoxes.find(before.character) != std::u32string_view::npos) return false;
  return is_han(before.character) && gap * 2 < begin.box.height;
}

// Whether so many characters of these glyphs may have been misread: what was read with certainty is
// there, and 乙方 is not 甲方.
bool may_be_misread(const Row& row, std::size_t first, std::size_t last, int errors) {
  constexpr float kCertain = 95;
  const auto begin = row.glyphs.begin();
  const auto uncertain =
      std::count_if(begin + static_cast<long>(first), begin + static_cast<long>(last),
                    [](const Glyph& glyph) { return glyph.confidence < kCertain; });
  return errors <= uncertain;
}

// A label of two or three characters with one misread must at least stand alone.
bool stands_alone(const Row& row, std::size_t first, std::size_t last) {
  if (first != 0) return false;
  if (last == row.glyphs.size()) return row.cell >= 0;
  const Glyph& end = row.glyphs[last - 1];
  const int gap = row.glyphs[last].box.x - end.box.br().x;
  return is_colon(row.glyphs[last].character) || gap * 2 > row.box.height;
}

// The last row of a longer label in its cell (代办人公民 / 身份号码) is not a label of its own.
bool ends_longer_label(const Layout& layout, const LabelHit& hit) {
  const Row& row = layout.rows[hit.row];
  if (row.cell < 0 || hit.first != 0 || hit.last != row.glyphs.size()) return false;
  for (std::size_t i = 0; i < hit.row; ++i) {
    const Row& above = layout.rows[i];
    const int gap = row.box.y - above.box.br().y;
    if (above.cell == row.cell && gap < row.box.height) return true;
  }
  return false;
}

void find_in_row(const Layout& layout, std::size_t r, std::u32string_view wanted,
                 std::vector<LabelHit>& hits) {
  const Row& row = layout.rows[r];
  const std::u32string text = small(text_of(row));
  const int allowed = errors_allowed(wanted.size());
  const std::size_t slack = wanted.size() >= 4 ? 1 : 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    LabelHit best{r, at, 0, false, allowed + 2, at == 0};
    // The label's own length first: of two windows with as many errors the true one wins.
    for (const std::size_t size : {wanted.size(), wanted.size() + slack, wanted.size() - slack}) {
      if (at + size > text.size()) continue;
      const int errors = distance(std::u32string_view(text).substr(at, size), wanted);
      const bool short_one =
          wanted.size() < 4 && errors == 1 && wanted.size() > 1 && stands_alone(row, at, at + size);
      const bool near = errors <= allowed || short_one;
      if (near && errors < best.errors && may_be_misread(row, at, at + size, errors)) {
        best.errors = errors;
        best.last = at + size;
      }
    }
    if (best.last == 0 || runs_on(row, at) || ends_longer_label(layout, best)) continue;
    if (best.last < text.size() && is_colon(text[best.last])) ++best.last;
    hits.push_back(best);
  }
}

// A label broken into several rows of its cell.
void find_in_cell(const Layout& layout, int cell, std::u32string_view wanted,
                  std::vector<LabelHit>& hits) {
  std::u32string text;
  std::size_t first = layout.rows.size();
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    if (layout.rows[r].cell != cell) continue;
    first = std::min(first, r);
    text += small(text_of(layout.rows[r]));
  }
  if (first == layout.rows.size() || text.size() > wanted.size() + 2) return;
  if (layout.rows[first].glyphs.size() == text.size()) return;  // in one row: found there
  const int errors = distance(text, wanted);
  if (errors > errors_allowed(wanted.size())) return;
  hits.push_back({first, 0, layout.rows[first].glyphs.size(), true, errors, true});
}

// 名　　　称福建某某公司: a label of two characters spread so wide that its first stands in a row
// of its own.
void find_spread(const Layout& layout, std::size_t r, std::u32string_view wanted,
                 std::vector<LabelHit>& hits) {
  constexpr int kWidest = 8;  // characters between the two
  const Row& row = layout.rows[r];
  if (wanted.size() != 2 || row.glyphs.size() != 1 || row.glyphs[0].character != wanted[0]) return;
  const int middle = row.box.y + row.box.height / 2;
  const Row* next = nullptr;
  for (const Row& other : layout.rows) {
    const int gap = other.box.x - row.box.br().x;
    const bool beside = other.cell == row.cell && gap > 0 && gap < kWidest * row.box.height &&
                        middle > other.box.y && middle < other.box.br().y;
    if (beside && (next == nullptr || other.box.x < next->box.x)) next = &other;
  }
  if (next == nullptr || next->glyphs.front().character != wanted[1]) return;
  const std::size_t last =
      next->glyphs.size() > 1 && is_colon(next->glyphs[1].character) ? std::size_t{2} : 1;
  hits.push_back({static_cast<std::size_t>(next - layout.rows.data()), 0, last, false, 0, true});
}

// The same print read in two rows, of which one is a piece of noise around it: the row that goes on
// behind it is the true one.
void forget_twice_read(const Layout& layout, std::vector<LabelHit>& hits) {
  std::vector<LabelHit> once;
  for (const LabelHit& hit : hits) {
    const cv::Rect box = box_of(layout, hit);
    const bool again = std::any_of(hits.begin(), hits.end(), [&](const LabelHit& other) {
      const cv::Rect there = box_of(layout, other);
      return other.row != hit.row &&
             (box & there).area() * 2 > std::min(box.area(), there.area()) &&
             layout.rows[other.row].box.br().x > layout.rows[hit.row].box.br().x;
    });
    if (!again) once.push_back(hit);
  }
  hits = std::move(once);
}

}  // namespace

cv::Rect box_of(const Layout& layout, const LabelHit& hit) {
  const Row& row = layout.rows[hit.row];
  return row.glyphs[hit.first].box | row.glyphs[hit.last - 1].box;
}

std::vector<LabelHit> find_label(const Layout& layout, std::string_view label) {
  std::u32string wanted = small(squeezed(label));
  while (!wanted.empty() && is_colon(wanted.back())) wanted.pop_back();
  std::vector<LabelHit> hits;
  if (wanted.empty()) return hits;
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    find_in_row(layout, r, wanted, hits);
    find_spread(layout, r, wanted, hits);
  }
  for (std::size_t c = 0; c < layout.cells.size(); ++c) {
    find_in_cell(layout, static_cast<int>(c), wanted, hits);
  }
  if (hits.size() > 1) forget_twice_read(layout, hits);
  std::stable_sort(hits.begin(), hits.end(), [](const LabelHit& a, const LabelHit& b) {
    return std::tuple(a.errors, !a.starts) < std::tuple(b.errors, !b.starts);
  });
  return hits;
}

bool runs_on(const Row& row, const LabelHit& hit) {
  if (hit.last >= row.glyphs.size()) return false;
  const Glyph& end = row.glyphs[hit.last - 1];
  const Glyph& next = row.glyphs[hit.last];
  constexpr std::u32string_view kMarks = U"、,，。";
  const bool in_text = is_han(next.character) || kMarks.find(next.character) != kMarks.npos;
  return !is_colon(end.character) && in_text && (next.box.x - end.box.br().x) * 2 < row.box.height;
}

bool bears(const Layout& layout, std::string_view label) {
  const std::vector<LabelHit> hits = find_label(layout, label);
  return !hits.empty() && hits.front().errors == 0;  // the best comes first
}

}  // namespace zhipi::ocr
