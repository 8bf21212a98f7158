#include "ocr/reader/place_finder.h"

#include <algorithm>

#include "ocr/reader/rows.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

// Recognised characters have uncertain edges; printed ones have paper between them. The widest
// gap near `x` is where one ends and the other begins.
int gap_near(const cv::Mat& ink, const cv::Rect& row, int x, int reach) {
  const int from = std::max(row.x, x - reach);
  const int to = std::min(row.br().x, x + reach);
  int best = x;
  int widest = 0;
  int begin = from;
  for (int at = from; at <= to; ++at) {
    const bool paper = at < to && cv::countNonZero(ink(cv::Rect(at, row.y, 1, row.height))) == 0;
    if (paper) continue;
    if (at - begin > widest) {
      widest = at - begin;
      best = begin + (at - begin) / 2;
    }
    begin = at + 1;
  }
  return best;
}

// In how many rows of pixels both stand; negative where one is above the other.
int shared_height(const cv::Rect& one, const cv::Rect& other) {
  return std::min(one.br().y, other.br().y) - std::max(one.y, other.y);
}

}  // namespace

std::vector<std::string> labels_of(const Field& field) {
  if (!field.labels.empty() || has_place(field)) return field.labels;
  if (!field.after.empty() || !field.before.empty() || field.title.empty()) return {};
  return {field.title};
}

int glyph_height(const Row& row) {
  std::vector<int> heights;
  for (const Glyph& glyph : row.glyphs) heights.push_back(glyph.box.height);
  std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2),
                   heights.end());
  return std::max(8, heights[heights.size() / 2]);
}

PlaceFinder::PlaceFinder(const std::vector<Field>& fields, const Layout& layout,
                         const Prepared& page)
    : layout_(layout), page_(page) {
  for (const Field& field : fields) {
    for (const std::string& label : labels_of(field)) {
      for (const LabelHit& hit : find_label(layout, label)) {
        if (hit.errors == 0 || hit.starts) stops_.push_back(hit);
      }
    }
  }
}

std::optional<Place> PlaceFinder::beside(const LabelHit& hit, bool wraps) const {
  const Row& row = layout_.rows[hit.row];
  if (is_inside_other(hit)) return std::nullopt;
  if (hit.goes_on) return in_next_cell(row, wraps);
  std::size_t end = row.glyphs.size();
  for (const LabelHit& stop : stops_) {
    if (stop.row == hit.row && stop.first >= hit.last) end = std::min(end, stop.first);
  }
  end = before_gap(row, hit.last, end);
  if (hit.last < end) {
    Place place = from_glyphs(hit.row, hit.last, end, wraps, hit.first);
    // A line of running text may begin with the word, too.
    const bool is_text = place.text.find_first_of(U",，。") != std::u32string::npos;
    place.in_sentence = runs_on(row, hit) && (!hit.starts || is_text);
    return place;
  }
  if (end < row.glyphs.size()) return std::nullopt;  // the next thing here is another label
  if (row.cell >= 0) return in_next_cell(row, wraps);
  if (const auto right = next_at_height(hit.row)) {
    return from_glyphs(
        *right, 0, before_gap(layout_.rows[*right], 0, layout_.rows[*right].glyphs.size()), wraps);
  }
  return below(hit);
}

std::vector<Place> PlaceFinder::long_numbers() const {
  constexpr std::size_t kLeast = 13;
  std::vector<Place> places;
  for (std::size_t r = 0; r < layout_.rows.size(); ++r) {
    const auto [first, last] = longest_number(layout_.rows[r]);
    if (last - first < kLeast) continue;
    places.push_back(from_glyphs(r, first, last, false));
    places.back().labelled = false;
  }
  return places;
}

