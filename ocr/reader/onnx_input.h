// What an ONNX file says about its input: OpenCV runs such a file but does not tell what it takes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace zhipi::ocr {

// The shape of the graph's first input that is not a stored weight; -1 where the file leaves a
// dimension open. Nothing when the bytes are no ONNX or name no such input.
std::optional<std::vector<std::int64_t>> onnx_input_shape(std::string_view bytes);

}  // namespace zhipi::ocr
