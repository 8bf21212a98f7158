// Materials that were uploaded, and which of them an application has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/records.h"

namespace zhipi::store {

StoredMaterial add_material(Connection& connection, const StoredMaterial& material);
std::optional<StoredMaterial> find_material(Connection& connection, const Digest& digest);
std::vector<StoredMaterial> materials_after(Connection& connection, const std::string& digest,
                                            int limit);
std::vector<std::string> applications_with(Connection& connection, const Digest& digest);

// Refuses with `unknown_material` what was never added.
void attach_materials(Connection& connection, const std::string& application, int round,
                      const MaterialFiles& materials);

// For each material the files of the latest round that brought any.
MaterialFiles materials_of(Connection& connection, const std::string& application);

// A digest as a column holds it.
Digest digest_of_column(const std::string& text);

}  // namespace zhipi::store
