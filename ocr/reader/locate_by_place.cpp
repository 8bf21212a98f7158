#include "ocr/reader/locate_by_place.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "models/formats/date_in_text.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

// What one row of print is made of.
struct Print {
  std::size_t words = 0;  // letters and Chinese characters
  std::size_t digits = 0;
  std::size_t longest = 0;  // run of digits
  bool parted = false;      // into words
};

Print print_of(const Row& row) {
  Print print;
  std::size_t run = 0;
  for (std::size_t i = 0; i < row.glyphs.size(); ++i) {
    const Glyph& glyph = row.glyphs[i];
    print.words += is_letter(glyph.character) || is_han(glyph.character) ? 1U : 0U;
    print.digits += is_digit(glyph.character) ? 1U : 0U;
    run = is_digit(glyph.character) ? run + 1 : 0;
    print.longest = std::max(print.longest, run);
    print.parted = print.parted || (i > 0 && glyph.apart);
  }
  return print;
}

// A line that says something: not a stroke, an ornament or a number.
bool is_worded(const Row& row) {
  constexpr std::size_t kLeast = 3;
  constexpr float kRead = 50;
  const Print print = print_of(row);
  float sum = 0;
  for (const Glyph& glyph : row.glyphs) sum += glyph.confidence;
  return print.words >= kLeast && print.words >= print.digits &&
         sum >= kRead * static_cast<float>(row.glyphs.size());
}

// As words are compared: without spaces, full stops and commas, in small letters.
std::u32string plain(std::u32string text) {
  std::erase_if(text,
                [](char32_t c) { return c == U'.' || c == U',' || c == U'。' || is_space(c); });
  for (char32_t& c : text) c += c >= U'A' && c <= U'Z' ? U'a' - U'A' : 0;
  return text;
}

bool ends_so(const Row& row, const std::vector<std::string>& endings) {
  const std::u32string text = plain(text_of(row));
  return std::any_of(endings.begin(), endings.end(), [&text](const std::string& ending) {
    const std::u32string end = plain(squeezed(ending));
    return !end.empty() && text.ends_with(end);
  });
}

// A label with its value (Tel: …), a number alone, a date, an address in the network, or one of
// the field's own words.
bool is_something_else(const Field& field, const Row& row, const PlaceFinder& finder,
                       std::size_t index) {
  constexpr std::size_t kShortestLabel = 3;
  constexpr std::size_t kShortestNumber = 5;
  constexpr std::size_t kNoHouse = 7;  // digits in a row: more than a postcode has
  const std::u32string whole = text_of(row);
  const std::u32string text = plain(whole);
  const auto begins = [&text](const std::string& word) {
    const std::u32string beginning = plain(squeezed(word));
    return !beginning.empty() && text.starts_with(beginning);
  };
  if (std::any_of(field.stops_at.begin(), field.stops_at.end(), begins)) return true;
  if (finder.is_label(index)) return true;
  const std::size_t colon = whole.find_first_of(U":：");
  const auto words_before =
      std::count_if(whole.begin(), whole.begin() + static_cast<long>(std::min(colon, whole.size())),
                    [](char32_t c) { return is_letter(c) || is_han(c); });
  if (colon != std::u32string::npos && words_before >= static_cast<long>(kShortestLabel))
    return true;
  const Print print = print_of(row);
  if (print.words == 0) return true;
  if (print.digits >= kShortestNumber && print.words <= 2 && !print.parted) return true;
  if (print.longest >= kNoHouse) return true;
  if (whole.find(U'@') != std::u32string::npos || text.find(U"www") != std::u32string::npos)
    return true;
  return !formats::dates_in(whole, field.order).empty();
}

// Whether the lower row goes on with the upper one: as large, close below, in its column.
bool goes_on(const Row& upper, const Row& lower) {
  const int large = std::max(upper.box.height, lower.box.height);
  const int small = std::min(upper.box.height, lower.box.height);
  const int gap = lower.box.y - upper.box.br().y;
  const bool across =
      std::min(upper.box.br().x, lower.box.br().x) > std::max(upper.box.x, lower.box.x);
  return large * 10 <= small * 14 && gap > -small / 2 && gap * 10 <= small * 7 && across;
}

Place place_of(const std::vector<std::size_t>& rows, const Layout& layout,
               const PlaceFinder& finder) {
  Place place;
  for (const std::size_t row : rows) {
    Place part = finder.from_glyphs(row, 0, layout.rows[row].glyphs.size(), false);
    place.lines.insert(place.lines.end(), part.lines.begin(), part.lines.end());
    place.text += part.text;
  }
  place.by_place = true;
  return place;
}

