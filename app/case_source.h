// Past cases, block by block: from a file of NDJSON, or the frozen facts of a data folder.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <optional>
#include <string>

#include "engine/authoring/backtest.h"
#include "models/problem.h"
#include "store/store.h"

namespace zhipi::app {

// The next block, in rising order of lines; nothing at the end. One thread at a time.
using CaseSource = std::function<Expected<std::optional<engine::Block>>()>;

// No case is larger; what is, is no NDJSON.
inline constexpr std::size_t kLongestLine = 16u << 20;

// Whole lines of about `block_bytes`, so that threads share the work evenly. `input` must outlive
// the source. Problem codes: unreadable, too_large (a line beyond kLongestLine, by its number).
CaseSource lines_of(std::istream& input, std::size_t block_bytes = 256u << 10);

// The latest frozen facts of the matter's applications, the newest first. `store` must outlive the
// source.
CaseSource cases_of(store::Store& store, const std::string& matter);

}  // namespace zhipi::app
