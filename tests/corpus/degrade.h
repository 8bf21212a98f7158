// What happens to a page between the printer and the engine, each seeded and repeatable.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::specimens {

struct Degraded {
  cv::Mat image;          // BGR
  cv::Matx33d placement;  // from pixels of the page as drawn to pixels of this image
  double dpi = 300;       // approximately, where a photograph has no resolution
  bool grey = false;      // from a scanner without colour; the channels are equal
  bool blank = false;     // nothing of the page is left
};

// The names that degrade takes: clean dpi200 grey skew noise jpeg40 seal photo faint unreadable
// blank. A seal is pressed on the page before it is scanned (stamp_over); degrade leaves it alone.
std::vector<std::string> conditions();

// Applies one condition; the name is one of conditions().
Degraded degrade(const Degraded& page, std::string_view condition, std::uint64_t seed);

// The smallest upright box around a box of the page as drawn, cut to the image.
cv::Rect placed(const Degraded& page, const cv::Rect2d& box);

}  // namespace zhipi::specimens
