#include "app/progress.h"

#include <algorithm>
#include <iostream>

namespace zhipi::app {
namespace {

constexpr std::size_t kBarWidth = 24;
constexpr const char* kClearLine = "\r\x1b[K";

std::string bar(double share) {
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(kBarWidth));
  std::string text = "[" + std::string(filled, '=');
  if (filled < kBarWidth) text += ">" + std::string(kBarWidth - filled - 1, ' ');
  return text + "] " + std::to_string(static_cast<int>(share * 100)) + " %  ";
}

}  // namespace

std::string progress_line(std::uint64_t cases, std::uint64_t bytes, std::uint64_t all_bytes,
                          std::chrono::duration<double> spent) {
  const double seconds = std::max(spent.count(), 1e-3);
  std::string text;
  double share = 0;
  if (all_bytes > 0) {
    share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(all_bytes));
    text += bar(share);
  }
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(cases) / seconds);
  text += std::to_string(cases) + " 件  " + std::to_string(rate) + "/s";
  if (share > 0) {
    const auto left = static_cast<std::uint64_t>(seconds / share - seconds + 0.5);
    text += "  剩余 " + std::to_string(left) + " s";
  }
  return text;
}

void Progress::show() const {
  if (!on_terminal_) return;
  std::cerr << kClearLine
            << progress_line(cases_, bytes_, all_bytes_, std::chrono::steady_clock::now() - begun_)
            << std::flush;
}

void Progress::finish() const {
  if (on_terminal_) std::cerr << kClearLine << std::flush;
}

}  // namespace zhipi::app
