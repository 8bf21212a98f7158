#include "ocr/reader/parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <tuple>

namespace zhipi::ocr {
namespace {

// Specks and bars, so dense that many grow together.
cv::Mat scattered(int seed) {
  cv::Mat ink = cv::Mat::zeros(67, 131, CV_8U);
  cv::RNG random(static_cast<std::uint64_t>(seed));
  for (int i = 0; i < 160; ++i) {
    const cv::Rect bar(random.uniform(0, 125), random.uniform(0, 62), random.uniform(1, 9),
                       random.uniform(1, 5));
    ink(bar & cv::Rect({0, 0}, ink.size())).setTo(255);
  }
  return ink;
}

using Told = std::vector<std::tuple<int, int, int, int, int>>;

Told by_opencv(const cv::Mat& ink, int connectivity) {
  cv::Mat labels;
  cv::Mat stats;
  cv::Mat centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, connectivity);
  Told told;
  for (int i = 1; i < count; ++i) {
    told.emplace_back(stats.at<int>(i, 0), stats.at<int>(i, 1), stats.at<int>(i, 2),
                      stats.at<int>(i, 3), stats.at<int>(i, 4));
  }
  std::sort(told.begin(), told.end());
  return told;
}

Told by_runs(const cv::Mat& ink, Touching touching) {
  Told told;
  for (const Part& part : parts_of(ink, touching)) {
    told.emplace_back(part.box.x, part.box.y, part.box.width, part.box.height, part.area);
  }
  std::sort(told.begin(), told.end());
  return told;
}

TEST(Parts, AreThoseThatOpenCvFinds) {
  for (int seed = 1; seed <= 20; ++seed) {
    const cv::Mat ink = scattered(seed);
    EXPECT_EQ(by_runs(ink, Touching::with_corners), by_opencv(ink, 8)) << seed;
    EXPECT_EQ(by_runs(ink, Touching::by_sides), by_opencv(ink, 4)) << seed;
  }
}

TEST(Parts, ComeFromAboveThenFromTheLeft) {
  cv::Mat ink = cv::Mat::zeros(10, 20, CV_8U);
  ink(cv::Rect(12, 2, 3, 3)).setTo(255);
  ink(cv::Rect(1, 3, 3, 3)).setTo(255);
  const std::vector<Part> parts = parts_of(ink);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].box.x, 12);
  EXPECT_EQ(parts[1].box.x, 1);
}

TEST(LongRuns, AreWhatAnOpeningLeaves) {
  for (int seed = 1; seed <= 20; ++seed) {
    const cv::Mat ink = scattered(seed);
    for (const int least : {9, 13}) {  // an even one OpenCV shifts by a pixel
      cv::Mat wanted;
      cv::morphologyEx(ink, wanted, cv::MORPH_OPEN,
                       cv::getStructuringElement(cv::MORPH_RECT, {least, 1}));
      EXPECT_EQ(cv::norm(long_runs(ink, least), wanted, cv::NORM_INF), 0) << seed << " " << least;
    }
  }
}

}  // namespace
}  // namespace zhipi::ocr
