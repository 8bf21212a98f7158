#include "ocr/reader/quads.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

namespace zhipi::ocr {
namespace {

Corners clockwise(const std::vector<cv::Point>& quad) {
  Corners corners;
  std::vector<cv::Point2f> points(quad.begin(), quad.end());
  const auto by_sum = [](const cv::Point2f& a, const cv::Point2f& b) {
    return a.x + a.y < b.x + b.y;
  };
  const auto by_difference = [](const cv::Point2f& a, const cv::Point2f& b) {
    return a.x - a.y < b.x - b.y;
  };
  corners[0] = *std::min_element(points.begin(), points.end(), by_sum);
  corners[1] = *std::max_element(points.begin(), points.end(), by_difference);
  corners[2] = *std::max_element(points.begin(), points.end(), by_sum);
  corners[3] = *std::min_element(points.begin(), points.end(), by_difference);
  return corners;
}

// How much brighter it is inside the side than outside, so many pixels away from it: the median
// along the side. Straight across it: towards the middle the ends of a long side hardly leave it.
double step_across(const cv::Mat& gray, cv::Point2f from, cv::Point2f to, cv::Point2f outward,
                   float away) {
  constexpr std::size_t kLeast = 8;
  const cv::Rect all({0, 0}, gray.size());
  std::vector<int> steps;
  for (float t = 0.1F; t < 0.95F; t += 0.04F) {
    const cv::Point2f at = from + (to - from) * t;
    const cv::Point in(at - outward * away);
    const cv::Point out(at + outward * away);
    if (all.contains(in) && all.contains(out))
      steps.push_back(gray.at<uchar>(in) - gray.at<uchar>(out));
  }
  if (steps.size() < kLeast) return 0;
  std::nth_element(steps.begin(), steps.begin() + static_cast<long>(steps.size() / 2), steps.end());
  return steps[steps.size() / 2];
}

// The least of the four sides' steps. Where its light falls off an outline is found a little inside
// it, so a side is looked at twice.
double worst_side(const Corners& corners,
                  const std::function<double(cv::Point2f from, cv::Point2f to, cv::Point2f outward,
                                             float away)>& step) {
  const cv::Point2f middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
  double worst = 255;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f from = corners[i];
    const cv::Point2f to = corners[(i + 1) % 4];
    cv::Point2f outward((to - from).y, -(to - from).x);
    outward *= 1 / static_cast<float>(std::max(1.0, length(from, to)));
    if ((middle - from).dot(outward) > 0) outward = -outward;
    worst = std::min(worst, std::max(step(from, to, outward, 5), step(from, to, outward, 9)));
  }
  return worst;
}

}  // namespace

double length(cv::Point2f a, cv::Point2f b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

double area_of(const Corners& corners) {
  return cv::contourArea(std::vector<cv::Point2f>(corners.begin(), corners.end()));
}

std::vector<Corners> quads_in(const cv::Mat& mask) {
  std::vector<Corners> quads;
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& outline : outlines) {
    std::vector<cv::Point> hull;
    cv::convexHull(outline, hull);
    for (const double tolerance : {0.01, 0.02, 0.04}) {
      std::vector<cv::Point> quad;
      cv::approxPolyDP(hull, quad, tolerance * cv::arcLength(hull, true), true);
      if (quad.size() == 4) quads.push_back(clockwise(quad));
    }
  }
  return quads;
}

double brighter_inside(const cv::Mat& gray, const Corners& corners) {
  return worst_side(corners,
                    [&gray](cv::Point2f from, cv::Point2f to, cv::Point2f outward, float away) {
                      return step_across(gray, from, to, outward, away);
                    });
}

double differs_inside(const std::vector<cv::Mat>& channels, const Corners& corners) {
  return worst_side(
      corners, [&channels](cv::Point2f from, cv::Point2f to, cv::Point2f outward, float away) {
        double most = 0;
        for (const cv::Mat& channel : channels)
          most = std::max(most, std::abs(step_across(channel, from, to, outward, away)));
        return most;
      });
}

}  // namespace zhipi::ocr
