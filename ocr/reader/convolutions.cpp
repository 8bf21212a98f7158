#include "ocr/reader/convolutions.h"

#include <algorithm>
#include <map>
#include <oneapi/dnnl/dnnl.hpp>
#include <opencv2/dnn/all_layers.hpp>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace zhipi::ocr {
namespace {

using dnnl::memory;
using Arguments = std::unordered_map<int, memory>;

// One convolution, and what follows it at once. Values are numbered; 0 is the picture.
struct Step {
  memory::dims kernel;  // outputs, inputs, height, width
  memory::dims strides;
  memory::dims before;  // padding, down and across
  memory::dims after;
  memory weights;
  memory bias;
  std::size_t from = 0;
  std::size_t to = 0;
  bool sums = false;  // the result is added to what value `to` holds
  bool rectifies = false;
};

memory::dims dims_of(const std::vector<std::size_t>& sizes) {
  return {sizes.begin(), sizes.end()};
}

memory copied(const memory::desc& form, const cv::Mat& values, const dnnl::engine& engine) {
  memory copy(form, engine);
  std::copy_n(values.ptr<float>(), values.total(), static_cast<float*>(copy.get_data_handle()));
  return copy;
}

// The layers of a network as steps; which value each layer's output is.
class Steps {
 public:
  explicit Steps(const dnnl::engine& engine) : engine_(engine) {}

  // Whether the layer can be a step, or a part of the last one.
  bool add(const std::string& name, cv::dnn::Layer& layer, const std::vector<std::string>& inputs) {
    for (const std::string& input : inputs) {
      if (!value_of_.contains(input) && !value_of_.empty()) return false;
    }
    if (value_of_.empty() && inputs.size() == 1) value_of_[inputs[0]] = 0;
    if (layer.type == "Convolution" && inputs.size() == 1)
      return add_convolution(name, layer, inputs[0]);
    if (steps_.empty()) return false;
    Step& last = steps_.back();
    if (layer.type == "ReLU" && inputs.size() == 1 && value_of_[inputs[0]] == last.to) {
      last.rectifies = true;
    } else if (layer.type == "Eltwise" && inputs.size() == 2 && !last.sums && !last.rectifies &&
               value_of_[inputs[1]] == last.to) {
      last.sums = true;
      last.to = value_of_[inputs[0]];
    } else if (layer.type != "Identity" || inputs.size() != 1 || value_of_[inputs[0]] != last.to) {
      return false;
    }
    value_of_[name] = last.to;
    return true;
  }

  std::vector<Step> take() { return std::move(steps_); }

 private:
  bool add_convolution(const std::string& name, cv::dnn::Layer& layer, const std::string& input) {
    const auto* const convolution = dynamic_cast<cv::dnn::BaseConvolutionLayer*>(&layer);
    if (convolution == nullptr || layer.blobs.empty() || layer.blobs[0].dims != 4 ||
        !convolution->padMode.empty() || convolution->kernel_size.size() != 2 ||
        convolution->dilations != std::vector<std::size_t>{1, 1}) {
      return false;
    }
    Step step;
    const cv::Mat& weights = layer.blobs[0];
    for (int i = 0; i < 4; ++i) step.kernel.push_back(weights.size[i]);
    const cv::Mat bias =
        layer.blobs.size() > 1 ? layer.blobs[1] : cv::Mat::zeros(1, weights.size[0], CV_32F);
    if (bias.total() != static_cast<std::size_t>(weights.size[0])) return false;
    step.strides = dims_of(convolution->strides);
    step.before = dims_of(convolution->pads_begin);
    step.after = dims_of(convolution->pads_end);
    step.weights =
        copied({step.kernel, memory::data_type::f32, memory::format_tag::oihw}, weights, engine_);
    step.bias =
        copied({{step.kernel[0]}, memory::data_type::f32, memory::format_tag::x}, bias, engine_);
    step.from = value_of_[input];
    step.to = ++values_;
    steps_.push_back(std::move(step));
    value_of_[name] = values_;
    return true;
  }

  dnnl::engine engine_;
  std::vector<Step> steps_;
  std::map<std::string, std::size_t> value_of_;
  std::size_t values_ = 0;
};

// A convolution with its arguments; `from` and `to` are the numbers of the values among them.
struct Sized {
  struct Run {
    dnnl::convolution_forward convolution;
    Arguments arguments;
    std::size_t from = 0;
    std::size_t to = 0;
  };
  std::vector<Run> runs;
  memory::dims result;  // pictures, classes, 1, frames
};

memory::desc values_form(const memory::dims& dims) {
  return {dims, memory::data_type::f32, memory::format_tag::nhwc};
}

// Pictures that are run together: each step's weights come from memory once for all of them. More
// gains little, and what a number of pictures needs has to be made for each size.
constexpr std::size_t kTogether = 4;
constexpr int kMostPixels = 1280;  // side by side: what is more leaves the processor's cache

}  // namespace

class Convolutions::Network {
 public:
  Network(dnnl::engine engine, std::vector<Step> steps)
      : engine_(std::move(engine)), steps_(std::move(steps)) {}

  std::vector<cv::Mat> run(const std::vector<cv::Mat>& pictures) {
    std::vector<cv::Mat> frames;
    while (frames.size() < pictures.size()) {
      const std::span<const cv::Mat> left(pictures.data() + frames.size(),
                                          pictures.size() - frames.size());
      const bool several =
          left.size() >= kTogether && left[0].cols * static_cast<int>(kTogether) <= kMostPixels;
      run_together(left.first(several ? kTogether : 1), frames);
    }
    return frames;
  }

