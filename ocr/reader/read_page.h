// Everything between the pixels of a page and its readings.
#pragma once

#include <map>
#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/matter.h"
#include "models/reading.h"
#include "ocr/reader/line_reader.h"
#include "ocr/reader/locate_list.h"
#include "ocr/reader/read_field.h"
#include "ocr/reader/recogniser.h"

namespace zhipi::ocr {

// A word of a PDF's text layer, where it claims to stand, in pixels of the page.
struct LayerWord {
  std::string text;
  cv::Rect2d box;
};

// What a list of one page leaves for the next.
struct OpenList {
  TableColumns columns;
  bool reaches_end = false;  // it may go on there
};
using OpenLists = std::map<std::string, OpenList>;  // by the field's name

// The fields found on one page, in the material's order, with the evidence that their confidence
// rests on: what read_page tells, and what confidences are fitted to. `wrong` is told what is wrong
// with the page as a whole, if anything is. `open` holds the lists of the page before, which go on
// here where the columns are the same, and then those of this page; a blank page leaves them as
// they are.
std::vector<std::pair<std::string, Found>> find_fields(const cv::Mat& page,
                                                       const Material& material,
                                                       const std::vector<LayerWord>& layer,
                                                       Recogniser& recogniser, LineReader& lines,
                                                       std::optional<Problem>* wrong = nullptr,
                                                       OpenLists* open = nullptr);

// Reads the material's fields from one page, page 1. `layer` is believed only where it says what
// is drawn. Problems: blank_page, wrong_material (right_kind.h); a wrong material has no fields.
MaterialReading read_page(const cv::Mat& page, const Material& material,
                          const std::vector<LayerWord>& layer, Recogniser& recogniser,
                          LineReader& lines, OpenLists* open = nullptr);

}  // namespace zhipi::ocr
