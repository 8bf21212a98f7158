// What a command says on stderr of what it refuses: `file:line:column: level: message`.
#pragma once

#include <iostream>
#include <string>
#include <string_view>

#include "models/problem.h"

namespace zhipi::app {

// Problems of a pack, each under the pack's folder; `level` is "error" or "warning".
inline void print_problems(const Problems& problems, const std::string& folder,
                           std::string_view level) {
  for (const Problem& problem : problems) {
    std::cerr << folder << "/" << problem.where << (problem.where.empty() ? "" : ": ") << level
              << ": " << problem.message << '\n';
  }
}

}  // namespace zhipi::app
