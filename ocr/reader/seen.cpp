#include "ocr/reader/seen.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

Found seen(Json value, const cv::Rect& box, double confidence) {
  Found found;
  found.reading.value = std::move(value);
  found.reading.confidence = confidence;
  found.box = box;
  return found;
}

std::vector<cv::Rect> blobs(const cv::Mat& mask, int bridge) {
  cv::Mat joined;
  cv::morphologyEx(mask, joined, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, {bridge, bridge}));
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres, 8);
  std::vector<cv::Rect> boxes;
  for (int i = 1; i < count; ++i) {
    boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
  }
  std::sort(boxes.begin(), boxes.end(),
            [](const cv::Rect& a, const cv::Rect& b) { return a.area() > b.area(); });
  return boxes;
}

// The share of directions from the middle in which red lies near the edge: a ring has it all round.
double ring(const cv::Mat& red, const cv::Rect& box) {
  constexpr int kDirections = 72;
  int hit = 0;
  for (int i = 0; i < kDirections; ++i) {
    const double angle = 2 * CV_PI * i / kDirections;
    bool found = false;
    for (double reach = 0.84; reach <= 1.0 && !found; reach += 0.02) {
      const cv::Point at(
          box.x + static_cast<int>(box.width * (0.5 + 0.5 * reach * std::cos(angle))),
          box.y + static_cast<int>(box.height * (0.5 + 0.5 * reach * std::sin(angle))));
      found = cv::Rect({0, 0}, red.size()).contains(at) && red.at<uchar>(at) != 0;
    }
    hit += found ? 1 : 0;
  }
  return static_cast<double>(hit) / kDirections;
}

}  // namespace

namespace {

constexpr double kPlainRing = 0.85;

std::optional<Found> seal_in(const cv::Mat& red, const cv::Rect& box) {
  const double aspect = static_cast<double>(box.width) / box.height;
  const double filled = cv::countNonZero(red(box)) / static_cast<double>(box.area());
  if (aspect < 0.55 || aspect > 1.8 || filled < 0.04 || filled > 0.75) return std::nullopt;
  const double around = ring(red, box);
  if (around < 0.6) return std::nullopt;
  return seen(json::object{{"present", true}, {"color", "red"}}, box,
              around > kPlainRing ? 0.99 : 0.9);
}

// Seals that touch are one blob: the circles in it, each with red all round.
std::vector<Found> touching_seals(const cv::Mat& red, const cv::Rect& blob, int least) {
  constexpr double kFactor = 0.25;
  constexpr double kOuterEdge = 1.1;  // a ring is found by its middle or its inner edge
  cv::Mat small;
  cv::resize(red(blob), small, {}, kFactor, kFactor, cv::INTER_AREA);
  cv::GaussianBlur(small, small, {5, 5}, 0);
  const double smallest = least * kFactor / 2;
  const double largest = std::min(small.cols, small.rows) * 0.55;
  std::vector<cv::Vec3f> circles;
  if (largest > smallest) {
    cv::HoughCircles(small, circles, cv::HOUGH_GRADIENT, 1, smallest, 100, 25,
                     static_cast<int>(smallest), static_cast<int>(largest));
  }
  std::vector<Found> seals;
  for (const cv::Vec3f& circle : circles) {
    const auto side = static_cast<int>(2 * circle[2] / kFactor * kOuterEdge);
    const cv::Rect box(blob.x + static_cast<int>(circle[0] / kFactor) - side / 2,
                       blob.y + static_cast<int>(circle[1] / kFactor) - side / 2, side, side);
    const cv::Rect inside = box & cv::Rect({0, 0}, red.size());
    const bool known = std::any_of(seals.begin(), seals.end(), [&inside](const Found& other) {
      return (other.box & inside).area() * 3 > inside.area();
    });
    if (known || inside != box || ring(red, box) < kPlainRing) continue;
    if (auto seal = seal_in(red, box)) seals.push_back(*std::move(seal));
  }
  return seals;
}

}  // namespace

std::vector<Found> seals_on(const Prepared& page) {
  std::vector<Found> seals;
  cv::Mat red;
  cv::medianBlur(page.red, red, 3);
  const int least = std::max(page.red.cols, page.red.rows) / 20;
  for (const cv::Rect& box : blobs(red, std::max(9, least / 8))) {
    if (std::min(box.width, box.height) < least) break;
    const std::optional<Found> seal = seal_in(red, box);
    const bool whole = seal && ring(red, box) > kPlainRing;
    std::vector<Found> several;
    if (!whole) several = touching_seals(red, box, least);
    if (several.size() > 1 || (!seal && !several.empty())) {
      std::move(several.begin(), several.end(), std::back_inserter(seals));
    } else if (seal) {
      seals.push_back(*seal);
    }
  }
  return seals;
}

