// What a pack that loads may still have wrong with it, before it is published.
#pragma once

#include "engine/pack.h"
#include "models/problem.h"

namespace zhipi::engine {

struct Findings {
  Problems errors;    // the pack must not be published
  Problems warnings;  // a person should look
};

// `where` is "file:line:column". Errors: special_stage (an automatic outcome beside a special
// stage, collective deliberation or secrecy), no_file and bad_… of tables, those of golden cases.
// Warnings: no_basis, vague_material (兜底材料), no_otherwise, no_cases.
Findings check(const Pack& pack);

}  // namespace zhipi::engine
