#include "ocr/reader/line_model.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <opencv2/core/utils/logger.hpp>
#include <string>
#include <utility>

#include "ocr/reader/onnx_input.h"

namespace zhipi::ocr {
namespace {

constexpr int kUsualHeight = 32;
constexpr int kTrialWidth = 160;

Expected<std::vector<unsigned char>> read_model(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::vector<unsigned char> bytes{std::istreambuf_iterator<char>(stream),
                                   std::istreambuf_iterator<char>()};
  if (!stream.is_open() || stream.bad()) {
    return problem("unreadable", "the line model cannot be read", file.string());
  }
  return bytes;
}

// The height of its input; a problem unless that is lines of one gray channel.
Expected<int> input_height(const std::vector<unsigned char>& bytes) {
  const auto shape = onnx_input_shape({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  const char* const wanted =
      "; a line model is an ONNX file that takes N×1×H×W, lines of gray pixels";
  if (!shape) return problem("bad_model", std::string("this is no ONNX model") + wanted);
  const bool fits =
      shape->size() == 4 && ((*shape)[1] == 1 || (*shape)[1] == -1) && (*shape)[2] <= 256;
  if (!fits) return problem("bad_model", std::string("its input has another shape") + wanted);
  return (*shape)[2] == -1 ? kUsualHeight : static_cast<int>((*shape)[2]);
}

// OpenCV tells what it cannot do on standard error, too; here that is an answer, not an error.
class QuietOpenCv {
 public:
  QuietOpenCv() : before_(cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT)) {}
  ~QuietOpenCv() { cv::utils::logging::setLogLevel(before_); }
  QuietOpenCv(const QuietOpenCv&) = delete;
  QuietOpenCv& operator=(const QuietOpenCv&) = delete;

 private:
  cv::utils::logging::LogLevel before_;
};

// Something like print, never the same twice.
cv::Mat trial(int height, int width, int seed) {
  cv::Mat line(height, width, CV_8U);
  cv::RNG random(static_cast<std::uint64_t>(seed));
  random.fill(line, cv::RNG::UNIFORM, 0, 256);
  return line;
}

bool each_row_sums_to_one(const cv::Mat& rows) {
  for (int i = 0; i < rows.rows; ++i) {
    double least = 0;
    cv::minMaxIdx(rows.row(i), &least);
    if (least < 0 || std::abs(cv::sum(rows.row(i))[0] - 1) > 0.01) return false;
  }
  return true;
}

void softmax(cv::Mat row) {
  double most = 0;
  cv::minMaxIdx(row, nullptr, &most);
  row -= most;
  cv::exp(row, row);
  row /= cv::sum(row)[0];
}

std::vector<int> sizes(const cv::Mat& output) {
  std::vector<int> all;
  for (int i = 0; i < output.dims; ++i) all.push_back(output.size[i]);
  // N×C×1×T is N×C×T.
  if (all.size() == 4 && all[2] == 1) all.erase(all.begin() + 2);
  return all;
}

}  // namespace

Expected<LineModel> LineModel::load(const std::filesystem::path& model,
                                    const std::filesystem::path& charset) {
  auto bytes = read_model(model);
  if (!bytes) return tl::unexpected(bytes.error());
  auto list = CharacterList::load(charset);
  if (!list) return tl::unexpected(list.error());
  const auto named = [&](Problem found) {
    found.where = model.string();
    return tl::unexpected(std::move(found));
  };
  const auto height = input_height(*bytes);
  if (!height) return named(height.error());
  const QuietOpenCv quiet;
  try {
    LineModel loaded(cv::dnn::readNetFromONNX(*bytes), *std::move(list), *height);
    if (auto fits = loaded.try_out(); !fits) {
      Problem found = fits.error();
      found.message += " (" + charset.string() + ")";
      return named(std::move(found));
    }
    return loaded;
  } catch (const cv::Exception& error) {
    return named({"bad_model",
                  "OpenCV cannot run this model (" + std::string(error.err) +
                      "): export it at opset 11, with plain layers",
                  ""});
  }
}

cv::Mat LineModel::run(const std::vector<cv::Mat>& lines) {
  const cv::Mat& first = lines.front();
  const int shape[] = {static_cast<int>(lines.size()), 1, first.rows, first.cols};
  cv::Mat input(4, shape, CV_32F);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    cv::Mat plane(first.rows, first.cols, CV_32F, input.ptr<float>(static_cast<int>(i)));
    lines[i].convertTo(plane, CV_32F, 1.0 / 64, -2);
  }
  net_.setInput(input);
  return net_.forward();
}

// Which axis of the output is which, seen from two widths: only the frames' axis grows.
Expected<int> LineModel::find_order() {
  const std::vector<int> narrow = sizes(run({trial(height_, kTrialWidth, 1)}));
  const std::vector<int> wide = sizes(run({trial(height_, 2 * kTrialWidth, 1)}));
  if (narrow.size() == 3 && wide.size() == 3 && narrow[0] == 1 && wide[0] == 1) {
    order_ = narrow[1] == wide[1] ? Order::classes_first : Order::frames_first;
    const std::size_t frames = order_ == Order::classes_first ? 2 : 1;
    if (wide[frames] > narrow[frames] && wide[3 - frames] == narrow[3 - frames])
      return narrow[3 - frames];
  } else if (narrow.size() == 3 && wide.size() == 3 && narrow[1] == 1 && wide[0] > narrow[0]) {
    order_ = Order::lines_second;
    if (wide[2] == narrow[2]) return narrow[2];
  }
  return problem("bad_model", "its output is neither N×C×1×T nor N×T×C nor T×N×C");
}

// A model may be unable to read several lines at once, or do it wrongly: then it is given one at a
// time.
bool LineModel::can_take_batches() {
  const QuietOpenCv quiet;
  const std::vector<cv::Mat> two = {trial(height_, kTrialWidth, 1), trial(height_, kTrialWidth, 2)};
  try {
    const Frames alone = sorted(run({two[1]}), 1)[0];
    const cv::Mat both = run(two);
    const auto lines = static_cast<std::size_t>(order_ == Order::lines_second ? 1 : 0);
    return sizes(both).size() == 3 && sizes(both)[lines] == 2 &&
           cv::norm(sorted(both, 2)[1], alone, cv::NORM_INF) < 1e-3;
  } catch (const cv::Exception&) {
    return false;
  }
}

Expected<void> LineModel::try_out() {
  const auto has = find_order();
  if (!has) return tl::unexpected(has.error());
  const int wanted = list_.classes();
  if (*has != wanted) {
    return problem("model_does_not_fit",
                   "the model tells " + std::to_string(*has) + " classes apart, and its list of " +
                       std::to_string(wanted - 1) + " characters asks for " +
                       std::to_string(wanted) +
                       " (one more, the blank): give the list that belongs to the model");
  }
  gives_probabilities_ = true;  // as they are
  gives_probabilities_ = each_row_sums_to_one(sorted(run({trial(height_, kTrialWidth, 1)}), 1)[0]);
  takes_batches_ = can_take_batches();
  if (runs_alike()) {
    net_ = {};
  } else {
    fast_.reset();
  }
  return {};
}

bool LineModel::runs_alike() {
  if (!fast_) return false;
  for (const int width : {kTrialWidth, 2 * kTrialWidth}) {
    const cv::Mat line = trial(height_, width, 3);
    const Frames wanted = sorted(run({line}), 1)[0];
    const Frames given = run_fast({line})[0];
    if (given.size() != wanted.size() || cv::norm(given, wanted, cv::NORM_INF) > 1e-3) return false;
  }
  return true;
}

std::vector<Frames> LineModel::run_fast(const std::vector<cv::Mat>& lines) {
  std::vector<cv::Mat> inputs(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    lines[i].convertTo(inputs[i], CV_32F, 1.0 / 64, -2);
  std::optional<std::vector<cv::Mat>> all = fast_->run(inputs);
  if (!all) CV_Error(cv::Error::StsError, "oneDNN cannot run the line model on this size");
  for (cv::Mat& frames : *all) {
    for (int t = 0; t < frames.rows && !gives_probabilities_; ++t) softmax(frames.row(t));
  }
  return *std::move(all);
}

std::vector<Frames> LineModel::sorted(const cv::Mat& output, int lines) const {
  const std::vector<int> shape = sizes(output);
  const int classes = list_.classes();
  const int count = static_cast<int>(output.total()) / classes / lines;
  std::vector<Frames> all;
  for (int line = 0; line < lines; ++line) {
    Frames frames(count, classes, CV_32F);
    float* const data = const_cast<float*>(output.ptr<float>());
    const std::size_t begin = static_cast<std::size_t>(line) * static_cast<std::size_t>(count) *
                              static_cast<std::size_t>(classes);
    if (order_ == Order::classes_first) {
      cv::transpose(cv::Mat(classes, count, CV_32F, data + begin), frames);
    } else if (order_ == Order::frames_first) {
      cv::Mat(count, classes, CV_32F, data + begin).copyTo(frames);
    } else {
      for (int t = 0; t < count; ++t) {
        const int row = t * lines + line;
        cv::Mat(1, classes, CV_32F,
                data + static_cast<std::size_t>(row) * static_cast<std::size_t>(classes))
            .copyTo(frames.row(t));
      }
    }
    for (int t = 0; t < count && !gives_probabilities_; ++t) softmax(frames.row(t));
    all.push_back(std::move(frames));
  }
  return all;
}

std::vector<Frames> LineModel::frames(const std::vector<cv::Mat>& lines) {
  if (lines.empty()) return {};
  if (fast_) return run_fast(lines);
  if (takes_batches_ || lines.size() == 1)
    return sorted(run(lines), static_cast<int>(lines.size()));
  std::vector<Frames> all;
  for (const cv::Mat& line : lines) all.push_back(sorted(run({line}), 1)[0]);
  return all;
}

}  // namespace zhipi::ocr
