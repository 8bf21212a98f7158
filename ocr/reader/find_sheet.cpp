#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/prepare.h"
#include "ocr/reader/quads.h"

namespace zhipi::ocr {
namespace {

constexpr double kSearched = 640;  // pixels of the longer side

bool is_sheet_shaped(const Corners& c, double whole) {
  const double area = area_of(c);
  if (area < 0.15 * whole || area > 0.985 * whole) return false;
  const double top = length(c[0], c[1]), bottom = length(c[3], c[2]);
  const double left = length(c[0], c[3]), right = length(c[1], c[2]);
  return std::min(top, bottom) > 0.7 * std::max(top, bottom) &&
         std::min(left, right) > 0.7 * std::max(left, right);
}

void consider(const cv::Mat& mask, const cv::Mat& gray, double& best,
              std::optional<Corners>& found) {
  for (const Corners& corners : quads_in(mask)) {
    if (!is_sheet_shaped(corners, static_cast<double>(gray.total()))) continue;
    const double score = brighter_inside(gray, corners);
    if (score > best) {
      best = score;
      found = corners;
    }
  }
}

constexpr double kStandsOut = 18;  // gray levels; paper on paper differs less

// The longer sides against the shorter ones.
double aspect_of(const Corners& c) {
  const double across = length(c[0], c[1]) + length(c[3], c[2]);
  const double down = length(c[0], c[3]) + length(c[1], c[2]);
  return std::max(across, down) / std::min(across, down);
}

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
  const double aspect = aspect_of(*found);
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

namespace {

// ISO/IEC 7810 ID-1: 85.6 by 54 mm, seen at an angle.
bool is_card_shaped(const Corners& c, double whole) {
  const double share = area_of(c) / whole;
  const double top = length(c[0], c[1]), bottom = length(c[3], c[2]);
  const double left = length(c[0], c[3]), right = length(c[1], c[2]);
  const double aspect = aspect_of(c);
  return share > 0.03 && share < 0.9 && aspect > 1.4 && aspect < 1.8 &&
         std::min(top, bottom) > 0.8 * std::max(top, bottom) &&
         std::min(left, right) > 0.8 * std::max(left, right);
}

// Blue, green and red, and by how much red stands above the others: a dark card on dark wood
// differs in that alone, and shadows do not change it.
std::vector<cv::Mat> channels_of(const cv::Mat& colour) {
  std::vector<cv::Mat> channels;
  cv::split(colour, channels);
  for (const std::size_t other : {0U, 1U}) {
    cv::Mat above;
    cv::addWeighted(channels[2], 2, channels[other], -2, 128, above);
    channels.push_back(above);
  }
  return channels;
}

// 255 where the channel differs from its ground, the usual level of its rim, by more than so many
// levels; nothing where the ground itself differs by as much.
std::optional<cv::Mat> apart_from_ground(const cv::Mat& channel, int level) {
  const int rim = std::max(2, channel.cols / 60);
  std::vector<int> ground;
  for (int x = 0; x < channel.cols; ++x) {
    ground.push_back(channel.at<uchar>(rim, x));
    ground.push_back(channel.at<uchar>(channel.rows - 1 - rim, x));
  }
  const auto middle = ground.begin() + static_cast<long>(ground.size() / 2);
  std::nth_element(ground.begin(), middle, ground.end());
  const int usual = *middle;
  const auto apart = std::count_if(ground.begin(), ground.end(), [usual, level](int one) {
    return std::abs(one - usual) > level;
  });
  if (apart * 5 > static_cast<long>(ground.size())) return std::nullopt;
  cv::Mat difference;
  cv::absdiff(channel, cv::Scalar(usual), difference);
  return cv::Mat(difference > level);
}

cv::Mat edges_of(const std::vector<cv::Mat>& channels) {
  cv::Mat all = cv::Mat::zeros(channels[0].size(), CV_8U);
  for (const cv::Mat& channel : channels) {
    cv::Mat edges;
    cv::Canny(channel, edges, 12, 36);
    all |= edges;
  }
  cv::dilate(all, all, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
  return all;
}

}  // namespace

std::optional<Corners> find_card(const cv::Mat& page) {
  constexpr double kDiffers = 10;  // levels
  const double factor = kSearched / std::max(page.cols, page.rows);
  cv::Mat small;
  cv::resize(page, small, {}, factor, factor, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {5, 5}, 0);
  cv::medianBlur(small, small, 7);  // grain of wood
  const std::vector<cv::Mat> channels = channels_of(small);
  std::vector<cv::Mat> masks{edges_of(channels)};
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {9, 9});
  for (const cv::Mat& channel : channels) {
    for (const int level : {12, 20, 35, 60, 90}) {
      std::optional<cv::Mat> mask = apart_from_ground(channel, level);
      if (!mask) continue;
      // Print on the card must not cut it apart, nor single letters beside it cling to it.
      cv::morphologyEx(*mask, *mask, cv::MORPH_CLOSE, square);
      cv::morphologyEx(*mask, *mask, cv::MORPH_OPEN, square);
      masks.push_back(*std::move(mask));
    }
  }
  std::optional<Corners> found;
  double best = kDiffers;
  for (const cv::Mat& mask : masks) {
    for (const Corners& corners : quads_in(mask)) {
      if (!is_card_shaped(corners, static_cast<double>(small.total()))) continue;
      const double score = differs_inside(channels, corners);
      if (score <= best) continue;
      best = score;
      found = corners;
    }
  }
  if (!found) return std::nullopt;
  for (cv::Point2f& corner : *found) corner /= static_cast<float>(factor);
  return found;
}

}  // namespace zhipi::ocr
