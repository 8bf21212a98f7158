// The body of an act: a JSON object of texts.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "models/json.h"
#include "models/problem.h"

namespace zhipi::workflow {

// The texts by name: all that are needed, and no others than those named; at most 4,000 bytes each.
// A needed one has something to say. Codes: not_an_object, undeclared_name, missing_name,
// wrong_type, out_of_range.
Expected<std::map<std::string, std::string>> act_body(
    const Json& body, std::initializer_list<std::string_view> needed,
    std::initializer_list<std::string_view> optional = {});

}  // namespace zhipi::workflow
