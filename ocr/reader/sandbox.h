// What a worker gives up before it touches bytes from outside.
#pragma once

#include <cstdint>
#include <string>

namespace zhipi::ocr {

// From here on this process cannot open files, reach a network, start anything or look at others:
// a system-call filter answers "no" to opening and ends the process at anything else that reading
// does not need. It may use `memory` bytes beyond what it has now. Irreversible. Gives what failed,
// or nothing.
std::string enter_sandbox(std::uint64_t memory);

}  // namespace zhipi::ocr
