// Protocol buffers' wire format, as far as this needs it, and these numbers of onnx.proto:
// ModelProto.graph 7; GraphProto.initializer 5, .input 11; TensorProto.name 8; ValueInfoProto.name
// 1, .type 2; TypeProto.tensor_type 1; Tensor.shape 2; TensorShapeProto.dim 1; Dimension.dim_value
// 1.
#include "ocr/reader/onnx_input.h"

#include <set>
#include <string>

namespace zhipi::ocr {
namespace {

constexpr int kGraph = 7;
constexpr int kInitializer = 5;
constexpr int kInput = 11;
constexpr int kTensorName = 8;

// One field of a message after the other.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : rest_(bytes) {}

  // False at the end, or where the bytes make no sense: then broken() is true.
  bool next() {
    text = {};
    number_value = 0;
    std::uint64_t tag = 0;
    if (rest_.empty() || !varint(tag)) return false;
    number = static_cast<int>(tag >> 3U);
    switch (tag & 7U) {
      case 0:
        return varint(number_value);
      case 1:
        return take(8);
      case 2: {
        std::uint64_t size = 0;
        return varint(size) && take(size);
      }
      case 5:
        return take(4);
      default:
        return fail();
    }
  }

  bool broken() const { return broken_; }

  int number = 0;
  std::string_view text;           // of a text or a message
  std::uint64_t number_value = 0;  // of a number

 private:
  bool fail() {
    broken_ = true;
    return false;
  }
  bool take(std::uint64_t size) {
    if (size > rest_.size()) return fail();
    text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }
  bool varint(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) return true;
    }
    return fail();
  }

  std::string_view rest_;
  bool broken_ = false;
};

// The first field of this number; empty when there is none.
std::string_view member(std::string_view message, int number) {
  for (Fields fields(message); fields.next();) {
    if (fields.number == number) return fields.text;
  }
  return {};
}

std::vector<std::int64_t> shape_of(std::string_view value_info) {
  std::vector<std::int64_t> shape;
  const std::string_view tensor = member(member(value_info, 2), 1);
  for (Fields dimensions(member(tensor, 2)); dimensions.next();) {
    if (dimensions.number != 1) continue;
    shape.push_back(-1);
    for (Fields dimension(dimensions.text); dimension.next();) {
      if (dimension.number == 1 && dimension.number_value > 0)
        shape.back() = static_cast<std::int64_t>(dimension.number_value);
    }
  }
  return shape;
}

}  // namespace

std::optional<std::vector<std::int64_t>> onnx_input_shape(std::string_view bytes) {
  std::set<std::string_view> weights;
  std::vector<std::string_view> inputs;
  Fields graph(member(bytes, kGraph));
  while (graph.next()) {
    if (graph.number == kInitializer) weights.insert(member(graph.text, kTensorName));
    if (graph.number == kInput) inputs.push_back(graph.text);
  }
  if (graph.broken()) return std::nullopt;
  for (const std::string_view input : inputs) {
    if (!weights.contains(member(input, 1))) return shape_of(input);
  }
  return std::nullopt;
}

}  // namespace zhipi::ocr
