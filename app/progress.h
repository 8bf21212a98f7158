// How far a long command is, on one line of a terminal; silent elsewhere.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace zhipi::app {

// "[=====>    ]  45 %  123456 件  110000/s  剩余 12 s". Without a known size only count and rate.
std::string progress_line(std::uint64_t cases, std::uint64_t bytes, std::uint64_t all_bytes,
                          std::chrono::duration<double> spent);

class Progress {
 public:
  // `all_bytes` is 0 when nobody knows how much there is.
  Progress(std::uint64_t all_bytes, bool on_terminal)
      : all_bytes_(all_bytes),
        on_terminal_(on_terminal),
        begun_(std::chrono::steady_clock::now()) {}

  // Any thread.
  void add(std::uint64_t cases, std::uint64_t bytes) {
    cases_ += cases;
    bytes_ += bytes;
  }

  static std::chrono::milliseconds interval() { return std::chrono::milliseconds(200); }
  void show() const;
  void finish() const;  // takes the line away

 private:
  std::uint64_t all_bytes_;
  bool on_terminal_;
  std::chrono::steady_clock::time_point begun_;
  std::atomic<std::uint64_t> cases_ = 0;
  std::atomic<std::uint64_t> bytes_ = 0;
};

}  // namespace zhipi::app
