#include "store/records.h"

#include <array>
#include <cstdio>

namespace zhipi::store {
namespace {

constexpr std::array<std::string_view, 9> kStates{"received",  "reading",   "judging",
                                                  "decided",   "escalated", "supplementing",
                                                  "withdrawn", "revoked",   "closed"};

}  // namespace

std::string_view to_text(State state) {
  return kStates.at(static_cast<std::size_t>(state));
}

std::optional<State> state(std::string_view text) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates.at(i) == text) return static_cast<State>(i);
  }
  return std::nullopt;
}

std::string to_text(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 64> text{};
  const int size = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
      static_cast<int>(clock.subseconds().count()));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace zhipi::store
