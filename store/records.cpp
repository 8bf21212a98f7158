#include "store/records.h"

#include <array>

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

// By hand: every line of the log and several of a decision's columns have one.
std::string to_text(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&text](std::size_t at, std::size_t digits, std::int64_t value) {
    for (std::size_t left = digits; left > 0; --left, value /= 10) {
      text[at + left - 1] = static_cast<char>('0' + value % 10);
    }
  };
  put(0, 4, static_cast<int>(date.year()));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, clock.hours().count());
  put(14, 2, clock.minutes().count());
  put(17, 2, clock.seconds().count());
  put(20, 3, clock.subseconds().count());
  return text;
}

}  // namespace zhipi::store
