#include "ocr/reader/line_model_files.h"

namespace zhipi::ocr {

LineModelFiles installed_line_model() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path installed =
      fs::read_symlink("/proc/self/exe", error).parent_path().parent_path() / "share/zhipi/model";
  const fs::path folder = fs::is_directory(installed, error) ? installed : ZHIPI_SOURCE_MODEL;
  return {folder / "reader.onnx", folder / "reader.txt"};
}

}  // namespace zhipi::ocr