Place PlaceFinder::from_glyphs(std::size_t index, std::size_t first, std::size_t last, bool wraps,
                               std::size_t label) const {
  const Row& row = layout_.rows[index];
  const int height = glyph_height(row);
  cv::Rect box = row.glyphs[first].box;
  for (std::size_t i = first; i < last; ++i) box |= row.glyphs[i].box;
  // Never as far as a whole character, or its digit is cut off.
  const auto reach = [&row, height](std::size_t i) {
    const int narrow = std::min(row.glyphs[i - 1].box.width, row.glyphs[i].box.width);
    return std::clamp(narrow * 2 / 3, height / 6, height * 2 / 3);
  };
  if (first > 0) {
    const int left = gap_near(page_.ink, row.box, row.glyphs[first].box.x, reach(first));
    box.width += box.x - left;
    box.x = left;
  }
  if (last < row.glyphs.size()) {
    const int right = gap_near(page_.ink, row.box, row.glyphs[last].box.x, reach(last));
    box.width = std::max(1, right - box.x);
  }
  Place place;
  place.labelled = true;
  add_line(place, box, height);
  for (std::size_t i = first; i < last; ++i) place.text.push_back(row.glyphs[i].character);
  // Where a label stands before the value, its column begins with that; another column may stand
  // before it in the same row.
  const int from = first > 0 ? row.glyphs[label].box.x - height : 0;
  if (wraps && !place.lines.empty()) {
    add_wrapped(place, index, height, from);
    place.may_go_on = place.may_go_on || may_begin_above(place, index, height, from) ||
                      has_print_behind(place, row.cell);
  }
  return place;
}

std::size_t PlaceFinder::before_gap(const Row& row, std::size_t first, std::size_t end) {
  const int wide = glyph_height(row) * 3;
  for (std::size_t i = first + 1; i < end; ++i) {
    if (row.glyphs[i].box.x - row.glyphs[i - 1].box.br().x > wide) return i;
  }
  return end;
}

bool PlaceFinder::is_inside_other(const LabelHit& hit) const {
  return std::any_of(stops_.begin(), stops_.end(), [&hit](const LabelHit& stop) {
    return stop.row == hit.row && stop.first <= hit.first && stop.last >= hit.last &&
           stop.last - stop.first > hit.last - hit.first + 1;
  });
}

std::pair<std::size_t, std::size_t> PlaceFinder::longest_number(const Row& row) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= row.glyphs.size(); ++i) {
    const bool in = i < row.glyphs.size() &&
                    (is_digit(row.glyphs[i].character) || (row.glyphs[i].character | 32) == U'x');
    if (in) continue;
    if (i - begin > best.second - best.first) best = {begin, i};
    begin = i + 1;
  }
  return best;
}

std::optional<std::size_t> PlaceFinder::next_at_height(std::size_t index) const {
  const Row& row = layout_.rows[index];
  const int middle = row.box.y + row.box.height / 2;
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
    const Row& other = layout_.rows[i];
    const int gap = other.box.x - row.box.br().x;
    if (gap < 0 || gap > row.box.height * 12 || is_label(i)) continue;
    // The cells of the labels may be lost, and those of the values not.
    if (row.cell >= 0 && other.cell != row.cell) continue;
    if (middle < other.box.y || middle > other.box.br().y) continue;
    if (!best || other.box.x < layout_.rows[*best].box.x) best = i;
  }
  return best;
}

std::vector<std::size_t> PlaceFinder::left_neighbours(std::size_t index, int from) const {
  const Row& row = layout_.rows[index];
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
    const Row& other = layout_.rows[i];
    const int shared = shared_height(other.box, row.box);
    if (other.cell == row.cell && other.box.br().x <= row.box.x && other.box.x >= from &&
        shared * 3 > std::min(other.box.height, row.box.height) && other.glyphs.size() > 1)
      rows.push_back(i);
  }
  return rows;
}

bool PlaceFinder::leads_to_value(std::size_t row) const {
  return is_colon(layout_.rows[row].glyphs.back().character) ||
         std::any_of(stops_.begin(), stops_.end(),
                     [row](const LabelHit& stop) { return stop.row == row; });
}

bool PlaceFinder::is_label(std::size_t row) const {
  return std::any_of(stops_.begin(), stops_.end(),
                     [row](const LabelHit& stop) { return stop.row == row && stop.starts; });
}

