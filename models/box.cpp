#include "models/box.h"

#include <array>
#include <limits>

namespace zhipi {

Expected<Box> box_from_json(const Json& value) {
  const auto bad = [] {
    return problem("bad_box", "a box is [x, y, width, height], whole pixels, no negative size");
  };
  const json::array* numbers = value.if_array();
  if (numbers == nullptr || numbers->size() != 4) return bad();
  std::array<int, 4> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::int64_t* number = (*numbers)[i].if_int64();
    if (number == nullptr || *number < std::numeric_limits<int>::min() ||
        *number > std::numeric_limits<int>::max()) {
      return bad();
    }
    parts[i] = static_cast<int>(*number);
  }
  if (parts[2] < 0 || parts[3] < 0) return bad();
  return Box{parts[0], parts[1], parts[2], parts[3]};
}

}  // namespace zhipi
