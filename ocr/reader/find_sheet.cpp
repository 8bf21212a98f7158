#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/prepare.h"

namespace zhipi::ocr {
namespace {

constexpr double kSearched = 640;  // pixels of the longer side

using Corners = std::array<cv::Point2f, 4>;

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

double length(cv::Point2f a, cv::Point2f b) {
  return std::hypot(a.x - b.x, a.y - b.y);
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

// The step of the worst of the four sides: a sheet stands out on all of them. Where its light falls
// off its outline is found a little inside it, so a side is looked at twice.
double contrast(const cv::Mat& gray, const Corners& corners) {
  const cv::Point2f middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
  double worst = 255;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f from = corners[i];
    const cv::Point2f to = corners[(i + 1) % 4];
    cv::Point2f outward((to - from).y, -(to - from).x);
    outward *= 1 / static_cast<float>(std::max(1.0, length(from, to)));
    if ((middle - from).dot(outward) > 0) outward = -outward;
    worst = std::min(worst, std::max(step_across(gray, from, to, outward, 5),
                                     step_across(gray, from, to, outward, 9)));
  }
  return worst;
}

bool is_sheet_shaped(const Corners& c, double area, double whole) {
  if (area < 0.15 * whole || area > 0.985 * whole) return false;
  const double top = length(c[0], c[1]), bottom = length(c[3], c[2]);
  const double left = length(c[0], c[3]), right = length(c[1], c[2]);
  return std::min(top, bottom) > 0.7 * std::max(top, bottom) &&
         std::min(left, right) > 0.7 * std::max(left, right);
}

void consider(const cv::Mat& mask, const cv::Mat& gray, double& best,
              std::optional<Corners>& found) {
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& outline : outlines) {
    std::vector<cv::Point> hull;
    cv::convexHull(outline, hull);
    for (const double tolerance : {0.01, 0.02, 0.04}) {
      std::vector<cv::Point> quad;
      cv::approxPolyDP(hull, quad, tolerance * cv::arcLength(hull, true), true);
      if (quad.size() != 4) continue;
      const Corners corners = clockwise(quad);
      if (!is_sheet_shaped(corners, cv::contourArea(quad), static_cast<double>(gray.total())))
        continue;
      const double score = contrast(gray, corners);
      if (score > best) {
        best = score;
        found = corners;
      }
    }
  }
}

constexpr double kStandsOut = 18;  // gray levels; paper on paper differs less

// A dark card on a brighter table. Only the shape of cards will do: a page may bear dark pictures.
std::optional<Corners> find_dark_card(const cv::Mat& gray) {
  cv::Mat opened;  // light print must not cut the card apart
  cv::morphologyEx(gray, opened, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT, {15, 15}));
  const cv::Mat inverted = 255 - gray;
  cv::Mat unused;
  const double otsu = cv::threshold(opened, unused, 0, 255, cv::THRESH_OTSU);
  std::optional<Corners> found;
  double best = kStandsOut;
  for (const double level : {otsu, otsu - 20, otsu + 20, 70.0, 95.0}) {
    cv::Mat mask;
    cv::threshold(opened, mask, level, 255, cv::THRESH_BINARY_INV);
    consider(mask, inverted, best, found);
  }
  if (!found) return std::nullopt;
  const Corners& c = *found;
  const double across = length(c[0], c[1]) + length(c[3], c[2]);
  const double down = length(c[0], c[3]) + length(c[1], c[2]);
  const double aspect = std::max(across, down) / std::min(across, down);
  return aspect > 1.3 && aspect < 1.9 ? found : std::nullopt;
}

}  // namespace

std::optional<Corners> find_sheet(const cv::Mat& page) {
  const double factor = kSearched / std::max(page.cols, page.rows);
  cv::Mat small;
  cv::resize(page, small, {}, factor, factor, cv::INTER_AREA);
  cv::Mat gray;
  cv::cvtColor(small, gray, cv::COLOR_BGR2GRAY);
  cv::GaussianBlur(gray, gray, {5, 5}, 0);
  // Print must not cut the sheet apart.
  cv::Mat closed;
  cv::morphologyEx(gray, closed, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {15, 15}));
  cv::Mat unused;
  const double otsu = cv::threshold(closed, unused, 0, 255, cv::THRESH_OTSU);
  std::optional<Corners> found;
  double best = kStandsOut;
  for (const double level : {otsu, otsu - 25, otsu + 20, otsu + 40, 110.0, 150.0, 180.0, 200.0}) {
    cv::Mat mask;
    cv::threshold(closed, mask, level, 255, cv::THRESH_BINARY);
    consider(mask, gray, best, found);
  }
  cv::Mat edges;
  cv::Canny(gray, edges, 20, 60);
  cv::dilate(edges, edges, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  consider(edges, gray, best, found);
  if (!found) found = find_dark_card(gray);
  if (!found) return std::nullopt;
  for (cv::Point2f& corner : *found) corner /= static_cast<float>(factor);
  return found;
}

}  // namespace zhipi::ocr