void PlaceFinder::add_line(Place& place, const cv::Rect& box, int height) const {
  const cv::Rect area = cv::Rect(box.x, box.y - height / 6, box.width, box.height + height / 3) &
                        cv::Rect({0, 0}, page_.ink.size());
  const cv::Rect close = around_ink(page_.ink, area);
  if (close.area() > 0) place.lines.push_back(close);
}

bool PlaceFinder::may_begin_above(const Place& place, std::size_t index, int height,
                                  int from) const {
  const cv::Rect& first = place.lines.front();
  for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
    const Row& above = layout_.rows[i];
    if (i == index || above.cell != layout_.rows[index].cell || above.glyphs.size() < 2) continue;
    const int gap = first.y - above.box.br().y;
    if (above.box.y + height / 2 < first.y && std::abs(gap) < height / 2 &&
        std::abs(above.box.x - first.x) < height * 3 / 2 && !is_label(i) &&
        left_neighbours(i, from).empty())
      return true;
  }
  return false;
}

bool PlaceFinder::has_print_behind(const Place& place, int cell) const {
  for (const cv::Rect& line : place.lines) {
    for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
      const Row& row = layout_.rows[i];
      const int shared = shared_height(row.box, line);
      const int gap = row.box.x - line.br().x;
      if (row.cell == cell && shared * 2 > line.height && row.box.height < 2 * line.height &&
          gap > -line.height / 2 && gap < 2 * line.height && !is_label(i))
        return true;
    }
  }
  return false;
}

std::size_t PlaceFinder::before_label(std::size_t index, std::size_t first) const {
  std::size_t end = layout_.rows[index].glyphs.size();
  for (const LabelHit& stop : stops_) {
    if (stop.row == index && stop.first > first && stop.errors == 0)
      end = std::min(end, stop.first);
  }
  return end;
}

std::size_t PlaceFinder::column_in(const Row& row, const cv::Rect& line, int height) {
  constexpr std::size_t kStray = 2;
  constexpr float kSure = 60;
  if (std::abs(row.box.x - line.x) <= height * 3 / 2) return 0;
  std::size_t first = 0;
  const auto before = [&line](const Glyph& glyph) {
    return glyph.box.x + glyph.box.width / 2 < line.x;
  };
  while (first < row.glyphs.size() && before(row.glyphs[first])) ++first;
  const bool stray = std::none_of(
      row.glyphs.begin(), row.glyphs.begin() + static_cast<std::ptrdiff_t>(first),
      [](const Glyph& glyph) { return is_han(glyph.character) && glyph.confidence > kSure; });
  const bool of_column = stray && first > 0 && first <= kStray && row.glyphs.size() > 2 * first;
  return of_column ? first : row.glyphs.size();
}

void PlaceFinder::add_wrapped(Place& place, std::size_t index, int height, int from) const {
  constexpr std::size_t kMostLines = 16;
  const int cell = layout_.rows[index].cell;
  for (std::size_t i = index + 1; i < layout_.rows.size(); ++i) {
    const Row& next = layout_.rows[i];
    const cv::Rect& last = place.lines.back();
    if (next.box.y < last.y + last.height / 2 || next.cell != cell) continue;
    if (next.box.y - last.br().y > height * 3 / 2) break;
    const std::size_t first = column_in(next, place.lines.front(), height);
    if (first == next.glyphs.size() || is_label(i)) continue;
    const std::vector<std::size_t> left = left_neighbours(i, from);
    if (!left.empty()) {
      place.may_go_on = std::none_of(left.begin(), left.end(),
                                     [this](std::size_t row) { return leads_to_value(row); });
      break;
    }
    // Stray marks of a pattern stand before the column, or a label that is not known.
    place.may_go_on = place.may_go_on || first > 0 || place.lines.size() == kMostLines;
    if (place.lines.size() == kMostLines) break;
    const std::size_t end = before_label(i, first);
    cv::Rect box = next.glyphs[first].box;
    for (std::size_t at = first; at < end; ++at) box |= next.glyphs[at].box;
    const bool whole = first == 0 && end == next.glyphs.size();
    add_line(place, whole ? next.box : box, height);
    place.text += text_of(next).substr(first, end - first);
  }
}

