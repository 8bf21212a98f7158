// Prefer (RFC 7240): what a client would like, as far as we can do it.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace zhipi::api {

// Nobody is kept waiting longer, whatever they prefer.
inline constexpr std::chrono::seconds kLongestWait{60};

// The seconds of `wait=N` in the value of a Prefer field, at most kLongestWait. Nothing when there
// is no such preference, or one that cannot be understood: preferences are never an error. Of
// several the first counts (RFC 7240 section 2).
std::optional<std::chrono::seconds> preferred_wait(std::string_view prefer);

}  // namespace zhipi::api
