// Specimens on disk: pictures with their truths beside them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/json.h"
#include "models/matter.h"

namespace zhipi::accuracy {

std::string contents(const std::filesystem::path& file);

// The pictures of the folder that have a truth beside them, by name.
std::vector<std::filesystem::path> specimens_in(const std::filesystem::path& folder);

// What stands on a specimen, and as which material it is read.
struct Truth {
  Json fields;
  const Material* material = nullptr;
};

// Throws std::runtime_error, naming the file, where the truth cannot be read or `matter` has no
// such material.
Truth truth_of(const std::filesystem::path& picture, const Matter& matter);

}  // namespace zhipi::accuracy
