// A line model small enough to be written by a test: it tells bars of print apart, and blank paper.
//
// One convolution of 4 columns over the whole height compares each place with a picture of every
// class: A is one bar as high as the line, B two bars, C three, D a bar in the middle third.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace zhipi::ocr {

// How the model's output is arranged, and whether it gives probabilities.
enum class Arrangement { classes_first, frames_first, lines_second, probabilities };

// Protocol buffers, as far as ONNX needs them here.
class Message {
 public:
  Message& number(int field, std::uint64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3U);
    varint(value);
    return *this;
  }
  Message& text(int field, std::string_view value) {
    varint((static_cast<std::uint64_t>(field) << 3U) | 2U);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& add(int field, const Message& value) { return text(field, value.bytes_); }
  const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

namespace tiny {

inline Message integers(std::string_view name, const std::vector<std::uint64_t>& values) {
  Message attribute;
  attribute.text(1, name);
  for (const std::uint64_t value : values) attribute.number(8, value);
  return attribute.number(20, 7);
}

inline Message integer(std::string_view name, std::uint64_t value) {
  return Message().text(1, name).number(3, value).number(20, 2);
}

inline Message node(std::string_view operation, const std::vector<std::string>& inputs,
                    std::string_view output, const std::vector<Message>& attributes) {
  Message node;
  for (const std::string& input : inputs) node.text(1, input);
  node.text(2, output).text(3, output).text(4, operation);
  for (const Message& attribute : attributes) node.add(5, attribute);
  return node;
}

inline Message weights(std::string_view name, const std::vector<std::uint64_t>& shape,
                       const std::vector<float>& values) {
  Message tensor;
  for (const std::uint64_t size : shape) tensor.number(1, size);
  tensor.number(2, 1).text(8, name);
  return tensor.text(9, {reinterpret_cast<const char*>(values.data()), values.size() * 4});
}

// A size of 0 is left open.
inline Message value(std::string_view name, const std::vector<std::uint64_t>& shape) {
  Message dimensions;
  for (const std::uint64_t size : shape) {
    dimensions.add(1, size == 0 ? Message().text(2, "any") : Message().number(1, size));
  }
  const Message tensor = Message().number(1, 1).add(2, dimensions);
  return Message().text(1, name).add(2, Message().add(1, tensor));
}

}  // namespace tiny

// Rows of print, of 25, that a character has.
inline bool has_print(char character, int row) {
  switch (character) {
    case 'A':
      return true;
    case 'B':
      return row < 8 || row >= 17;
    case 'C':
      return row / 5 % 2 == 0;
    case 'D':
      return row < 3 || row >= 22 || (row >= 8 && row < 17);
    default:
      return false;
  }
}

inline std::string tiny_onnx(Arrangement arrangement = Arrangement::classes_first,
                             int height = 32) {
  constexpr std::string_view kClasses = " ABCD";
  std::vector<float> kernel;
  for (const char one : kClasses) {
    for (int y = 0; y < height; ++y) {
      const int row = y * 32 / height - 4;
      const bool dark = row >= 0 && row < 25 && has_print(one, row);
      for (int x = 0; x < 4; ++x) kernel.push_back(dark ? -0.15F : 0.15F);
    }
  }
  const auto rows = static_cast<std::uint64_t>(height);
  Message graph;
  graph.add(1, tiny::node("Conv", {"x", "kernel", "bias"}, "classes",
                          {tiny::integers("kernel_shape", {rows, 4}),
                           tiny::integers("strides", {rows, 4})}));
  std::string last = "classes";
  if (arrangement == Arrangement::probabilities) {
    graph.add(1, tiny::node("Softmax", {last}, "y", {tiny::integer("axis", 1)}));
    last = "y";
  } else if (arrangement != Arrangement::classes_first) {
    const bool frames_first = arrangement == Arrangement::frames_first;
    graph.add(1, tiny::node("Squeeze", {last}, "flat", {tiny::integers("axes", {2})}));
    graph.add(1, tiny::node(
                     "Transpose", {"flat"}, "y",
                     {tiny::integers("perm", frames_first ? std::vector<std::uint64_t>{0, 2, 1}
                                                          : std::vector<std::uint64_t>{2, 0, 1})}));
    last = "y";
  }
  graph.text(2, "tiny");
  graph.add(5, tiny::weights("kernel", {kClasses.size(), 1, rows, 4}, kernel));
  // Half a character is none: blank wins where nothing is seen whole.
  graph.add(5, tiny::weights("bias", {kClasses.size()}, {4, 0, 0, 0, 0}));
  // OpenCV can squeeze only where sizes are open.
  const bool open =
      arrangement == Arrangement::frames_first || arrangement == Arrangement::lines_second;
  graph.add(11, open ? tiny::value("x", {0, 1, rows, 0}) : tiny::value("x", {1, 1, rows, 160}));
  graph.add(12, tiny::value(last, {1, kClasses.size(), 1, 40}));
  return Message().number(1, 6).add(7, graph).add(8, Message().text(1, "").number(2, 11)).bytes();
}

// A folder of its own that is removed with the object.
class ModelFolder {
 public:
  ModelFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("zhipi-line-model-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
    write("reader.onnx", tiny_onnx());
    write("reader.txt", "A\nB\nC\nD\n");
  }
  ~ModelFolder() { std::filesystem::remove_all(path_); }
  ModelFolder(const ModelFolder&) = delete;
  ModelFolder& operator=(const ModelFolder&) = delete;

  void write(const char* name, std::string_view bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
  }
  std::filesystem::path model() const { return path_ / "reader.onnx"; }
  std::filesystem::path charset() const { return path_ / "reader.txt"; }

 private:
  std::filesystem::path path_;
};

// The characters as the model knows them, `size` pixels high, with a margin of paper.
inline cv::Mat bars(std::string_view text, int size = 50, int margin = 12) {
  const int advance = size * 4 / 3;
  cv::Mat picture(size + 2 * margin, static_cast<int>(text.size()) * advance + 2 * margin, CV_8U,
                  cv::Scalar(240));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int x = margin + static_cast<int>(i) * advance;
    for (int row = 0; row < 25; ++row) {
      if (!has_print(text[i], row)) continue;
      const int from = margin + row * size / 25;
      const int to = margin + (row + 1) * size / 25;
      picture(cv::Rect(x, from, size, to - from)).setTo(30);
    }
  }
  return picture;
}

inline cv::Rect whole(const cv::Mat& picture) {
  return {{0, 0}, picture.size()};
}

}  // namespace zhipi::ocr
