// Numbers out of untrusted bytes: outside the end everything is nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace zhipi::ocr {

enum class Order { little, big };

inline std::optional<std::uint32_t> number_at(std::string_view bytes, std::size_t offset,
                                              std::size_t size, Order order) {
  if (offset > bytes.size() || bytes.size() - offset < size) return std::nullopt;
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = order == Order::big ? i : size - 1 - i;
    value = value << 8 | static_cast<unsigned char>(bytes[offset + at]);
  }
  return value;
}

}  // namespace zhipi::ocr
