#include "ocr/reader/locate.h"

#include <algorithm>
#include <optional>

#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

std::vector<std::string> labels_of(const Field& field) {
  if (!field.labels.empty()) return field.labels;
  if (!field.after.empty() || !field.before.empty() || field.title.empty()) return {};
  return {field.title};
}

bool may_wrap(FieldKind kind) {
  return kind == FieldKind::address || kind == FieldKind::org_name || kind == FieldKind::text;
}

int glyph_height(const Row& row) {
  std::vector<int> heights;
  for (const Glyph& glyph : row.glyphs) heights.push_back(glyph.box.height);
  std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2),
                   heights.end());
  return std::max(8, heights[heights.size() / 2]);
}

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

class Finder {
 public:
  Finder(const std::vector<Field>& fields, const Layout& layout, const Prepared& page)
      : layout_(layout), page_(page) {
    for (const Field& field : fields) {
      for (const std::string& label : labels_of(field)) {
        for (const LabelHit& hit : find_label(layout, label)) {
          if (hit.errors == 0 || hit.starts) stops_.push_back(hit);
        }
      }
    }
  }

  std::optional<Place> beside(const LabelHit& hit, bool wraps) const {
    const Row& row = layout_.rows[hit.row];
    std::size_t end = row.glyphs.size();
    for (const LabelHit& stop : stops_) {
      if (stop.row == hit.row && stop.first >= hit.last) end = std::min(end, stop.first);
    }
    end = before_gap(row, hit.last, end);
    if (hit.last < end) return from_glyphs(hit.row, hit.last, end, wraps);
    if (end < row.glyphs.size()) return std::nullopt;  // the next thing here is another label
    if (row.cell >= 0) return in_next_cell(row, wraps);
    return below(hit);
  }

  // Glyphs [first, last) of a row, and the lines under them that continue it.
  Place from_glyphs(std::size_t index, std::size_t first, std::size_t last, bool wraps) const {
    const Row& row = layout_.rows[index];
    const int height = glyph_height(row);
    cv::Rect box = row.glyphs[first].box;
    for (std::size_t i = first; i < last; ++i) box |= row.glyphs[i].box;
    if (first > 0) {
      const int left = gap_near(page_.ink, row.box, row.glyphs[first].box.x, height * 2 / 3);
      box.width += box.x - left;
      box.x = left;
    }
    if (last < row.glyphs.size()) {
      const int right = gap_near(page_.ink, row.box, row.glyphs[last].box.x, height * 2 / 3);
      box.width = std::max(1, right - box.x);
    }
    Place place;
    place.labelled = true;
    add_line(place, box, height);
    for (std::size_t i = first; i < last; ++i) place.text.push_back(row.glyphs[i].character);
    if (wraps && !place.lines.empty()) add_wrapped(place, index, height);
    return place;
  }

 private:
  // A value ends where a gap of several characters follows it.
  static std::size_t before_gap(const Row& row, std::size_t first, std::size_t end) {
    const int wide = glyph_height(row) * 3;
    for (std::size_t i = first + 1; i < end; ++i) {
      if (row.glyphs[i].box.x - row.glyphs[i - 1].box.br().x > wide) return i;
    }
    return end;
  }

  bool is_label(std::size_t row) const {
    return std::any_of(stops_.begin(), stops_.end(),
                       [row](const LabelHit& stop) { return stop.row == row && stop.starts; });
  }

  void add_line(Place& place, const cv::Rect& box, int height) const {
    const cv::Rect area = cv::Rect(box.x, box.y - height / 6, box.width, box.height + height / 3) &
                          cv::Rect({0, 0}, page_.ink.size());
    const cv::Rect close = around_ink(page_.ink, area);
    if (close.area() > 0) place.lines.push_back(close);
  }

  void add_wrapped(Place& place, std::size_t index, int height) const {
    const int cell = layout_.rows[index].cell;
    for (std::size_t i = index + 1; i < layout_.rows.size() && place.lines.size() < 5; ++i) {
      const Row& next = layout_.rows[i];
      const cv::Rect& last = place.lines.back();
      if (next.box.y < last.y + last.height / 2 || next.cell != cell) continue;
      if (next.box.y - last.br().y > height * 3 / 2) break;
      if (std::abs(next.box.x - place.lines.front().x) > height * 3 / 2 || is_label(i)) continue;
      add_line(place, next.box, height);
      place.text += text_of(next);
    }
  }

