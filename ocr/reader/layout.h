// How the characters of a page belong together: rows, and the cells they stand in.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ocr/reader/line_reader.h"
#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

// One character where it stands.
struct Glyph {
  char32_t character = 0;
  cv::Rect box;
  float confidence = 0;  // our reader's own, 0 to 100
  bool apart = false;    // a gap as between two words stands before it
};

// Characters side by side, from left to right, inside one cell or outside all.
struct Row {
  std::vector<Glyph> glyphs;  // without spaces, width forms folded
  cv::Rect box;
  int cell = -1;  // index into the cells, -1 outside
};

// A piece of a row as it was read.
struct SeenLine {
  cv::Rect line;
  LineReading reading;
};

struct Layout {
  std::vector<Row> rows;  // from above, then from the left
  std::vector<cv::Rect> cells;
  std::vector<SeenLine> lines = {};
};

// What was read in just this cut, give or take two pixels: reading it again would say the same.
// Null where the page was cut otherwise there.
const LineReading* seen_there(const Layout& layout, const cv::Rect& line);

// Where a label is printed.
struct LabelHit {
  std::size_t row = 0;
  std::size_t first = 0;  // glyphs [first, last) of the row
  std::size_t last = 0;   // a colon that follows belongs to it
  bool goes_on = false;   // on further rows of its cell
  int errors = 0;         // misread characters
  bool starts = false;    // nothing but other labels stands before it in its row
};

// Finds the page's rows by their ink and reads each with our own reader, which is ten times faster
// than Tesseract and knows every character; of more than `most` rows only as many, spread over the
// page.
Layout lay_out(const Prepared& page, LineReader& lines, std::size_t most = 200);

// All places of a label, best first: few errors, at the beginning of a row. Spaces, width forms,
// the case of letters and a colon do not matter; of four or more characters one may be misread, of
// six two. Inside a cell it may go on from row to row. Words that run on from other words without a
// gap (代办人姓名 for 姓名) are not the label.
std::vector<LabelHit> find_label(const Layout& layout, std::string_view label);

// Where it stands, a colon behind it included.
cv::Rect box_of(const Layout& layout, const LabelHit& hit);

// Whether a Chinese character or the mark of a sentence follows the label at once, as in a longer
// word or a sentence: 代办 in 代办人姓名, 甲方 in 甲方将.
bool runs_on(const Row& row, const LabelHit& hit);

// Whether the label stands there without a misread character.
bool bears(const Layout& layout, std::string_view label);

std::u32string text_of(const Row& row);

}  // namespace zhipi::ocr
