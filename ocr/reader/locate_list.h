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

// How the table of a list is parted, for the page on which it goes on without its headings.
struct TableColumns {
  std::vector<double>
      edges;  // left and right of each cell of its headings, in shares of their whole
  std::vector<int> cell_of;  // for each column of the field which of those cells; -1: none
};

struct ListPlace {
  // Of each row, from above: a place for each column of the field, in the field's order; nothing
  // where the cell is empty. Rows without any print are left out.
  std::vector<std::vector<std::optional<Place>>> rows;
  std::vector<bool> headed;  // which columns have a heading
  cv::Rect box;              // around the rows
  TableColumns columns;      // without cells where the table has no rules
  // The last row has print and no more than a page's foot stands below: more may follow overleaf.
  bool reaches_end = false;
};

// Nothing when no row of headings is found: most of the columns, two at least where there are more.
// In a ruled table the rows are its cells; without rules, what stands under the headings in line
// with them.
std::optional<ListPlace> locate_list(const Field& list, const Layout& layout, const Prepared& page);

// The rows of a ruled table that begins this page, has just these columns and no headings: the list
// of the page before goes on. Nothing where the page begins otherwise.
std::optional<ListPlace> continued_list(const Field& list, const TableColumns& columns,
                                        const Layout& layout, const Prepared& page);

}  // namespace zhipi::ocr
