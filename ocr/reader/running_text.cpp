#include "ocr/reader/running_text.h"

#include <string>
#include <utility>

#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

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

// Where the words stand; of three or more one character may be misread (效证明 for 兹证明).
std::size_t find_near(const std::u32string& text, const std::u32string& words, std::size_t from) {
  const std::size_t exact = text.find(words, from);
  if (exact != std::u32string::npos || words.size() < 3) return exact;
  for (std::size_t at = from; at + words.size() <= text.size(); ++at) {
    if (distance(std::u32string_view(text).substr(at, words.size()), words) <= 1) return at;
  }
  return std::u32string::npos;
}

bool is_number(FieldKind kind) {
  return kind == FieldKind::decimal || kind == FieldKind::integer || kind == FieldKind::percent;
}

// Where a number that begins here ends: at its last digit.
std::size_t end_of_number(const std::u32string& text, std::size_t from) {
  std::size_t to = from;
  while (to < text.size() && (is_digit(text[to]) || text[to] == U'.' || text[to] == U',')) ++to;
  while (to > from && !is_digit(text[to - 1])) --to;
  return to;
}

}  // namespace

std::vector<Place> between(const Field& field, std::string_view words_before,
                           std::string_view words_after, const Layout& layout,
                           const PlaceFinder& finder) {
  constexpr std::size_t kLongest = 80;
  std::vector<Place> places;
  const Running running = running_text(layout);
  const std::u32string after = squeezed(words_before);
  const std::u32string before = squeezed(words_after);
  std::size_t from = 0;
  if (after.empty()) return places;
  while ((from = find_near(running.text, after, from)) != std::u32string::npos) {
    from += after.size();
    std::size_t to = before.empty() ? std::u32string::npos : running.text.find(before, from);
    if (field.kind == FieldKind::person_name) {
      to = from;
      while (to < running.text.size() && (is_han(running.text[to]) || running.text[to] == U'·'))
        ++to;
    }
    // 建筑面积73平方米: of a number no unit must be known.
    if (is_number(field.kind) && (to == std::u32string::npos || to - from > kLongest))
      to = end_of_number(running.text, from);
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

}  // namespace zhipi::ocr
