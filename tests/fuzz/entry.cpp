#include "tests/fuzz/entry.h"

#include <cstdio>
#include <cstdlib>

namespace zhipi::fuzz {

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace zhipi::fuzz
