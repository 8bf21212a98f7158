// A rectangle on a page as stored, in pixels from its upper left corner.
#pragma once

#include "models/json.h"

namespace zhipi {

struct Box {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const Box&, const Box&) = default;
};

// [x, y, width, height]
inline Json to_json(const Box& box) {
  return json::array{box.x, box.y, box.width, box.height};
}

// From [x, y, width, height], four integers; the sizes are not negative.
Expected<Box> box_from_json(const Json& value);

}  // namespace zhipi
