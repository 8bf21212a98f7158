// Randomness of the specimens: a seed and a purpose name a stream that is the same everywhere, so
// that one more choice in the layout never changes a person's name. Not thread-safe.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

namespace zhipi::specimens {

class Random {
 public:
  // Streams of one seed with different purposes are independent.
  Random(std::uint64_t seed, std::string_view purpose);

  // A whole number from low to high, both included; low <= high.
  int between(int low, int high);

  // A number from low (included) to high (excluded).
  double real(double low, double high);

  // True with this probability, 0 to 1.
  bool chance(double probability);

  // One element of a container that is not empty.
  template <class Container>
  const auto& pick(const Container& container) {
    return container[static_cast<std::size_t>(
        between(0, static_cast<int>(std::size(container)) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace zhipi::specimens
