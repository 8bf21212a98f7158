// matter.lua as its author wrote it: where each thing is declared, and what it declares even where
// the pack does not load.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/authoring/syntax.h"
#include "engine/pack_files.h"
#include "models/matter.h"

namespace zhipi::engine {

struct MatterText {
  // What stands there in plain words: form, materials, look-ups, history, modes, and what decides
  // whether it may be automatic. Values that only running the file would give are left out.
  Matter matter;
  bool found = false;  // there is a `return matter { … }`

  // Of the matter's keys ("automatic"), and of facts and their owners by the names that rules use
  // ("id_card", "form.fee"): "matter.lua:12:5".
  std::map<std::string, std::string> places;

  // The common files that are used ("common/id_card.lua"), parsed.
  std::map<std::string, Node> common;

  std::string place(const std::string& name) const;  // matter.lua:1:1 where it is not known
};

// Problems of common files that are no Lua are added to `problems`.
MatterText read_matter_text(const Node& root, const PackFiles& files, Problems& problems);

}  // namespace zhipi::engine
