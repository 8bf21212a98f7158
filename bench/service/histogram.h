// Latencies, counted in buckets that are at most 1/64 of their value wide.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace zhipi::bench {

class Histogram {
 public:
  void add(std::chrono::nanoseconds latency) {
    ++counts_[place_of(static_cast<std::uint64_t>(latency.count() > 0 ? latency.count() : 0))];
    ++total_;
  }

  std::uint64_t total() const { return total_; }

  // The latency, in milliseconds, that this share (0 to 1) did not exceed.
  double quantile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total_));
    std::uint64_t seen = 0;
    for (std::size_t place = 0; place < counts_.size(); ++place) {
      seen += counts_[place];
      if (seen > wanted) return static_cast<double>(end_of(place)) / 1e6;
    }
    return total_ == 0 ? 0 : static_cast<double>(end_of(counts_.size() - 1)) / 1e6;
  }

 private:
  static constexpr int kBits = 6;
  static constexpr std::uint64_t kSteps = 1U << kBits;

  static std::size_t place_of(std::uint64_t value) {
    if (value < kSteps) return value;
    const int shift = static_cast<int>(std::bit_width(value)) - 1 - kBits;
    return static_cast<std::size_t>(shift + 1) * kSteps + ((value >> shift) - kSteps);
  }
  static std::uint64_t end_of(std::size_t place) {
    if (place < kSteps) return place;
    const std::size_t shift = place / kSteps - 1;
    return ((place % kSteps + kSteps + 1) << shift) - 1;
  }

  std::array<std::uint64_t, kSteps*(64 - kBits + 1)> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace zhipi::bench
