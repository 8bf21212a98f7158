// A material's fields as JSON: what a worker is told to look for.
#pragma once

#include "models/json.h"
#include "models/matter.h"

namespace zhipi::ocr {

// {"name", "title", "fields": [{"name", "kind", "labels", "after", "before", "order", "at",
// "below", "ends_with",
//   "stops_at", "options", "of"}]}
Json to_json(const Material& material);

// Problem: bad_material when a name or kind is missing or unknown.
Expected<Material> material_from_json(const Json& value);

}  // namespace zhipi::ocr
