// What a fuzzed entry offers to libFuzzer and to driver.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// Called with any bytes; returns 0. What must hold for all of them is asserted by aborting.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace zhipi::fuzz {

// Whole inputs to damage.
std::vector<std::string> seeds();

// Aborts with these words unless it holds.
void demand(bool holds, const char* what);

}  // namespace zhipi::fuzz
