// Where each cell of a table stands in its file, so that a tool can name it and put another there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::engine {

struct CellPlace {
  std::size_t begin = 0;  // bytes of the file, quotes included: [begin, end)
  std::size_t end = 0;
  int line = 1;
  int column = 1;  // in characters, from 1
};

// For each row that parse_csv gives, in its order, the place of each cell. `text` is a table that
// parse_csv accepts.
std::vector<std::vector<CellPlace>> cell_places(std::string_view text);

// The cell as a file has it: in quotes where it must be.
std::string csv_cell(std::string_view text);

}  // namespace zhipi::engine