 private:
  void run_together(std::span<const cv::Mat> pictures, std::vector<cv::Mat>& frames) {
    Sized& sized = sized_for(pictures[0].size(), pictures.size());
    float* pixel = values_.front().data();
    for (const cv::Mat& picture : pictures) {
      for (int y = 0; y < picture.rows; ++y)
        pixel = std::copy_n(picture.ptr<float>(y), picture.cols, pixel);
    }
    const int count = static_cast<int>(sized.result[3]);
    cv::Mat all(static_cast<int>(sized.result[0]) * count, static_cast<int>(sized.result[1]),
                CV_32F);
    for (Sized::Run& run : sized.runs) {
      const bool last = &run == &sized.runs.back();
      run.arguments.at(DNNL_ARG_SRC).set_data_handle(values_[run.from].data());
      run.arguments.at(DNNL_ARG_DST)
          .set_data_handle(last ? all.ptr<float>() : values_[run.to].data());
      run.convolution.execute(stream_, run.arguments);
    }
    stream_.wait();
    for (int i = 0; i < static_cast<int>(pictures.size()); ++i)
      frames.push_back(all.rowRange(i * count, (i + 1) * count));
  }

  // Weights stand in memory as the first size wants them; others that want them otherwise get a
  // copy of their own.
  memory arranged(Step& step, const memory::desc& wanted) {
    if (step.weights.get_desc() == wanted) return step.weights;
    memory other(wanted, engine_);
    dnnl::reorder(step.weights, other).execute(stream_, step.weights, other);
    stream_.wait();
    step.weights = other;
    return other;
  }

  Sized& sized_for(cv::Size size, std::size_t pictures) {
    const std::tuple key(size.height, size.width, pictures);
    if (const auto known = sized_.find(key); known != sized_.end()) return known->second;
    Sized sized;
    std::map<std::size_t, memory::desc> forms;
    forms[0] = values_form(
        {static_cast<memory::dim>(pictures), steps_.front().kernel[1], size.height, size.width});
    for (Step& step : steps_) {
      const memory::desc& from = forms.at(step.from);
      memory::dims dims{static_cast<memory::dim>(pictures), step.kernel[0], 0, 0};
      for (std::size_t side = 0; side < 2; ++side) {
        const memory::dim room = from.dims()[side + 2] + step.before[side] + step.after[side];
        dims[side + 2] = (room - step.kernel[side + 2]) / step.strides[side] + 1;
      }
      if (!step.sums) forms[step.to] = values_form(dims);
      add(sized, step, from, forms.at(step.to));
    }
    sized.result = forms.at(steps_.back().to).dims();
    // Sizes share the room for what lies between steps; the last result is the caller's.
    for (const auto& [value, form] : forms) {
      if (value >= values_.size()) values_.resize(value + 1);
      if (value != steps_.back().to && values_[value].size() * sizeof(float) < form.get_size())
        values_[value].resize(form.get_size() / sizeof(float));
    }
    return sized_.emplace(key, std::move(sized)).first->second;
  }

  void add(Sized& sized, Step& step, const memory::desc& from, const memory::desc& to) {
    dnnl::post_ops after;
    if (step.sums) after.append_sum(1);
    if (step.rectifies) after.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(after);
    const memory::desc any(step.kernel, memory::data_type::f32, memory::format_tag::any);
    const dnnl::convolution_forward::desc described(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, from, any,
        step.bias.get_desc(), to, step.strides, step.before, step.after);
    const dnnl::convolution_forward::primitive_desc chosen(described, attributes, engine_);
    sized.runs.push_back({dnnl::convolution_forward(chosen),
                          Arguments{{DNNL_ARG_SRC, memory(from, engine_, DNNL_MEMORY_NONE)},
                                    {DNNL_ARG_WEIGHTS, arranged(step, chosen.weights_desc())},
                                    {DNNL_ARG_BIAS, step.bias},
                                    {DNNL_ARG_DST, memory(to, engine_, DNNL_MEMORY_NONE)}},
                          step.from, step.to});
  }

  dnnl::engine engine_;
  dnnl::stream stream_{engine_};
  std::vector<Step> steps_;
  std::map<std::tuple<int, int, std::size_t>, Sized> sized_;
  std::vector<std::vector<float>> values_;
};

Convolutions::Convolutions(std::unique_ptr<Network> network) : network_(std::move(network)) {}
Convolutions::Convolutions(Convolutions&&) noexcept = default;
Convolutions& Convolutions::operator=(Convolutions&&) noexcept = default;
Convolutions::~Convolutions() = default;

std::optional<Convolutions> Convolutions::from(cv::dnn::Net& net) {
  try {
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    Steps steps(engine);
    for (const std::string& name : net.getLayerNames()) {
      const int id = net.getLayerId(name);
      std::vector<std::string> inputs;
      for (const auto& input : net.getLayerInputs(id)) inputs.push_back(input->name);
      if (!steps.add(name, *net.getLayer(id), inputs)) return std::nullopt;
    }
    std::vector<Step> all = steps.take();
    // The last result goes straight to the caller.
    if (all.empty() || all.back().sums) return std::nullopt;
    return Convolutions(std::make_unique<Network>(engine, std::move(all)));
  } catch (const dnnl::error&) {
    return std::nullopt;
  }
}

std::optional<std::vector<cv::Mat>> Convolutions::run(const std::vector<cv::Mat>& pictures) {
  try {
    return network_->run(pictures);
  } catch (const dnnl::error&) {
    return std::nullopt;
  }
}

}  // namespace zhipi::ocr
