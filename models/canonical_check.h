// Whether bytes are canonical already, so that nothing need be parsed to hash them.
#pragma once

#include <string_view>

namespace zhipi {

// True only if canonical_json(parse_json(text)) is `text`, byte for byte; `text` is JSON that
// parse_json takes. False also for what is canonical but seldom: decimal numbers, numbers beyond
// 2^53, escapes, and names that are not ASCII. Looks at every byte once and allocates nothing.
bool is_plainly_canonical(std::string_view text);

}  // namespace zhipi