  std::optional<Place> in_next_cell(const Row& row, bool wraps) const {
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

  std::optional<Place> below(const LabelHit& hit) const {
    const Row& row = layout_.rows[hit.row];
    const int height = glyph_height(row);
    for (std::size_t i = hit.row + 1; i < layout_.rows.size(); ++i) {
      const Row& next = layout_.rows[i];
      if (next.box.y < row.box.br().y - height / 3) continue;
      if (next.box.y - row.box.br().y > height * 5 / 2) break;
      const int left = row.glyphs[hit.first].box.x;
      const int right = row.glyphs[hit.last - 1].box.br().x;
      if (next.box.br().x < left || next.box.x > right + height || is_label(i)) continue;
      return from_glyphs(i, 0, next.glyphs.size(), false);
    }
    return std::nullopt;
  }

  const Layout& layout_;
  const Prepared& page_;
  std::vector<LabelHit> stops_;
};

// The whole page as running text, each character with its row and place in it.
struct Running {
  std::u32string text;
  std::vector<std::pair<std::size_t, std::size_t>> at;
};

Running running_text(const Layout& layout) {
  Running running;
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    for (std::size_t g = 0; g < layout.rows[r].glyphs.size(); ++g) {
      running.text.push_back(layout.rows[r].glyphs[g].character);
      running.at.emplace_back(r, g);
    }
  }
  return running;
}

// A value inside running text, between the field's `after` and `before`.
std::vector<Place> between(const Field& field, const Layout& layout, const Finder& finder) {
  constexpr std::size_t kLongest = 80;
  std::vector<Place> places;
  const Running running = running_text(layout);
  const std::u32string after = squeezed(field.after);
  const std::u32string before = squeezed(field.before);
  std::size_t from = 0;
  if (after.empty()) return places;
  while ((from = running.text.find(after, from)) != std::u32string::npos) {
    from += after.size();
    std::size_t to = before.empty() ? std::u32string::npos : running.text.find(before, from);
    if (to == std::u32string::npos) {
      if (!before.empty() || from >= running.at.size()) continue;
      to = from;
      while (to < running.at.size() && running.at[to].first == running.at[from].first) ++to;
    }
    if (to == from || to - from > kLongest) continue;
    Place place;
    for (std::size_t i = from; i < to;) {
      std::size_t end = i;
      while (end < to && running.at[end].first == running.at[i].first) ++end;
      const Place part = finder.from_glyphs(running.at[i].first, running.at[i].second,
                                            running.at[end - 1].second + 1, false);
      place.lines.insert(place.lines.end(), part.lines.begin(), part.lines.end());
      place.text += part.text;
      i = end;
    }
    place.labelled = true;
    if (!place.lines.empty()) places.push_back(std::move(place));
  }
  return places;
}

}  // namespace

cv::Rect around_ink(const cv::Mat& ink, const cv::Rect& area) {
  const cv::Rect inside = area & cv::Rect({0, 0}, ink.size());
  if (inside.area() == 0) return {};
  const cv::Mat part = ink(inside);
  if (cv::countNonZero(part) < 12) return {};
  cv::Mat columns;
  cv::Mat rows;
  cv::reduce(part, columns, 0, cv::REDUCE_SUM, CV_32S);
  cv::reduce(part, rows, 1, cv::REDUCE_SUM, CV_32S);
  constexpr int kSpeck = 255;  // one pixel in a column or row is dust
  const auto span = [](const cv::Mat& sums) {
    int first = -1;
    int last = -1;
    for (int i = 0; i < static_cast<int>(sums.total()); ++i) {
      if (sums.at<int>(i) <= kSpeck) continue;
      if (first < 0) first = i;
      last = i;
    }
    return std::pair(first, last);
  };
  const auto [left, right] = span(columns);
  const auto [top, bottom] = span(rows);
  if (left < 0 || top < 0) return {};
  return {inside.x + left, inside.y + top, right - left + 1, bottom - top + 1};
}

std::vector<Place> locate(const Field& field, const std::vector<Field>& fields,
                          const Layout& layout, const Prepared& page) {
  const Finder finder(fields, layout, page);
  std::vector<Place> places;
  for (const std::string& label : labels_of(field)) {
    for (const LabelHit& hit : find_label(layout, label)) {
      if (auto place = finder.beside(hit, may_wrap(field.kind)))
        places.push_back(std::move(*place));
      if (places.size() >= 4) return places;
    }
  }
  if (field.labels.empty()) return between(field, layout, finder);
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
