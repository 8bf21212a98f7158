// Tesseract, held once per language set and asked for the text of one line at a time. One thread.
#pragma once

#include <memory>
#include <opencv2/core.hpp>
#include <string>
#include <string_view>

#include "models/problem.h"

namespace zhipi::ocr {

enum class Alphabet { chinese, latin };

struct LineText {
  std::string text;      // UTF-8, spaces as recognised
  float confidence = 0;  // Tesseract's own for the line, 0 to 100
};

class Recogniser {
 public:
  // Loads the models. Problem: no_models when the language data are not installed.
  static Expected<Recogniser> load();

  Recogniser(Recogniser&&) noexcept;
  Recogniser& operator=(Recogniser&&) noexcept;
  ~Recogniser();

  // One line: 8-bit gray, dark on light, about 64 pixels high with a margin. `allowed` limits the
  // characters (ASCII or UTF-8); empty means all.
  LineText line(const cv::Mat& gray, Alphabet alphabet, const std::string& allowed = {});

  // One Chinese character by itself, prepared as a line is; empty where it sees none.
  std::string character(const cv::Mat& gray);

  // Whether the Chinese model has this character: what it lacks it can only replace.
  bool knows(char32_t character) const;

 private:
  class Engines;
  explicit Recogniser(std::unique_ptr<Engines> engines);
  std::unique_ptr<Engines> engines_;
};

}  // namespace zhipi::ocr
