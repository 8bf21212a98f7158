// A starter pack (`zhipi new`): a small matter that passes check and test, to be changed from
// there.
//
// Its files stand in engine/authoring/starter/ and are built into the program.
#pragma once

#include <filesystem>
#include <span>
#include <string_view>

#include "models/problem.h"

namespace zhipi::engine {

struct StarterFile {
  std::string_view path;  // "cases/approve.json"
  std::string_view text;
};

std::span<const StarterFile> starter_files();

// Makes the folder and writes the starter pack into it; the folder's name is the matter's. Nothing
// is left behind where a file cannot be written. Codes: bad_name (not lower-case snake case, or
// `common`), exists, no_folder (where it should stand), unwritable; `where` is the folder or file.
Expected<void> create_starter(const std::filesystem::path& folder);

}  // namespace zhipi::engine
