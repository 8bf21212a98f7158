// Specimens as pictures.
#pragma once

#include <opencv2/imgcodecs.hpp>
#include <string>
#include <vector>

#include "tests/corpus/specimen.h"

namespace zhipi::ocr {

inline cv::Mat decoded(const specimens::Specimen& specimen) {
  const std::vector<unsigned char> bytes(specimen.bytes.begin(), specimen.bytes.end());
  return cv::imdecode(bytes, cv::IMREAD_COLOR);
}

inline cv::Mat drawn(const std::string& document, const std::string& condition,
                     std::uint64_t seed = 7) {
  specimens::Request request;
  request.document = document;
  request.condition = condition;
  request.seed = seed;
  return decoded(specimens::make_specimen(request).value());
}

}  // namespace zhipi::ocr
