// A moment, as the store keeps it. The store never asks the clock: moments are given to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace zhipi::store {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// RFC 3339 in UTC with milliseconds: 2026-11-20T08:30:00.000Z
std::string to_text(Time time);

// Milliseconds since 1970, as columns hold them.
inline std::int64_t to_column(Time time) {
  return time.time_since_epoch().count();
}
inline Time time_of_column(std::int64_t value) {
  return Time(std::chrono::milliseconds(value));
}

}  // namespace zhipi::store