std::optional<Place> PlaceFinder::in_next_cell(const Row& row, bool wraps) const {
  const cv::Rect& cell = layout_.cells[static_cast<std::size_t>(row.cell)];
  int best = -1;
  for (std::size_t i = 0; i < layout_.cells.size(); ++i) {
    const cv::Rect& other = layout_.cells[i];
    const int middle = row.box.y + row.box.height / 2;
    if (other.x < cell.br().x - 4 || middle < other.y || middle > other.br().y) continue;
    if (best < 0 || other.x < layout_.cells[static_cast<std::size_t>(best)].x)
      best = static_cast<int>(i);
  }
  if (best < 0 || layout_.cells[static_cast<std::size_t>(best)].x - cell.br().x > 60)
    return std::nullopt;
  if (auto squares = in_squares(static_cast<std::size_t>(best))) return squares;
  Place place;
  place.labelled = true;
  for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
    const Row& value = layout_.rows[i];
    if (value.cell != best) continue;
    if (is_label(i)) return std::nullopt;  // an empty value, then the next label
    if (!wraps && !place.lines.empty()) break;
    add_line(place, value.box, glyph_height(value));
    place.text += text_of(value);
  }
  if (place.lines.empty()) return std::nullopt;
  return place;
}

std::optional<Place> PlaceFinder::in_squares(std::size_t first) const {
  constexpr int kLeast = 4;
  const cv::Rect& begin = layout_.cells[first];
  if (begin.width > begin.height * 3 / 2) return std::nullopt;
  cv::Rect all = begin;
  int count = 1;
  for (bool grown = true; grown;) {
    grown = false;
    for (const cv::Rect& cell : layout_.cells) {
      const bool next = cell.x >= all.br().x - 4 && cell.x - all.br().x < begin.width / 2 &&
                        std::abs(cell.y - begin.y) < begin.height / 4 &&
                        std::abs(cell.width - begin.width) < begin.width / 2;
      if (!next) continue;
      all |= cell;
      ++count;
      grown = true;
    }
  }
  if (count < kLeast) return std::nullopt;
  Place place;
  place.labelled = true;
  const cv::Rect written = around_ink(page_.ink, all);
  if (written.area() == 0) return std::nullopt;
  place.lines.push_back(written);
  for (const Row& row : layout_.rows) {
    if ((row.box & written).area() > 0) place.text += text_of(row);
  }
  return place;
}

std::optional<Place> PlaceFinder::below(const LabelHit& hit) const {
  const Row& row = layout_.rows[hit.row];
  const int height = glyph_height(row);
  for (std::size_t i = hit.row + 1; i < layout_.rows.size(); ++i) {
    const Row& next = layout_.rows[i];
    if (next.box.y < row.box.br().y - height / 3) continue;
    if (next.box.y - row.box.br().y > height * 5 / 2) break;
    const int left = row.glyphs[hit.first].box.x;
    const int right = row.glyphs[hit.last - 1].box.br().x;
    if (next.box.br().x < left || next.box.x > right + height || is_label(i)) continue;
    Place place = from_glyphs(i, 0, next.glyphs.size(), false);
    place.below = true;
    return place;
  }
  return std::nullopt;
}

std::optional<Place> PlaceFinder::continued(const Place& place) const {
  const cv::Rect& last = place.lines.back();
  for (const Row& row : layout_.rows) {
    const int height = glyph_height(row);
    const bool ends_it = std::abs(row.box.br().x - last.br().x) < height &&
                         (row.box & last).area() * 2 > last.area();
    if (!ends_it) continue;
    for (std::size_t i = 0; i < layout_.rows.size(); ++i) {
      const Row& next = layout_.rows[i];
      const int step = next.box.y - row.box.y;
      const bool follows = next.cell == row.cell && step > height / 2 && step < 3 * height &&
                           next.box.x < last.x && std::abs(next.box.x - row.box.x) < 4 * height;
      if (!follows || is_label(i)) continue;
      Place longer = place;
      add_line(longer, next.box, height);
      longer.text += text_of(next);
      return longer;
    }
  }
  return std::nullopt;
}

}  // namespace zhipi::ocr
