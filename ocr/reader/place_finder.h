// Where values stand around the labels of a page: beside, in the next cell, below, and further
// lines of the same value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/field.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

// The words that lead to the field's value: its labels, else its title where nothing bounds it and
// it names no place.
std::vector<std::string> labels_of(const Field& field);

// The usual height of the row's characters, in pixels.
int glyph_height(const Row& row);

// Keeps references to the layout and the page.
class PlaceFinder {
 public:
  // `fields` are all fields of the material: their labels end each other's values.
  PlaceFinder(const std::vector<Field>& fields, const Layout& layout, const Prepared& page);

  // The value of a label: right of it, in the next cell, or below. `wraps`: it may go on under its
  // beginning.
  std::optional<Place> beside(const LabelHit& hit, bool wraps) const;

  // Rows that hold a long number without a label: for numbers with a check digit.
  std::vector<Place> long_numbers() const;

  // Glyphs [first, last) of a row, and the lines under them that continue it. `label`: the glyph at
  // which the value's label begins, where that stands before it in the row; its column begins
  // there.
  Place from_glyphs(std::size_t index, std::size_t first, std::size_t last, bool wraps,
                    std::size_t label = 0) const;

  // Whether a label of the material begins the row.
  bool is_label(std::size_t row) const;

  // Running text that goes on: the place with the next line of its paragraph; nothing where the
  // place does not end its line, or none follows.
  std::optional<Place> continued(const Place& place) const;

 private:
  // A value ends where a gap of several characters follows it.
  static std::size_t before_gap(const Row& row, std::size_t first, std::size_t end);

  // 户名 in 账户名称 is another field's label.
  bool is_inside_other(const LabelHit& hit) const;

  // The longest run of digits and X among a row's glyphs.
  static std::pair<std::size_t, std::size_t> longest_number(const Row& row);

  // The nearest row on the right at the same height, outside cells.
  std::optional<std::size_t> next_at_height(std::size_t index) const;

  // What else stands at the same height, left of this row and right of `from`.
  std::vector<std::size_t> left_neighbours(std::size_t index, int from) const;
  // Whether the row ends as a label does, or has one in it: what stands behind it is its value.
  bool leads_to_value(std::size_t row) const;
  void add_line(Place& place, const cv::Rect& box, int height) const;
  // Whether print stands close above the value in its column that no label leads to: its first
  // line, where the label stands beside a lower one.
  bool may_begin_above(const Place& place, std::size_t index, int height, int from) const;
  // Whether a row that is no label follows closely behind a line of the value: the rest of it,
  // parted by a seal.
  bool has_print_behind(const Place& place, int cell) const;
  // Where a further line of a value ends: before another label in its row, or with the row.
  std::size_t before_label(std::size_t index, std::size_t first) const;
  // The glyph at which a row under the line has reached its column; the row's end where it has
  // another.
  static std::size_t column_in(const Row& row, const cv::Rect& line, int height);
  // `from`: where the value's column begins, its label included.
  void add_wrapped(Place& place, std::size_t index, int height, int from) const;
  std::optional<Place> in_next_cell(const Row& row, bool wraps) const;

  // A number with a square for each digit: a run of narrow cells side by side.
  std::optional<Place> in_squares(std::size_t first) const;
  std::optional<Place> below(const LabelHit& hit) const;

  const Layout& layout_;
  const Prepared& page_;
  std::vector<LabelHit> stops_;
};

}  // namespace zhipi::ocr
