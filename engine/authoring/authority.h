// The authority's settings (`common/authority.json`): what no rule may decide by.
//
// {"forbidden_attributes": [{"names": ["ethnicity"], "titles": ["民族"], "basis": "…"}]}
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/pack_files.h"
#include "models/field.h"
#include "models/problem.h"

namespace zhipi::engine {

struct ForbiddenAttribute {
  std::vector<std::string> names;   // of fields: ethnicity; also at the end, as in spouse_ethnicity
  std::vector<std::string> titles;  // and the ends of titles and labels: 民族, as in 配偶民族
  std::string basis;                // the law that forbids it
};

// The settings among the common files; without any, those that zhipi ships. Problem codes:
// bad_json, bad_settings; `where` is "common/authority.json:line:column".
Expected<std::vector<ForbiddenAttribute>> forbidden_attributes(const PackFiles& files);

// The attribute that this field is; null if it is none.
const ForbiddenAttribute* find_forbidden(const std::vector<ForbiddenAttribute>& forbidden,
                                         const Field& field);

// rules/common/authority.json as it was when the program was built.
std::string_view shipped_authority();

}  // namespace zhipi::engine
