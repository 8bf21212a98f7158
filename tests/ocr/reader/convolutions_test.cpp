#include "ocr/reader/convolutions.h"

#include <gtest/gtest.h>

#include "tests/ocr/reader/tiny_model.h"

namespace zhipi::ocr {
namespace {

cv::Mat picture(int width, int seed) {
  cv::Mat drawn(32, width, CV_32F);
  cv::RNG random(static_cast<std::uint64_t>(seed));
  random.fill(drawn, cv::RNG::UNIFORM, -2.0, 2.0);
  return drawn;
}

// Frames × classes of N × classes × 1 × frames.
cv::Mat by_opencv(cv::dnn::Net& net, const cv::Mat& drawn) {
  const int shape[] = {1, 1, drawn.rows, drawn.cols};
  net.setInput(cv::Mat(4, shape, CV_32F, drawn.data));
  const cv::Mat scores = net.forward();
  return cv::Mat(scores.size[1], scores.size[3], CV_32F, scores.data).t();
}

TEST(Convolutions, GiveWhatOpenCvGivesForEveryWidth) {
  cv::dnn::Net net = cv::dnn::readNetFromONNX(ZHIPI_SOURCE_DIR "/ocr/model/reader.onnx");
  std::optional<Convolutions> fast = Convolutions::from(net);
  ASSERT_TRUE(fast);
  for (const int width : {64, 320, 64, 208}) {
    const cv::Mat drawn = picture(width, width);
    const cv::Mat wanted = by_opencv(net, drawn);
    const auto given = fast->run({drawn});
    ASSERT_TRUE(given);
    ASSERT_EQ(given->at(0).size(), wanted.size());
    EXPECT_LT(cv::norm(given->at(0), wanted, cv::NORM_INF), 1e-3 * cv::norm(wanted, cv::NORM_INF));
  }
}

TEST(Convolutions, GiveOfSeveralPicturesWhatTheyGiveOfEach) {
  cv::dnn::Net net = cv::dnn::readNetFromONNX(ZHIPI_SOURCE_DIR "/ocr/model/reader.onnx");
  std::optional<Convolutions> fast = Convolutions::from(net);
  ASSERT_TRUE(fast);
  std::vector<cv::Mat> drawn;
  for (int i = 0; i < 9; ++i) drawn.push_back(picture(128, i));
  const auto together = fast->run(drawn);
  ASSERT_TRUE(together);
  ASSERT_EQ(together->size(), drawn.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const auto alone = fast->run({drawn[i]});
    ASSERT_TRUE(alone);
    EXPECT_LT(cv::norm(together->at(i), alone->at(0), cv::NORM_INF), 1e-3) << i;
  }
}

TEST(Convolutions, LeaveNetworksOfOtherLayersToOpenCv) {
  const std::string onnx = tiny_onnx(Arrangement::probabilities);
  cv::dnn::Net net = cv::dnn::readNetFromONNX(onnx.data(), onnx.size());
  EXPECT_FALSE(Convolutions::from(net));
}

}  // namespace
}  // namespace zhipi::ocr