namespace {

// The largest dark area of a portrait's shape; parts up to `bridge` apart are one.
std::optional<cv::Rect> portrait_in(const cv::Mat& dark, int bridge) {
  constexpr double kWidest = 1.65;  // of a couple, side by side
  for (const cv::Rect& box : blobs(dark, bridge)) {
    const double share = box.area() / static_cast<double>(dark.total());
    const double aspect = static_cast<double>(box.width) / box.height;
    if (share < 0.015) break;
    if (share > 0.35 || aspect < 0.5 || aspect > kWidest) continue;
    if (cv::countNonZero(dark(box)) >= 0.45 * box.area()) return box;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Found> find_photo(const Prepared& page) {
  cv::Mat small;
  const double factor = 200.0 / std::max(page.raw.cols, page.raw.rows);
  cv::resize(page.raw, small, {}, factor, factor, cv::INTER_AREA);
  cv::Mat dark;
  cv::threshold(small, dark, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  // Hair and coat of one portrait are far apart, of another the print beside it is near.
  for (const int bridge : {9, 5, 3}) {
    const std::optional<cv::Rect> box = portrait_in(dark, bridge);
    if (!box) continue;
    const cv::Rect whole(static_cast<int>(box->x / factor), static_cast<int>(box->y / factor),
                         static_cast<int>(box->width / factor),
                         static_cast<int>(box->height / factor));
    return seen(json::object{{"present", true}}, whole & cv::Rect({0, 0}, page.raw.size()), 0.9);
  }
  return std::nullopt;
}

std::optional<Found> find_signature(const Field& field, const Layout& layout,
                                    const Prepared& page) {
  for (const cv::Rect& area : areas_after(field, layout, page)) {
    if (area.area() == 0) continue;
    const cv::Rect written = around_ink(page.ink, area);
    const double share = cv::countNonZero(page.ink(area)) / static_cast<double>(area.area());
    const bool present = share > 0.005 && written.width > area.height / 3;
    return seen(json::object{{"present", present}}, present ? written : area, 0.95);
  }
  return std::nullopt;
}

namespace {

// A box beside print: the paper that its frame encloses, whole or parted by a tick. The share of
// ink inside the frame tells a ticked one. Nothing when there is no frame.
std::optional<Found> box_in(const cv::Mat& ink, const cv::Rect& area, int side) {
  if (area.area() == 0) return std::nullopt;
  std::vector<std::vector<cv::Point>> outlines;
  std::vector<cv::Vec4i> tree;
  cv::findContours(ink(area).clone(), outlines, tree, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  std::optional<Found> best;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    if (tree[i][3] >= 0) continue;  // a hole
    cv::Rect inside;
    double paper = 0;
    for (int hole = tree[i][2]; hole >= 0; hole = tree[static_cast<std::size_t>(hole)][0]) {
      const auto& outline = outlines[static_cast<std::size_t>(hole)];
      if (cv::contourArea(outline) < 6) continue;
      inside = paper == 0 ? cv::boundingRect(outline) : inside | cv::boundingRect(outline);
      paper += cv::contourArea(outline);
    }
    const double aspect = inside.height > 0 ? static_cast<double>(inside.width) / inside.height : 0;
    if (inside.height < side / 2 || inside.height > side * 3 / 2 || aspect < 0.7 || aspect > 1.4)
      continue;
    const auto share_within = [&](int edge) {
      const cv::Rect inner(inside.x + edge, inside.y + edge, inside.width - 2 * edge,
                           inside.height - 2 * edge);
      return cv::countNonZero(ink(area)(inner)) / static_cast<double>(inner.area());
    };
    const double filled = share_within(std::max(1, inside.width / 14));
    if (filled > 0.75 || (best && best->box.area() >= inside.area())) continue;
    // Between the two a shadow or a smudge may be what is seen; what is near the frame alone may be
    // the frame itself, seen at an angle.
    const bool plain = filled < 0.03 || filled > 0.08;
    const bool in_the_middle = share_within(std::max(2, inside.width / 5)) > 0.055;
    const double confidence = plain && in_the_middle == (filled > 0.055) ? 0.985 : 0.7;
    best = seen(filled > 0.055, inside + area.tl(), confidence);
    best->reading.text = filled > 0.055 ? "☑" : "□";
  }
  return best;
}

// 代办 in 代办人姓名: the label is the beginning of a longer word.
bool goes_on(const Row& row, const LabelHit& hit) {
  if (hit.last >= row.glyphs.size()) return false;
  constexpr std::u32string_view kBoxes = U"口囗回日曰田因区困四";  // as an empty box is read
  const Glyph& next = row.glyphs[hit.last];
  const Glyph& end = row.glyphs[hit.last - 1];
  return is_han(next.character) && kBoxes.find(next.character) == std::u32string_view::npos &&
         (next.box.x - end.box.br().x) * 2 < row.box.height;
}

}  // namespace

std::optional<Found> find_checkbox(const Field& field, const Layout& layout, const Prepared& page) {
  const std::vector<std::string> labels =
      field.labels.empty() ? std::vector{field.title} : field.labels;
  const cv::Rect all({0, 0}, page.ink.size());
  for (const std::string& label : labels) {
    for (const LabelHit& hit : find_label(layout, label)) {
      const Row& row = layout.rows[hit.row];
      if (goes_on(row, hit)) continue;
      const int side = row.box.height;
      const int left = row.glyphs[hit.first].box.x;
      const int right = row.glyphs[hit.last - 1].box.br().x - side / 4;
      const auto looked = [&](int from, int to) {
        return box_in(page.ink, cv::Rect(from, row.box.y - side / 2, to - from, 2 * side) & all,
                      side);
      };
      if (auto found = looked(left - 2 * side, left + side / 4)) return found;
      // The box may have been taken for a part of the first character; but a square may be one of
      // that character's own, as 日 in 最 is.
      constexpr double kMayBeTheCharacter = 0.7;
      if (auto found = looked(left - 2 * side, left + side)) {
        found->reading.confidence = std::min(found->reading.confidence, kMayBeTheCharacter);
        return found;
      }
      if (auto found = looked(right, right + 2 * side)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace zhipi::ocr
