// The interface describes itself: OpenAPI 3.1.0 (https://spec.openapis.org/oas/v3.1.0), made from
// the route table and from the texts below api/interface/.
//
//   interface.json    what holds for all of it
//   parameters.json   what parameters and header fields mean, by their place and name
//   calls/TAG.json    what a call does: name, summary, answers, problems
//   shapes/NAME.json  what goes in and out: a JSON Schema (2020-12) with examples
//
// The table says which calls there are, who may call them, and the names of parameters and shapes;
// what those mean is looked up there. README.md shows how to add a call.
#pragma once

#include <string>
#include <vector>

#include "models/json.h"

namespace zhipi::api {

struct RouteRow;

// Throws std::logic_error that names the row and what it lacks: a call without its text, a
// parameter, shape or problem code that nothing explains.
Json openapi(const std::vector<RouteRow>& rows);

// The same of all our calls, as GET /openapi.json gives it.
std::string openapi_text();

}  // namespace zhipi::api
