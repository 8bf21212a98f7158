#include "ocr/reader/seen.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

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

std::vector<Found> seals_on(const Prepared& page) {
  std::vector<Found> seals;
  cv::Mat red;
  cv::medianBlur(page.red, red, 3);
  const int least = std::max(page.red.cols, page.red.rows) / 20;
  for (const cv::Rect& box : blobs(red, std::max(9, least / 8))) {
    if (std::min(box.width, box.height) < least) break;
    const double aspect = static_cast<double>(box.width) / box.height;
    const double filled = cv::countNonZero(red(box)) / static_cast<double>(box.area());
    if (aspect < 0.55 || aspect > 1.8 || filled < 0.04 || filled > 0.75) continue;
    const double around = ring(red, box);
    if (around < 0.6) continue;
    seals.push_back(
        seen(json::object{{"present", true}, {"color", "red"}}, box, around > 0.85 ? 0.99 : 0.9));
  }
  return seals;
}

namespace {

// Whether the seal stands where one belongs to a label: on it, to its right or below it.
bool belongs_to(const cv::Rect& seal, const Row& row, const LabelHit& hit) {
  const cv::Rect label = row.glyphs[hit.first].box | row.glyphs[hit.last - 1].box;
  const cv::Point middle(seal.x + seal.width / 2, seal.y + seal.height / 2);
  return middle.x > label.x - seal.width / 4 && middle.x < label.br().x + 3 * seal.width / 2 &&
         middle.y > label.y - seal.height && middle.y < label.br().y + 3 * seal.height / 2;
}

}  // namespace

std::optional<Found> find_seal(const Field& field, const std::vector<Field>& fields,
                               const Layout& layout, const Prepared& page) {
  constexpr double kAnyMayBeMeant = 0.9;
  std::vector<Found> seals = seals_on(page);
  if (field.labels.empty()) {
    if (seals.empty()) return std::nullopt;
    const auto of_seals = [](const Field& one) { return one.kind == FieldKind::seal; };
    if (std::count_if(fields.begin(), fields.end(), of_seals) > 1) {
      Reading& reading = seals.front().reading;
      reading.confidence = std::min(reading.confidence, kAnyMayBeMeant);
      reading.doubts.emplace_back("不知是哪一方的印章 it cannot be told whose seal this is");
    }
    return seals.front();
  }
  for (const std::string& label : field.labels) {
    for (const LabelHit& hit : find_label(layout, label)) {
      for (const Found& seal : seals) {
        if (belongs_to(seal.box, layout.rows[hit.row], hit)) return seal;
      }
    }
  }
  return std::nullopt;
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
    const int edge = std::max(1, inside.width / 14);
    const cv::Rect inner(inside.x + edge, inside.y + edge, inside.width - 2 * edge,
                         inside.height - 2 * edge);
    const double filled = cv::countNonZero(ink(area)(inner)) / static_cast<double>(inner.area());
    if (filled > 0.75 || (best && best->box.area() >= inside.area())) continue;
    // Between the two a shadow or a smudge may be what is seen.
    const double confidence = filled < 0.03 || filled > 0.08 ? 0.985 : 0.7;
    best = seen(filled > 0.055, inside + area.tl(), confidence);
    best->reading.text = filled > 0.055 ? "☑" : "□";
  }
  return best;
}

}  // namespace

std::optional<Found> find_checkbox(const Field& field, const Layout& layout, const Prepared& page) {
  const std::vector<std::string> labels =
      field.labels.empty() ? std::vector{field.title} : field.labels;
  const cv::Rect all({0, 0}, page.ink.size());
  for (const std::string& label : labels) {
    for (const LabelHit& hit : find_label(layout, label)) {
      const Row& row = layout.rows[hit.row];
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
