#include "ocr/reader/parts.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace zhipi::ocr {
namespace {

// Pixels [from, to) of a row.
struct Run {
  int from = 0;
  int to = 0;
  std::size_t part = 0;
};

int first_ink(const uchar* row, int from, int end) {
  for (std::uint64_t eight = 0; from + 8 <= end; from += 8) {
    std::memcpy(&eight, row + from, sizeof eight);
    if (eight != 0) break;
  }
  while (from < end && row[from] == 0) ++from;
  return from;
}

int first_paper(const uchar* row, int from, int end) {
  const void* const found = std::memchr(row + from, 0, static_cast<std::size_t>(end - from));
  return found == nullptr ? end : static_cast<int>(static_cast<const uchar*>(found) - row);
}

void find_runs(const uchar* row, int width, std::vector<Run>& runs) {
  runs.clear();
  for (int x = first_ink(row, 0, width); x < width;) {
    const int end = first_paper(row, x, width);
    runs.push_back({x, end});
    x = first_ink(row, end, width);
  }
}

// Parts that turn out to be one stand for their earliest.
class Joined {
 public:
  std::size_t add() {
    earlier_.push_back(earlier_.size());
    return earlier_.back();
  }

  std::size_t first_of(std::size_t part) {
    while (earlier_[part] != part) part = earlier_[part] = earlier_[earlier_[part]];
    return part;
  }

  std::size_t join(std::size_t a, std::size_t b) {
    const auto [first, other] = std::minmax({first_of(a), first_of(b)});
    earlier_[other] = first;
    return first;
  }

 private:
  std::vector<std::size_t> earlier_;
};

}  // namespace

std::vector<Part> parts_of(const cv::Mat& ink, Touching touching) {
  const int reach = touching == Touching::with_corners ? 1 : 0;
  Joined joined;
  std::vector<Part> parts;
  std::vector<Run> above;
  std::vector<Run> here;
  for (int y = 0; y < ink.rows; ++y) {
    find_runs(ink.ptr<uchar>(y), ink.cols, here);
    std::size_t next = 0;
    for (Run& run : here) {
      while (next < above.size() && above[next].to + reach <= run.from) ++next;
      bool known = false;
      for (std::size_t i = next; i < above.size() && above[i].from < run.to + reach; ++i) {
        run.part = known ? joined.join(run.part, above[i].part) : joined.first_of(above[i].part);
        known = true;
      }
      const cv::Rect box(run.from, y, run.to - run.from, 1);
      if (!known) {
        run.part = joined.add();
        parts.push_back({box, 0});
      }
      parts[run.part].box |= box;
      parts[run.part].area += box.width;
    }
    std::swap(above, here);
  }
  for (std::size_t i = parts.size(); i-- > 0;) {
    const std::size_t first = joined.first_of(i);
    if (first == i) continue;
    parts[first].box |= parts[i].box;
    parts[first].area += parts[i].area;
    parts[i].area = 0;
  }
  std::erase_if(parts, [](const Part& part) { return part.area == 0; });
  return parts;
}

cv::Mat long_runs(const cv::Mat& ink, int least) {
  cv::Mat kept = cv::Mat::zeros(ink.size(), CV_8U);
  std::vector<Run> runs;
  for (int y = 0; y < ink.rows; ++y) {
    find_runs(ink.ptr<uchar>(y), ink.cols, runs);
    for (const Run& run : runs) {
      int needed = least;
      if (run.from == 0) needed = least - least / 2;
      if (run.to == ink.cols) needed = std::min(needed, least / 2 + 1);
      if (run.to - run.from >= needed)
        std::memset(kept.ptr<uchar>(y) + run.from, 255,
                    static_cast<std::size_t>(run.to - run.from));
    }
  }
  return kept;
}

}  // namespace zhipi::ocr
