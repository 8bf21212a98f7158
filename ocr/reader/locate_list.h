// Where the rows of a list stand on a page: a table whose headings are the labels of the list's
// columns, in any order, with rows below them until the table ends.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "models/field.h"
#include "ocr/reader/layout.h"
#include "ocr/reader/locate.h"
#include "ocr/reader/prepare.h"

namespace zhipi::ocr {

struct ListPlace {
  // Of each row, from above: a place for each column of the field, in the field's order; nothing
  // where the cell is empty. Rows without any print are left out.
  std::vector<std::vector<std::optional<Place>>> rows;
  std::vector<bool> headed;  // which columns have a heading
  cv::Rect box;              // around the rows
};

// Nothing when no row of headings is found: most of the columns, two at least where there are more.
// In a ruled table the rows are its cells; without rules, what stands under the headings in line
// with them.
std::optional<ListPlace> locate_list(const Field& list, const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
