// Four-cornered outlines in a picture: sheets and cards that lie on a ground.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace zhipi::ocr {

// Clockwise from the upper left, in pixels.
using Corners = std::array<cv::Point2f, 4>;

double length(cv::Point2f a, cv::Point2f b);
double area_of(const Corners& corners);

// The outlines in the mask (255 inside) that are near enough to four-cornered ones.
std::vector<Corners> quads_in(const cv::Mat& mask);

// By how many gray levels it is brighter inside than outside, on the worst of the four sides: what
// lies on a ground stands out on all of them.
double brighter_inside(const cv::Mat& gray, const Corners& corners);

// By how many levels it differs inside from outside in any of the channels, on the worst side.
double differs_inside(const std::vector<cv::Mat>& channels, const Corners& corners);

}  // namespace zhipi::ocr
