// `zhipi-reader --confine … -- PROGRAM ARGS…`: becomes another program, one that can read the
// system's libraries and fonts and its own descriptors 0 to 2, and nothing else: no network, no
// writing, no new processes, little memory and time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zhipi::ocr {

struct Confinement {
  std::uint64_t output = 64 << 20;   // bytes any file may grow to
  std::uint64_t memory = 512 << 20;  // bytes of address space
  std::uint64_t seconds = 20;        // of processor time
};

// Does not return when it succeeds; otherwise gives what failed, and the program must not be run.
std::string confine_and_become(const Confinement& limits,
                               const std::vector<std::string>& arguments);

// A process started by root goes on as nobody. False when that fails.
bool give_up_root();

}  // namespace zhipi::ocr
