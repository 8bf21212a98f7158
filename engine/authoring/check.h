// What is wrong with a pack before it is published, all of it in one run (docs/check.md).
//
// Errors: the pack does not load, a name is not declared, kinds cannot be compared, `automatic`
// stands beside a special stage, a rule reads a forbidden attribute. The rest are warnings. The
// syntax tree is followed in every branch, so that no case needs to get there.
#pragma once

#include <string>

#include "engine/authoring/findings.h"
#include "engine/pack.h"

namespace zhipi::engine {

// Both lists sorted by place, nothing twice; `where` is "file:line:column".
Findings check(const Pack& pack);

// Of files that may not load: then also whatever else can be told.
Findings check_files(const PackFiles& files);

// True where `left` stands before `right`: by file, line, column.
bool stands_before(const Problem& left, const Problem& right);

}  // namespace zhipi::engine
