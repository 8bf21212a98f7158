#include "ocr/reader/locate_on_card.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "models/formats/bank_account.h"
#include "models/formats/text.h"
#include "ocr/reader/rows.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

// Glyphs [first, last) of a row.
struct Span {
  std::size_t row = 0;
  std::size_t first = 0;
  std::size_t last = 0;
};

std::string text_of(const Layout& layout, const Span& span) {
  const Row& row = layout.rows[span.row];
  std::string text;
  for (std::size_t i = span.first; i < span.last; ++i)
    formats::append_utf8(text, row.glyphs[i].character);
  return text;
}

Place place_of(const Layout& layout, const Prepared& page, const Span& span) {
  const Row& row = layout.rows[span.row];
  Place place;
  cv::Rect box = row.glyphs[span.first].box;
  for (std::size_t i = span.first; i < span.last; ++i) {
    box |= row.glyphs[i].box;
    place.text.push_back(row.glyphs[i].character);
  }
  const int reach = box.height / 6;
  const cv::Rect close = around_ink(
      page.ink, {box.x - reach, box.y - reach, box.width + 2 * reach, box.height + 2 * reach});
  if (close.area() > 0) place.lines.push_back(close);
  return place;
}

// The row without what was not recognised far from its ends: the edge of the card, an ornament.
// Nearer by than the groups of a number stand apart it may be a digit.
Span recognised(const Layout& layout, std::size_t r) {
  constexpr char32_t kUnread = U'\uFFFD';
  const std::vector<Glyph>& glyphs = layout.rows[r].glyphs;
  const auto far = [](const Glyph& left, const Glyph& right) {
    return left.box.br().x + std::min(left.box.height, right.box.height) * 6 / 5 < right.box.x;
  };
  Span span{r, 0, glyphs.size()};
  while (span.last > 1 && glyphs[span.last - 1].character == kUnread &&
         far(glyphs[span.last - 2], glyphs[span.last - 1]))
    --span.last;
  while (span.first + 1 < span.last && glyphs[span.first].character == kUnread &&
         far(glyphs[span.first], glyphs[span.first + 1]))
    ++span.first;
  return span;
}

bool all_digits(const Row& row, const Span& span) {
  return std::all_of(row.glyphs.begin() + static_cast<long>(span.first),
                     row.glyphs.begin() + static_cast<long>(span.last),
                     [](const Glyph& glyph) { return is_digit(glyph.character); });
}

// A card's number stands alone in its row, in no table. Eighteen digits are rather an identity
// number, perhaps misread.
std::vector<Span> card_numbers(const Layout& layout) {
  constexpr std::size_t kLeast = 16;
  constexpr std::size_t kMost = 19;
  constexpr std::size_t kIdentity = 18;
  std::vector<Span> spans;
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    const Row& row = layout.rows[r];
    const Span span = recognised(layout, r);
    const std::size_t size = span.last - span.first;
    if (row.cell >= 0 || size < kLeast || size > kMost || !all_digits(row, span)) continue;
    const std::string number = text_of(layout, span);
    if (size != kIdentity || formats::is_union_pay_card(number)) spans.push_back(span);
  }
  // The check digit tells which of several is the card's; it never changes a digit.
  std::stable_partition(spans.begin(), spans.end(), [&layout](const Span& span) {
    return formats::valid_luhn(text_of(layout, span));
  });
  return spans;
}

bool is_above(const Row& row, const Row& other) {
  return row.box.br().y < other.box.y + other.box.height / 2;
}

std::vector<Span> bank_names(const Layout& layout, const Row& number) {
  std::vector<Span> spans;
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    const Row& row = layout.rows[r];
    const std::u32string text = zhipi::ocr::text_of(row);
    if (is_above(row, number) && text.find(U"银行") != std::u32string::npos && text.size() > 3)
      spans.push_back({r, 0, row.glyphs.size()});
  }
  return spans;
}

// Two to four Chinese characters under the number, in line with where it begins.
std::vector<Span> holders(const Layout& layout, const Row& number) {
  std::vector<Span> spans;
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    const Row& row = layout.rows[r];
    const bool in_line = std::abs(row.box.x - number.box.x) < number.box.width / 6;
    if (!in_line || !is_above(number, row)) continue;
    std::size_t end = 0;
    while (end < row.glyphs.size() && is_han(row.glyphs[end].character)) ++end;
    if (end >= 2 && end <= 4 && end == row.glyphs.size()) spans.push_back({r, 0, end});
  }
  return spans;
}

bool is_month(const std::u32string& text, std::size_t at) {
  constexpr std::u32string_view kForm = U"00/00";
  if (at + kForm.size() > text.size()) return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool fits = kForm[i] == U'/' ? text[at + i] == U'/' : is_digit(text[at + i]);
    if (!fits) return false;
  }
  return true;
}

// MM/YY alone in its row, or at its end.
std::vector<Span> months(const Layout& layout) {
  constexpr std::size_t kSize = 5;
  std::vector<Span> spans;
  for (std::size_t r = 0; r < layout.rows.size(); ++r) {
    const std::u32string text = zhipi::ocr::text_of(layout.rows[r]);
    if (text.size() >= kSize && is_month(text, text.size() - kSize))
      spans.push_back({r, text.size() - kSize, text.size()});
  }
  return spans;
}

bool has_one_account(const std::vector<Field>& fields) {
  return std::count_if(fields.begin(), fields.end(), [](const Field& field) {
           return field.kind == FieldKind::bank_account;
         }) == 1;
}

bool asks_for(const Field& field, std::string_view label) {
  return std::find(field.labels.begin(), field.labels.end(), label) != field.labels.end();
}

}  // namespace

bool may_be_card(const std::vector<Field>& fields) {
  return has_one_account(fields) &&
         std::any_of(fields.begin(), fields.end(), [](const Field& field) {
           return asks_for(field, "VALID THRU") || asks_for(field, "发卡银行") ||
                  asks_for(field, "持卡人");
         });
}

bool shows_card_number(const Layout& layout) {
  return !card_numbers(layout).empty();
}

std::vector<Place> locate_on_card(const Field& field, const std::vector<Field>& fields,
                                  const Layout& layout, const Prepared& page) {
  if (!has_one_account(fields)) return {};
  const std::vector<Span> numbers = card_numbers(layout);
  if (numbers.empty()) return {};
  const Row& number = layout.rows[numbers.front().row];
  std::vector<Span> spans;
  if (field.kind == FieldKind::bank_account) {
    spans = numbers;
  } else if (field.kind == FieldKind::org_name && asks_for(field, "发卡银行")) {
    spans = bank_names(layout, number);
  } else if (asks_for(field, "VALID THRU")) {
    spans = months(layout);
  } else if (asks_for(field, "持卡人")) {
    spans = holders(layout, number);
  }
  // On a card with a number that its check digit bears out nothing else can be meant by the one
  // text of such a form: that is as good as a label.
  const bool plain = spans.size() == 1 && numbers.size() == 1 &&
                     formats::valid_luhn(text_of(layout, numbers.front())) &&
                     !asks_for(field, "持卡人");
  std::vector<Place> places;
  for (const Span& span : spans) {
    Place place = place_of(layout, page, span);
    place.labelled = plain;
    if (!place.lines.empty()) places.push_back(std::move(place));
  }
  return places;
}

}  // namespace zhipi::ocr
