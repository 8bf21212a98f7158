// A CTC model in ONNX with its character list: pictures of lines in, probabilities out. Run by
// oneDNN where it is made of what convolutions.h knows and gives there what it gives in OpenCV,
// which reads the file and runs all others. One thread.
//
// The model: input N×1×H×W float32, (gray - 128) / 64, dark on light; H as the file says, 32 where
// it does not. Output N×C×1×T, N×C×T, N×T×C or T×N×C, C being one more than the list has lines; raw
// scores (the softmax is taken here) or probabilities. The number of frames T grows with W.
#pragma once

#include <filesystem>
#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <optional>
#include <vector>

#include "models/problem.h"
#include "ocr/reader/character_list.h"
#include "ocr/reader/convolutions.h"
#include "ocr/reader/ctc.h"

namespace zhipi::ocr {

class LineModel {
 public:
  // Loads and tries the model. Problem codes: unreadable, bad_charset, bad_model (no ONNX, an input
  // of another shape), model_does_not_fit (not as many classes as the list asks for). The message
  // says what to do.
  static Expected<LineModel> load(const std::filesystem::path& model,
                                  const std::filesystem::path& charset);

  const CharacterList& list() const { return list_; }
  int height() const { return height_; }

  // Pictures of one size, 8-bit gray, height() high; for each its frames. Throws cv::Exception when
  // OpenCV cannot run the model on this size.
  std::vector<Frames> frames(const std::vector<cv::Mat>& lines);

 private:
  enum class Order { classes_first, frames_first, lines_second };

  LineModel(const cv::dnn::Net& net, CharacterList list, int height)
      : net_(net), fast_(Convolutions::from(net_)), list_(std::move(list)), height_(height) {}

  cv::Mat run(const std::vector<cv::Mat>& lines);
  std::vector<Frames> run_fast(const std::vector<cv::Mat>& lines);
  Expected<void> try_out();
  Expected<int> find_order();  // gives the number of classes
  bool can_take_batches();
  bool runs_alike();  // whether oneDNN gives what OpenCV gives
  std::vector<Frames> sorted(const cv::Mat& output, int lines) const;

  cv::dnn::Net net_;  // empty where `fast_` takes its place
  std::optional<Convolutions> fast_;
  CharacterList list_;
  int height_;
  Order order_ = Order::classes_first;
  bool gives_probabilities_ = false;
  bool takes_batches_ = true;
};

}  // namespace zhipi::ocr
