// Comma-separated tables as RFC 4180 writes them and spreadsheets save them (BOM, CRLF, quotes).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::engine {

struct CsvRow {
  int line = 0;  // in the file, from 1
  std::vector<std::string> cells;
  std::vector<std::string> texts;  // the same as written, for sentences that people read
};

// The first row is the header; every row has as many cells as it. Rows of empty cells alone are
// left out. Cells are trimmed and normalised (full-width forms folded); texts are trimmed only.
// Problem code bad_csv, with `where` as "file:line:1".
Expected<std::vector<CsvRow>> parse_csv(std::string_view text, const std::string& file);

}  // namespace zhipi::engine
