// Which model the line reader uses when nothing else is configured.
#pragma once

#include <filesystem>

namespace zhipi::ocr {

struct LineModelFiles {
  std::filesystem::path model;    // ONNX
  std::filesystem::path charset;  // one character a line
};

// Those installed with this program (../share/zhipi/model), or of the source tree it was built
// from. Where neither is there, the place where they should be: loading them names it.
LineModelFiles installed_line_model();

}  // namespace zhipi::ocr
