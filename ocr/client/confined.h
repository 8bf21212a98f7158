// One confined run of another program over bytes.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::ocr {

struct Confined {
  int status = 0;
  std::string output;
  std::string errors;
};

// Runs `arguments` (the program's absolute path first) behind `reader --confine`, with `input` as
// its standard input, at most `most` bytes of output and `memory` bytes of address space. Problem
// codes: no_reader, timed_out, killed (a limit or the filter ended it), no_memory.
Expected<Confined> run_confined(const std::string& reader,
                                const std::vector<std::string>& arguments, std::string_view input,
                                std::size_t most, std::size_t memory,
                                std::chrono::steady_clock::time_point deadline);

}  // namespace zhipi::ocr
