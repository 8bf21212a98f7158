// What two packs have in common: criteria and results that come to the same for the same facts, so
// that comparing the packs needs them judged once.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/pack.h"

namespace zhipi::engine {

// For each criterion and each result of one pack, where the other has one by the same name that
// certainly comes to the same; nothing where that cannot be said.
struct SameParts {
  std::vector<std::optional<std::size_t>> criteria;
  std::vector<std::optional<std::size_t>> results;
};

// Positions in `before`, as `after` orders its own. Only what is judged is compared: titles,
// messages and what follows a failure may differ.
SameParts same_parts(const Pack& before, const Pack& after);

}  // namespace zhipi::engine
