// Rule packs that are still being written: they come in a request, and nothing of them is kept.
#pragma once

#include <cstddef>

#include "engine/authoring/findings.h"
#include "engine/pack_files.h"
#include "models/json.h"
#include "models/problem.h"
#include "workflow/catalogue.h"

namespace zhipi::workflow {

// What a draft may weigh, as JSON.
inline constexpr std::size_t kDraftBytes = std::size_t{8} << 20;

// `{"matter": "noodle_shop", "files": {"matter.lua": "…", "tables/x.csv": "…"}}` as the files of a
// pack. Its common files are those of the service's own rules; paths are names within the draft and
// never of files here. Each problem's `where` is a JSON pointer; codes: not_an_object,
// missing_name, undeclared_name, wrong_type, bad_path, too_many_files.
Expected<engine::PackFiles, Problems> draft_files(const Catalogue& catalogue, const Json& body);

// {"errors": [{"where": "criteria.lua:12:5", "code": "undeclared_name", "message": "…"}],
//  "warnings": […]}
Json to_json(const engine::Findings& findings);

}  // namespace zhipi::workflow
