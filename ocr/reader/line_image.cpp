#include "ocr/reader/line_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/line_shape.h"

namespace zhipi::ocr {
namespace {

constexpr int kPaper = 235;
constexpr int kPrint = 35;
constexpr double kEmShare = 27.0 / 32;
constexpr int kWidest = 40'000;  // pixels: what is wider than memory should be is no line
constexpr int kLookedAt = 56;    // pixels of height at which a line's shape is told

// Odd, as kernels have to be.
int odd(double size) {
  return 2 * static_cast<int>(size / 2) + 1;
}

// The shade of the paper divided out: no stroke is half as wide as a character is high. Once the
// strokes are gone the paper is smooth, and a coarse picture of it is enough.
cv::Mat even_light(const cv::Mat& gray, int character) {
  constexpr int kCoarse = 4;
  const int reach = std::max(3, odd(character * 0.6));
  const int coarse = std::max(3, odd(static_cast<double>(reach) / kCoarse));
  cv::Mat paper;
  cv::dilate(gray, paper, cv::getStructuringElement(cv::MORPH_RECT, {reach, reach}));
  cv::resize(paper, paper, {std::max(1, gray.cols / kCoarse), std::max(1, gray.rows / kCoarse)}, 0,
             0, cv::INTER_NEAREST);
  cv::erode(paper, paper, cv::getStructuringElement(cv::MORPH_RECT, {coarse, coarse}));
  cv::GaussianBlur(paper, paper, {0, 0}, reach / 2.0 / kCoarse);
  cv::resize(paper, paper, gray.size(), 0, 0, cv::INTER_LINEAR);
  cv::Mat even;
  cv::divide(gray, paper, even, 255);
  return even;
}

using Histogram = std::array<int, 256>;

Histogram histogram_of(const cv::Mat& gray) {
  Histogram counts{};
  for (int y = 0; y < gray.rows; ++y) {
    for (int x = 0; x < gray.cols; ++x) ++counts[gray.at<uchar>(y, x)];
  }
  return counts;
}

// The shade that this share of the pixels are darker than; of those up to `last`.
int shade_below(const Histogram& counts, double share, int last = 255) {
  double left = 0;
  for (int i = 0; i <= last; ++i) left += share * counts[static_cast<std::size_t>(i)];
  int shade = 0;
  while (shade < last && (left -= counts[static_cast<std::size_t>(shade)]) > 0) ++shade;
  return shade;
}

// Raised or painted print on a dark ground, as on bank cards: most of the picture is darker than
// the print.
bool is_light_on_dark(const cv::Mat& gray) {
  const Histogram counts = histogram_of(gray);
  const int ground = shade_below(counts, 0.5);
  const int darker = ground - shade_below(counts, 0.03);
  const int lighter = shade_below(counts, 0.97) - ground;
  return lighter > 25 && lighter > 1.6 * darker;
}

// Faint print is left faint: the model has seen it, while a contrast raised too far makes print of
// the ground's pattern and noise.
constexpr double kSteepest = 1.15;

struct Shades {
  int print = 0;
  int paper = 255;
};

Shades shades_of(const cv::Mat& even) {
  const Histogram counts = histogram_of(even);
  const int paper = shade_below(counts, 0.7);
  // However little of the picture is print: what is clearly darker than paper, and of that the
  // middle.
  const int darkest = shade_below(counts, 0.002);
  const int last = paper - static_cast<int>(0.4 * (paper - darkest));
  return {shade_below(counts, 0.5, last), paper};
}

// Print and paper to the shades that all lines have.
cv::Mat stretched(const cv::Mat& even, const Shades& shades) {
  const double steeper = std::min(
      kSteepest, static_cast<double>(kPaper - kPrint) / std::max(20, shades.paper - shades.print));
  cv::Mat result;
  even.convertTo(result, CV_8U, steeper, kPaper - shades.paper * steeper);
  return result;
}

// Ruled lines: longer than characters are, and thin.
cv::Mat rules_in(const cv::Mat& ink, int character) {
  const int along = 3 * character;
  const int down = character + character / 3;
  cv::Mat across;
  cv::morphologyEx(ink, across, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT, {along, 1}));
  cv::Mat upright = cv::Mat::zeros(ink.size(), CV_8U);
  if (ink.rows >= down) {
    cv::morphologyEx(ink, upright, cv::MORPH_OPEN,
                     cv::getStructuringElement(cv::MORPH_RECT, {1, down}));
  }
  cv::Mat rules = across | upright;
  cv::dilate(rules, rules, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  return rules;
}

cv::Mat resized(const cv::Mat& gray, double factor) {
  cv::Mat result;
  cv::resize(gray, result, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

// What is looked at: the line and something around it.
cv::Rect area_around(const cv::Rect& line, cv::Size picture) {
  const int above = std::max(2, line.height / 4);
  const int beside = std::max(1, line.height / 10);
  return cv::Rect(line.x - beside, line.y - above, line.width + 2 * beside,
                  line.height + 2 * above) &
         cv::Rect({0, 0}, picture);
}

// The shape of the line in pixels of `area`; nothing when there is no print.
std::optional<LineShape> shape_in(const cv::Mat& area, int top, int bottom) {
  const double factor = std::min(2.0, static_cast<double>(kLookedAt) / std::max(1, bottom - top));
  const cv::Mat small = resized(area, factor);
  const int character = static_cast<int>((bottom - top) * factor);
  const cv::Mat even = even_light(small, character);
  const Shades shades = shades_of(even);
  if (shades.paper - shades.print < 20) return std::nullopt;
  cv::Mat ink;
  cv::threshold(even, ink, shades.paper - 0.45 * (shades.paper - shades.print), 255,
                cv::THRESH_BINARY_INV);
  ink.setTo(0, rules_in(ink, character));
  auto shape = line_shape(ink, static_cast<int>(top * factor), static_cast<int>(bottom * factor));
  if (!shape) return shape;
  shape->middle /= factor;
  shape->em /= factor;
  shape->left = static_cast<int>(shape->left / factor);
  shape->right = static_cast<int>(std::ceil(shape->right / factor));
  return shape;
}

// Columns without ink, as stretches.
std::vector<Stretch> gaps_in(const cv::Mat& gray) {
  cv::Mat darkest;
  cv::reduce(gray, darkest, 0, cv::REDUCE_MIN, CV_8U);
  std::vector<Stretch> gaps;
  for (int x = 0; x < darkest.cols; ++x) {
    if (darkest.at<uchar>(x) < (kPaper + kPrint) / 2 + 20) continue;
    if (gaps.empty() || gaps.back().to != x) gaps.push_back({x, x});
    gaps.back().to = x + 1;
  }
  return gaps;
}

int lightest_column(const cv::Mat& gray, int from, int to) {
  cv::Mat sums;
  cv::reduce(gray.colRange(from, to), sums, 0, cv::REDUCE_SUM, CV_32S);
  int where[2] = {0, 0};
  cv::minMaxIdx(sums, nullptr, nullptr, nullptr, where);
  return from + where[1];
}

}  // namespace

LineImage line_image(const cv::Mat& picture, const cv::Rect& line, int height) {
  LineImage result;
  const cv::Rect area = area_around(line, picture.size());
  if (area.width < 2 || area.height < 4 || line.height < 4) return result;
  cv::Mat crop = picture(area);
  if (is_light_on_dark(crop)) crop = 255 - crop;
  const auto shape = shape_in(crop, line.y - area.y, line.br().y - area.y);
  if (!shape) return result;
  result.em = kEmShare * height;
  result.scale = result.em / shape->em;
  if (crop.cols * result.scale > kWidest) return result;
  const cv::Mat even = even_light(resized(crop, result.scale), static_cast<int>(result.em));
  const cv::Mat shaded = stretched(even, shades_of(even));
  const double margin = 0.28 * result.em;
  const double from = std::max(-margin, shape->left * result.scale - margin);
  const double to = shape->right * result.scale + margin;
  result.left = area.x + from / result.scale;
  const cv::Matx23d move(1, 0, std::round(from), shape->lean, 1,
                         shape->middle * result.scale + shape->lean * from - height / 2.0);
  cv::warpAffine(shaded, result.gray, move, {std::max(4, static_cast<int>(to - from)), height},
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, cv::Scalar(kPaper));
  return result;
}

LineImage plain_line_image(const cv::Mat& picture, const cv::Rect& line, int height) {
  LineImage result;
  const int above = line.height / 12;
  const cv::Rect area = cv::Rect(line.x, line.y - above, line.width, line.height + 2 * above) &
                        cv::Rect({0, 0}, picture.size());
  if (area.width < 2 || area.height < 4) return result;
  result.scale = static_cast<double>(height) / area.height;
  if (area.width * result.scale > kWidest) return result;
  const cv::Mat crop = picture(area);
  result.em = kEmShare * height;
  result.left = area.x;
  const int width = std::max(4, static_cast<int>(std::lround(area.width * result.scale)));
  cv::resize(is_light_on_dark(crop) ? 255 - crop : crop, result.gray, {width, height}, 0, 0,
             result.scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return result;
}

std::vector<Stretch> cut_at_gaps(const cv::Mat& gray, int most) {
  std::vector<Stretch> pieces;
  const std::vector<Stretch> gaps = gaps_in(gray);
  int from = 0;
  while (gray.cols - from > most) {
    const Stretch* widest = nullptr;
    for (const Stretch& gap : gaps) {
      const int middle = (gap.from + gap.to) / 2;
      if (middle < from + most / 2 || middle > from + most) continue;
      if (widest == nullptr || gap.to - gap.from >= widest->to - widest->from) widest = &gap;
    }
    const int at = widest != nullptr ? (widest->from + widest->to) / 2
                                     : lightest_column(gray, from + most / 2, from + most);
    pieces.push_back({from, at});
    from = at;
  }
  pieces.push_back({from, gray.cols});
  return pieces;
}

}  // namespace zhipi::ocr
