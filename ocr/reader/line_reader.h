// Our own reader of lines: a second witness beside Tesseract, with every character of
// 通用规范汉字表, whose model and mistakes are not Tesseract's.
//
// It normalises each line (line_image.h), runs its CTC model on lines of one width at a time
// (line_model.h) and decodes (ctc.h) within what a grammar admits, if one is given. One thread.
#pragma once

#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "ocr/reader/automaton.h"
#include "ocr/reader/ctc.h"
#include "ocr/reader/line_model.h"

namespace zhipi::ocr {

// What is to be read.
struct LineRequest {
  cv::Mat picture;                     // 8-bit gray, dark on light: a page, or a crop
  cv::Rect line;                       // where in it
  const Automaton* grammar = nullptr;  // null: any text. Must live until read() returns
};

struct ReadCharacter {
  char32_t character = 0;  // width folded
  double probability = 0;  // 0 to 1, of this character where it stands
  int from = 0;            // columns [from, to) of the picture given, in order, not overlapping
  int to = 0;
  bool apart = false;  // a gap as between two words stands before it (word_gaps.h)
  std::vector<Alternative> alternatives;  // what the model alone sees there, likeliest first
};

struct LineReading {
  // UTF-8, without spaces, width folded, bars at its ends left out; empty when nothing was read.
  std::string text;
  std::vector<ReadCharacter> characters;
  // 0 to 1: of the text among all, or under a grammar among all texts that it admits.
  double probability = 0;
  // Under a grammar: whether any text that it admits fits the line, what the line says without it,
  // and how much less probable the text is than that, as a difference of natural logarithms (0 and
  // more). A large loss means that the line says something else.
  bool admitted = true;
  std::string free_text;
  double loss = 0;
};

class LineReader {
 public:
  // Problem codes as in LineModel::load.
  static Expected<LineReader> load(const std::filesystem::path& model,
                                   const std::filesystem::path& charset);

  // In the order of the requests. Reading several at once is the same as one after the other, and
  // not slower. Throws cv::Exception when the model cannot be run.
  std::vector<LineReading> read(const std::vector<LineRequest>& requests);
  LineReading read(const LineRequest& request);

  const CharacterList& list() const { return model_.list(); }

 private:
  explicit LineReader(LineModel model) : model_(std::move(model)) {}
  LineModel model_;
};

}  // namespace zhipi::ocr