// A name goes on in a line without figures that is nothing else.
bool may_be_of_name(const Field& field, const Layout& layout, const PlaceFinder& finder,
                    std::size_t row) {
  return is_worded(layout.rows[row]) && print_of(layout.rows[row]).digits == 0 &&
         !is_something_else(field, layout.rows[row], finder, row);
}

std::vector<Place> at_top(const Field& field, const Layout& layout, const PlaceFinder& finder) {
  constexpr std::size_t kTop = 8;    // rows that are looked at, specks of a logo among them
  constexpr std::size_t kLines = 2;  // of one name
  const std::size_t end = std::min(layout.rows.size(), kTop);
  std::size_t first = 0;
  while (first < end && !is_worded(layout.rows[first])) ++first;
  if (first == end) return {};
  std::vector<std::size_t> rows;
  for (std::size_t i = first; i < end && rows.empty(); ++i) {
    if (ends_so(layout.rows[i], field.ends_with)) rows.push_back(i);
  }
  if (rows.empty()) {
    rows.push_back(first);
    while (rows.size() < kLines && rows.back() + 1 < end &&
           may_be_of_name(field, layout, finder, rows.back() + 1) &&
           goes_on(layout.rows[rows.back()], layout.rows[rows.back() + 1]))
      rows.push_back(rows.back() + 1);
    return {place_of(rows, layout, finder)};
  }
  const std::size_t ending = rows.front();
  while (rows.size() < kLines && rows.front() > first &&
         may_be_of_name(field, layout, finder, rows.front() - 1) &&
         goes_on(layout.rows[rows.front() - 1], layout.rows[rows.front()]))
    rows.insert(rows.begin(), rows.front() - 1);
  Place place = place_of(rows, layout, finder);
  const auto others = std::count_if(layout.rows.begin(), layout.rows.end(),
                                    [&](const Row& row) { return ends_so(row, field.ends_with); });
  place.labelled = ending == first && others == 1;
  return {place};
}

std::vector<Place> below(const Field& field, const Layout& layout, const PlaceFinder& finder,
                         const cv::Rect& above) {
  constexpr std::size_t kMostPassed = 4;
  constexpr std::size_t kMostLines = 5;
  std::vector<std::size_t> rows;
  std::size_t passed = 0;
  int bottom = above.br().y;
  for (std::size_t i = 0; i < layout.rows.size() && rows.size() < kMostLines; ++i) {
    const Row& row = layout.rows[i];
    const int height = row.box.height;
    if (row.box.y < above.br().y - height / 2) continue;
    if (row.box.x > above.br().x + 2 * height || row.box.br().x < above.x - 2 * height) continue;
    const int gap = row.box.y - bottom;
    if (gap * 10 > height * (rows.empty() ? 30 : 9)) break;
    if (is_something_else(field, row, finder, i)) {
      if (!rows.empty() || ++passed > kMostPassed) break;
    } else {
      rows.push_back(i);
    }
    bottom = std::max(bottom, row.box.br().y);
  }
  if (field.kind == FieldKind::address) {
    const auto numbered = std::find_if(rows.begin(), rows.end(), [&layout](std::size_t row) {
      return print_of(layout.rows[row]).digits > 0;
    });
    if (numbered != rows.end()) rows.erase(rows.begin(), numbered);
  }
  if (rows.empty()) return {};
  return {place_of(rows, layout, finder)};
}

std::vector<Place> dates_anywhere(const Field& field, const Layout& layout,
                                  const PlaceFinder& finder) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < layout.rows.size(); ++i) {
    for (const formats::DateInText& date :
         formats::dates_in(text_of(layout.rows[i]), field.order)) {
      places.push_back(finder.from_glyphs(i, date.from, date.to, false));
      places.back().labelled = false;
    }
  }
  return places;
}

}  // namespace

std::vector<Place> locate_by_place(const Field& field, const Layout& layout,
                                   const PlaceFinder& finder,
                                   const std::optional<cv::Rect>& above) {
  std::vector<Place> places;
  if (field.at == Position::top) places = at_top(field, layout, finder);
  if (field.at == Position::anywhere) places = dates_anywhere(field, layout, finder);
  if (!field.below.empty() && above) places = below(field, layout, finder, *above);
  std::erase_if(places, [](const Place& place) { return place.lines.empty(); });
  return places;
}

}  // namespace zhipi::ocr
