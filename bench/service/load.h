// A load generator: many kept connections to a server on loopback, on one thread.
//
// Closed loop: every connection asks again as soon as it is answered; that finds the maximum. Open
// loop: requests fall due at a fixed rate whether or not the earlier ones are answered, and latency
// counts from when a request was due, so that a server that stalls is not spared what it made wait
// (coordinated omission).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "bench/service/histogram.h"

namespace zhipi::bench {

struct Load {
  std::uint16_t port = 0;
  std::size_t connections = 32;
  double rate = 0;                                    // requests a second; 0: closed loop
  std::chrono::milliseconds duration{3000};           // of what is counted
  std::chrono::milliseconds warm_up{500};             // before it, not counted
  std::uint64_t at_most = UINT64_MAX;                 // requests in all, warm-up included
  std::function<std::string(std::uint64_t)> request;  // the bytes of the n-th request
};

struct Measured {
  Histogram latencies;  // of what was answered with 2xx
  std::uint64_t failed = 0;
  double seconds = 0;
  std::string first_failure;  // the head and body of an answer that was not 2xx

  double per_second() const { return static_cast<double>(latencies.total()) / seconds; }
};

// Throws std::runtime_error when a connection fails.
Measured run(const Load& load);

// "POST target" with a JSON body, as bytes. `token` empty: no Authorization.
std::string post(std::string_view target, std::string_view body, std::string_view token = {},
                 std::string_view fields = {});

}  // namespace zhipi::bench
