#include "ocr/reader/rows.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "ocr/reader/parts.h"

namespace zhipi::ocr {
namespace {

constexpr int kLeastHeight = 10;  // pixels; smaller print cannot be read
constexpr int kMostHeight = 110;
constexpr int kSpeck = 4;  // pixels; a thin comma at 200 dpi has 7

std::vector<cv::Rect> components(const cv::Mat& ink) {
  std::vector<cv::Rect> boxes;
  for (const Part& part : parts_of(ink)) {
    if (part.area >= kSpeck) boxes.push_back(part.box);
  }
  return boxes;
}

int usual_height(const std::vector<cv::Rect>& boxes) {
  std::vector<int> heights;
  for (const cv::Rect& box : boxes) {
    if (box.height >= kLeastHeight && box.height <= kMostHeight && box.width <= 3 * kMostHeight &&
        box.width * 5 > box.height) {
      heights.push_back(box.height);
    }
  }
  if (heights.size() < 4) return 0;
  // Parts of characters are many: whole ones are the upper part of the sizes.
  const auto at = heights.begin() + static_cast<long>(heights.size() * 7 / 10);
  std::nth_element(heights.begin(), at, heights.end());
  return *at;
}

int cell_at(const std::vector<cv::Rect>& cells, const cv::Rect& box) {
  const cv::Point middle(box.x + box.width / 2, box.y + box.height / 2);
  int best = -1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].contains(middle)) continue;
    if (best < 0 || cells[i].area() < cells[static_cast<std::size_t>(best)].area()) {
      best = static_cast<int>(i);
    }
  }
  return best;
}

// How much of the lower of the two boxes they share in height, 0 to 1.
double shared_height(const cv::Rect& a, const cv::Rect& b) {
  const int shared = std::min(a.br().y, b.br().y) - std::max(a.y, b.y);
  return static_cast<double>(shared) / std::min(a.height, b.height);
}

// A signature or a heading beside ordinary print is not of its row; a dash or a dot is.
bool alike_in_height(const cv::Rect& row, const cv::Rect& box, int size) {
  const int larger = std::max(row.height, box.height);
  const int smaller = std::min(row.height, box.height);
  return larger * 10 <= smaller * 17 || larger * 10 <= size * 14 || smaller * 10 <= size * 6;
}

bool is_single(const cv::Rect& part) {
  return part.width * 10 <= part.height * 14;
}

// Print grown together: a mask in which characters of one word touch.
std::vector<cv::Rect> words(const cv::Mat& ink, const std::vector<cv::Rect>& parts, int size) {
  cv::Mat print = cv::Mat::zeros(ink.size(), CV_8U);
  for (const cv::Rect& part : parts) {
    // Portraits, thick borders and the dust of bad scans are no print.
    if (part.height > size * 3 || part.width > size * 12 || part.width > 40 * part.height) continue;
    if (std::max(part.width, part.height) < size / 8) continue;
    ink(part).copyTo(print(part));
  }
  cv::morphologyEx(print, print, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {size * 9 / 10, 1}));
  cv::morphologyEx(print, print, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {1, std::max(3, size / 4)}));
  return components(print);
}

// Pieces of one character that lie above each other (二) belong together.
void merge_stacked(std::vector<cv::Rect>& boxes, int size) {
  for (bool merged = true; merged;) {
    merged = false;
    for (std::size_t i = 0; i < boxes.size() && !merged; ++i) {
      for (std::size_t j = i + 1; j < boxes.size() && !merged; ++j) {
        const cv::Rect both = boxes[i] | boxes[j];
        const int across =
            std::min(boxes[i].br().x, boxes[j].br().x) - std::max(boxes[i].x, boxes[j].x);
        const bool stacked = across > 0 && both.height <= size * 5 / 4;
        if (!stacked) continue;
        boxes[i] = both;
        boxes.erase(boxes.begin() + static_cast<long>(j));
        merged = true;
      }
    }
  }
}

