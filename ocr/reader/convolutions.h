// A network of convolutions, sums and rectifiers, run by oneDNN: less than half of the time that
// OpenCV's own layers take for the same figures. One thread.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <optional>
#include <vector>

namespace zhipi::ocr {

class Convolutions {
 public:
  // The same network, before it has run for the first time. Nothing when it has any other layer, or
  // is no line of layers that ends in classes side by side, one row high: then OpenCV must run it.
  static std::optional<Convolutions> from(cv::dnn::Net& net);

  Convolutions(Convolutions&&) noexcept;
  Convolutions& operator=(Convolutions&&) noexcept;
  ~Convolutions();

  // Pictures of one size, float32, one channel; of each frames × classes, as the last layer gives
  // them. A few small ones are run together. What a size needs is made when it is first seen (some
  // 20 ms) and kept: callers bring pictures to a few sizes. Nothing when oneDNN cannot.
  std::optional<std::vector<cv::Mat>> run(const std::vector<cv::Mat>& pictures);

 private:
  class Network;
  explicit Convolutions(std::unique_ptr<Network> network);
  std::unique_ptr<Network> network_;
};

}  // namespace zhipi::ocr
