// The review rules (审查工作细则) of a pack as a document for publication (`zhipi export`): what is
// asked, what is looked at, what follows, by which tables and samples. From the pack alone; the
// same pack gives the same document.
#pragma once

#include "engine/authoring/document.h"
#include "engine/pack.h"
#include "models/problem.h"

namespace zhipi::engine {

// Codes: those of parse_lua and golden_cases.
Expected<Document> review_rules(const Pack& pack);

}  // namespace zhipi::engine
