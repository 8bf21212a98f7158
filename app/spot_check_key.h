// The secret by which spot checks are drawn: 32 random bytes as 64 hex digits in a file.
#pragma once

#include <filesystem>
#include <string>

#include "models/problem.h"

namespace zhipi::app {

// The key's 32 bytes. A file that is not there is made, for its owner alone (0600), and is on the
// disk when this returns. Codes, `where` being the file: unreadable, bad_key (no 64 hex digits; or
// others than its owner may read it), unavailable (it cannot be made).
Expected<std::string> spot_check_key(const std::filesystem::path& file);

}  // namespace zhipi::app