// Lines of print so close below each other that they grew together: each by itself. They part where
// next to nothing is printed; what does not part into lines of about the usual height is left
// whole.
std::vector<cv::Rect> parted_lines(const cv::Mat& ink, const cv::Rect& box, int size) {
  constexpr double kEmpty = 0.12;  // of the ink in the usual row of pixels
  if (box.height * 10 < size * 17 || box.width < size * 4) return {box};
  cv::Mat sums;
  cv::reduce(ink(box), sums, 1, cv::REDUCE_SUM, CV_32S);
  std::vector<int> sorted(sums.begin<int>(), sums.end<int>());
  std::nth_element(sorted.begin(), sorted.begin() + box.height / 2, sorted.end());
  const double most = kEmpty * sorted[static_cast<std::size_t>(box.height) / 2];
  std::vector<cv::Rect> lines;
  int top = -1;
  for (int y = 0; y <= box.height; ++y) {
    const bool print = y < box.height && sums.at<int>(y) > most;
    if (print && top < 0) top = y;
    if (print || top < 0) continue;
    const int height = y - top;
    if (height * 10 >= size * 5) {
      const int above = top > 0 ? 1 : 0;  // of the next to nothing, what belongs to the line
      lines.emplace_back(box.x, box.y + top - above, box.width, height + above);
    }
    if (height * 10 > size * 16) return {box};
    top = -1;
  }
  return lines.size() > 1 ? lines : std::vector{box};
}

}  // namespace

cv::Rect around_ink(const cv::Mat& ink, const cv::Rect& area) {
  const cv::Rect inside = area & cv::Rect({0, 0}, ink.size());
  if (inside.area() == 0) return {};
  const cv::Mat part = ink(inside);
  if (cv::countNonZero(part) < 12) return {};
  cv::Mat columns;
  cv::Mat rows;
  cv::reduce(part, columns, 0, cv::REDUCE_SUM, CV_32S);
  cv::reduce(part, rows, 1, cv::REDUCE_SUM, CV_32S);
  constexpr int kOnePixel = 255;  // in a column or row is dust
  const auto span = [](const cv::Mat& sums) {
    int first = -1;
    int last = -1;
    for (int i = 0; i < static_cast<int>(sums.total()); ++i) {
      if (sums.at<int>(i) <= kOnePixel) continue;
      if (first < 0) first = i;
      last = i;
    }
    return std::pair(first, last);
  };
  const auto [left, right] = span(columns);
  const auto [top, bottom] = span(rows);
  if (left < 0 || top < 0) return {};
  return {inside.x + left, inside.y + top, right - left + 1, bottom - top + 1};
}

int character_size(const cv::Mat& ink) {
  return usual_height(components(ink));
}

std::vector<InkRow> find_rows(const cv::Mat& ink, const std::vector<cv::Rect>& cells) {
  constexpr std::size_t kMostRows = 400;
  const std::vector<cv::Rect> parts = components(ink);
  const int size = usual_height(parts);
  std::vector<InkRow> rows;
  if (size == 0) return rows;
  std::vector<cv::Rect> boxes = words(ink, parts, size);
  if (boxes.size() < 2000) merge_stacked(boxes, size);
  std::vector<cv::Rect> lines;
  for (const cv::Rect& box : boxes) {
    for (const cv::Rect& line : parted_lines(ink, box, size)) lines.push_back(line);
  }
  boxes = std::move(lines);
  std::sort(boxes.begin(), boxes.end(),
            [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
  for (const cv::Rect& box : boxes) {
    if (box.height < std::max(kLeastHeight, size / 3) && box.width < size / 2) continue;
    const int cell = cell_at(cells, box);
    InkRow* partner = nullptr;
    for (InkRow& row : rows) {
      const cv::Rect& last = row.parts.back();
      const int gap = box.x - row.box.br().x;
      // A label of two characters may be spread over its whole cell: 坐　　　落.
      const bool spread = cell >= 0 && row.parts.size() == 1 && is_single(last) && is_single(box);
      const int reach = spread ? cells[static_cast<std::size_t>(cell)].width : size * 4;
      if (row.cell != cell || gap > reach || gap < -size / 2 || shared_height(last, box) < 0.5)
        continue;
      if (!alike_in_height(row.box, box, size)) continue;
      if (partner == nullptr || row.box.br().x > partner->box.br().x) partner = &row;
    }
    if (partner == nullptr) {
      if (rows.size() < kMostRows) rows.push_back({{box}, box, cell});
      continue;
    }
    partner->parts.push_back(box);
    partner->box |= box;
  }
  // Bars and dashes alone are remains of borders.
  std::erase_if(rows, [size](const InkRow& row) {
    return row.box.width < size / 4 || row.box.height < std::max(kLeastHeight, size / 3);
  });
  std::sort(rows.begin(), rows.end(),
            [](const InkRow& a, const InkRow& b) { return a.box.y < b.box.y; });
  return rows;
}

}  // namespace zhipi::ocr
