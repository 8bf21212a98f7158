#include "qr_code.h"

#include <array>
#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>

namespace zhipi::specimens {
namespace {

constexpr int kSide = 37;
constexpr std::size_t kDataBytes = 108;
constexpr std::size_t kCheckBytes = 26;

// Multiplication in GF(256) modulo x⁸ + x⁴ + x³ + x² + 1.
std::uint8_t product(std::uint8_t left, std::uint8_t right) {
  unsigned result = 0;
  for (int bit = 7; bit >= 0; --bit) {
    result = (result << 1U) ^ ((result >> 7U) * 0x11DU);
    result ^= ((static_cast<unsigned>(right) >> static_cast<unsigned>(bit)) & 1U) * left;
  }
  return static_cast<std::uint8_t>(result);
}

// The remainder of Reed and Solomon.
std::vector<std::uint8_t> check_bytes(const std::vector<std::uint8_t>& data) {
  std::vector<std::uint8_t> divisor(kCheckBytes, 0);
  divisor.back() = 1;
  std::uint8_t root = 1;
  for (std::size_t i = 0; i < kCheckBytes; ++i) {
    for (std::size_t j = 0; j < kCheckBytes; ++j) {
      divisor[j] = product(divisor[j], root);
      if (j + 1 < kCheckBytes) divisor[j] = static_cast<std::uint8_t>(divisor[j] ^ divisor[j + 1]);
    }
    root = product(root, 2);
  }
  std::vector<std::uint8_t> rest(kCheckBytes, 0);
  for (const std::uint8_t byte : data) {
    const auto factor = static_cast<std::uint8_t>(byte ^ rest.front());
    rest.erase(rest.begin());
    rest.push_back(0);
    for (std::size_t i = 0; i < kCheckBytes; ++i) {
      rest[i] = static_cast<std::uint8_t>(rest[i] ^ product(divisor[i], factor));
    }
  }
  return rest;
}

// Byte mode: 4 bits of mode, 8 of length, the bytes, and padding.
std::vector<std::uint8_t> codewords(std::string_view text) {
  std::vector<bool> bits;
  const auto append = [&bits](unsigned value, unsigned count) {
    for (unsigned bit = count; bit-- > 0;) bits.push_back(((value >> bit) & 1U) != 0);
  };
  append(4, 4);
  append(static_cast<unsigned>(text.size()), 8);
  for (const char character : text) append(static_cast<unsigned char>(character), 8);
  append(0, 4);
  std::vector<std::uint8_t> data((bits.size() + 7) / 8, 0);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) data[i / 8] = static_cast<std::uint8_t>(data[i / 8] | (0x80U >> (i % 8)));
  }
  for (std::uint8_t pad = 0xEC; data.size() < kDataBytes; pad ^= 0xEC ^ 0x11) data.push_back(pad);
  const std::vector<std::uint8_t> check = check_bytes(data);
  data.insert(data.end(), check.begin(), check.end());
  return data;
}

class Matrix {
 public:
  Matrix() {
    for (int i = 0; i < kSide; ++i) {  // timing
      set(6, i, i % 2 == 0);
      set(i, 6, i % 2 == 0);
    }
    finder(3, 3);
    finder(kSide - 4, 3);
    finder(3, kSide - 4);
    for (int y = -2; y <= 2; ++y) {  // alignment, one in this version
      for (int x = -2; x <= 2; ++x)
        set(kSide - 7 + x, kSide - 7 + y, std::max(std::abs(x), std::abs(y)) != 1);
    }
    format();
  }

  void place(const std::vector<std::uint8_t>& words) {
    std::size_t at = 0;
    for (int right = kSide - 1; right >= 1; right -= 2) {
      if (right == 6) right = 5;
      for (int step = 0; step < kSide; ++step) {
        for (int side = 0; side < 2; ++side) {
          const int x = right - side;
          const bool upward = ((right + 1) & 2) == 0;
          const int y = upward ? kSide - 1 - step : step;
          if (fixed_[index(x, y)]) continue;
          const bool bit = at < words.size() * 8 && ((words[at / 8] >> (7 - at % 8)) & 1) != 0;
          ++at;
          dark_[index(x, y)] = bit != ((x + y) % 2 == 0);  // mask 0
        }
      }
    }
  }

  std::vector<std::vector<bool>> rows() const {
    std::vector<std::vector<bool>> result(kSide, std::vector<bool>(kSide));
    for (int y = 0; y < kSide; ++y)
      for (int x = 0; x < kSide; ++x)
        result[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] = dark_[index(x, y)];
    return result;
  }

 private:
  static std::size_t index(int x, int y) { return static_cast<std::size_t>(y * kSide + x); }

  void set(int x, int y, bool dark) {
    dark_[index(x, y)] = dark;
    fixed_[index(x, y)] = true;
  }

  void finder(int middle_x, int middle_y) {
    for (int dy = -4; dy <= 4; ++dy) {
      for (int dx = -4; dx <= 4; ++dx) {
        const int x = middle_x + dx, y = middle_y + dy;
        const int ring = std::max(std::abs(dx), std::abs(dy));
        if (x >= 0 && x < kSide && y >= 0 && y < kSide) set(x, y, ring != 2 && ring != 4);
      }
    }
  }

  // Level L and mask 0, with their own check bits.
  void format() {
    const unsigned data = 1U << 3U;
    unsigned rest = data;
    for (int i = 0; i < 10; ++i) rest = (rest << 1U) ^ ((rest >> 9U) * 0x537U);
    const unsigned bits = (data << 10U | rest) ^ 0x5412U;
    const auto bit = [bits](int i) { return ((bits >> static_cast<unsigned>(i)) & 1U) != 0; };
    for (int i = 0; i <= 5; ++i) set(8, i, bit(i));
    set(8, 7, bit(6));
    set(8, 8, bit(7));
    set(7, 8, bit(8));
    for (int i = 9; i < 15; ++i) set(14 - i, 8, bit(i));
    for (int i = 0; i < 8; ++i) set(kSide - 1 - i, 8, bit(i));
    for (int i = 8; i < 15; ++i) set(8, kSide - 15 + i, bit(i));
    set(8, kSide - 8, true);
  }

  std::array<bool, kSide * kSide> dark_{};
  std::array<bool, kSide * kSide> fixed_{};
};

}  // namespace

std::vector<std::vector<bool>> qr_modules(std::string_view text) {
  assert(text.size() <= kDataBytes - 2);
  Matrix matrix;
  matrix.place(codewords(text));
  return matrix.rows();
}

void draw_qr_code(Page& page, const char* name, double x, double y, double side,
                  std::string_view text) {
  constexpr int kQuiet = 4;
  const double module = side / (kSide + 2 * kQuiet);
  page.fill({x, y, side, side}, kWhite);
  double top = y + kQuiet * module;
  for (const std::vector<bool>& row : qr_modules(text)) {
    double left = x + kQuiet * module;
    for (const bool dark : row) {
      if (dark) page.fill({left, top, module + 0.3, module + 0.3}, kBlack);
      left += module;
    }
    top += module;
  }
  double right = x + side - kQuiet * module, bottom = y + side - kQuiet * module;
  double first_x = x + kQuiet * module, first_y = y + kQuiet * module;
  cairo_user_to_device(page.cairo(), &first_x, &first_y);
  cairo_user_to_device(page.cairo(), &right, &bottom);
  page.record(name, json::object{{"present", true}, {"text", json::string(text)}},
              std::string(text), {first_x, first_y, right - first_x, bottom - first_y});
}

}  // namespace zhipi::specimens
