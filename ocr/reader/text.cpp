#include "ocr/reader/text.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace zhipi::ocr {

std::u32string small(std::u32string text) {
  for (char32_t& one : text) one += one >= U'A' && one <= U'Z' ? U'a' - U'A' : 0;
  return text;
}

int distance(std::u32string_view one, std::u32string_view other) {
  std::vector<int> row(other.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < one.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i) + 1;
    for (std::size_t j = 0; j < other.size(); ++j) {
      const int changed = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j + 1] + 1, row[j] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace zhipi::ocr
