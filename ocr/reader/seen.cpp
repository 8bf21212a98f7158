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

// The share of directions from the middle in which red lies between `from` and `to`, in half widths
// of the box.
double red_around(const cv::Mat& red, const cv::Rect& box, double from, double to) {
  constexpr int kDirections = 72;
  int hit = 0;
  for (int i = 0; i < kDirections; ++i) {
    const double angle = 2 * CV_PI * i / kDirections;
    bool found = false;
    for (double reach = from; reach <= to && !found; reach += 0.02) {
      const cv::Point at(
          box.x + static_cast<int>(box.width * (0.5 + 0.5 * reach * std::cos(angle))),
          box.y + static_cast<int>(box.height * (0.5 + 0.5 * reach * std::sin(angle))));
      found = cv::Rect({0, 0}, red.size()).contains(at) && red.at<uchar>(at) != 0;
    }
    hit += found ? 1 : 0;
  }
  return static_cast<double>(hit) / kDirections;
}

// A ring has red all round near its edge.
double ring(const cv::Mat& red, const cv::Rect& box) {
  return red_around(red, box, 0.84, 1.0);
}

}  // namespace

namespace {

constexpr double kPlainRing = 0.85;

// Of a seal's square .13 to .25 are red, on drawn pages in all conditions; of a state emblem or a
// portrait's red ground .63 and more. Red goes on around a circle that is found in such a ground.
std::optional<Found> seal_in(const cv::Mat& red, const cv::Rect& box) {
  constexpr double kLeastFilled = 0.04;
  constexpr double kMostFilled = 0.45;
  constexpr double kMostAround = 0.4;  // another seal may touch it
  const double aspect = static_cast<double>(box.width) / box.height;
  const double filled = cv::countNonZero(red(box)) / static_cast<double>(box.area());
  if (aspect < 0.55 || aspect > 1.8 || filled < kLeastFilled || filled > kMostFilled)
    return std::nullopt;
  const double around = ring(red, box);
  if (around < 0.6 || red_around(red, box, 1.14, 1.2) > kMostAround) return std::nullopt;
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

// A frame beside print: the paper that it encloses, whole or parted by a tick.
struct Frame {
  cv::Rect inside;
  std::vector<cv::Point> edge;  // of that paper, convex
  bool alone = false;           // nothing joins the frame from outside, as a tick over it does
};

constexpr double kStraight = 0.82;  // of its rectangle, what a whole frame encloses at least

// The largest square frame of about this side; nothing where none is whole.
std::optional<Frame> frame_in(const cv::Mat& ink, int side) {
  std::vector<std::vector<cv::Point>> outlines;
  std::vector<cv::Vec4i> tree;
  cv::findContours(ink, outlines, tree, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  std::optional<Frame> best;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    if (tree[i][3] >= 0) continue;  // a hole
    std::vector<cv::Point> paper;
    for (int hole = tree[i][2]; hole >= 0; hole = tree[static_cast<std::size_t>(hole)][0]) {
      const auto& outline = outlines[static_cast<std::size_t>(hole)];
      if (cv::contourArea(outline) >= 6) paper.insert(paper.end(), outline.begin(), outline.end());
    }
    if (paper.empty()) continue;
    Frame frame;
    frame.inside = cv::boundingRect(paper);
    const double aspect = static_cast<double>(frame.inside.width) / frame.inside.height;
    if (frame.inside.height < side / 2 || frame.inside.height > side * 3 / 2 || aspect < 0.7 ||
        aspect > 1.4)
      continue;
    cv::convexHull(paper, frame.edge);
    if (cv::contourArea(frame.edge) < kStraight * frame.inside.area()) continue;
    const cv::Rect outer = cv::boundingRect(outlines[i]);
    frame.alone = std::max(outer.width - frame.inside.width, outer.height - frame.inside.height) <
                  std::max(8, side / 2);
    if (!best || best->inside.area() < frame.inside.area()) best = std::move(frame);
  }
  return best;
}

// The share of ink inside the frame, but for a rim as wide as the frame's own strokes may reach in.
double marked(const cv::Mat& ink, const Frame& frame) {
  constexpr double kWithin = 0.78;
  const cv::Point2d middle(frame.inside.x + (frame.inside.width - 1) / 2.0,
                           frame.inside.y + (frame.inside.height - 1) / 2.0);
  std::vector<cv::Point> edge;
  for (const cv::Point& at : frame.edge)
    edge.emplace_back(middle + (cv::Point2d(at) - middle) * kWithin);
  cv::Mat within = cv::Mat::zeros(ink.size(), CV_8U);
  cv::fillConvexPoly(within, edge, cv::Scalar(255));
  return cv::countNonZero(ink & within) / std::max(1.0, 1.0 * cv::countNonZero(within));
}

// A box, ticked or not; nothing where there is no frame. Of thin print a frame is whole only when
// gray counts as ink. The mark must show in print as dark as that of the page, and when gray
// counts: measured on drawn forms, of a ticked box an eighth is ink at least, of an empty one
// nothing.
std::optional<Found> box_in(const Prepared& page, const cv::Rect& area, int side) {
  constexpr int kGray = 190;
  constexpr double kEmpty = 0.02;
  constexpr double kTicked = 0.06;
  if (area.area() == 0) return std::nullopt;
  const cv::Mat ink = page.ink(area).clone();
  const cv::Mat gray = page.even(area) < kGray;
  std::optional<Frame> frame = frame_in(ink, side);
  if (!frame) frame = frame_in(gray, side);
  if (!frame) return std::nullopt;
  const double most = marked(gray, *frame);
  const double least = std::min(marked(ink, *frame), most);
  const bool plain = least > kTicked || (most < kEmpty && frame->alone);
  const bool ticked = (least + most) / 2 > (kEmpty + kTicked) / 2;
  Found found = seen(ticked, frame->inside + area.tl(), plain ? 0.985 : 0.7);
  found.reading.text = ticked ? "☑" : "□";
  return found;
}

// 代办 in 代办人姓名: the label is the beginning of a longer word, unless what follows is its box.
bool goes_on(const Row& row, const LabelHit& hit) {
  constexpr std::u32string_view kBoxes = U"口囗回日曰田因区困四";  // as an empty box is read
  return runs_on(row, hit) &&
         kBoxes.find(row.glyphs[hit.last].character) == std::u32string_view::npos;
}

// Words right behind a box that was found behind other words: it may be theirs.
bool has_print_behind(const cv::Mat& ink, const cv::Rect& box, int side) {
  const cv::Rect behind =
      cv::Rect(box.br().x + side / 4, box.y, side, box.height) & cv::Rect({0, 0}, ink.size());
  return behind.area() > 0 && cv::countNonZero(ink(behind)) > 0;
}

void doubt(Found& found, std::string why) {
  constexpr double kMayBeAnother = 0.7;
  found.reading.confidence = std::min(found.reading.confidence, kMayBeAnother);
  found.reading.doubts.push_back(std::move(why));
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
        return box_in(page, cv::Rect(from, row.box.y - side / 2, to - from, 2 * side) & all, side);
      };
      if (auto found = looked(left - 2 * side, left + side / 4)) return found;
      // The box may have been taken for a part of the first character; but a square may be one of
      // that character's own, as 日 in 最 is.
      if (auto found = looked(left - 2 * side, left + side)) {
        doubt(*found, "方框可能是文字的一部分 the box may be a part of the character beside it");
        return found;
      }
      if (auto found = looked(right, right + 2 * side)) {
        if (has_print_behind(page.ink, found->box, side))
          doubt(*found, "方框后另有文字 the box may belong to the words behind it");
        return found;
      }
    }
  }
  return std::nullopt;
}

}  // namespace zhipi::ocr
