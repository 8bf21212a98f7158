// The source text of what a pack declares, for people who read rules and not files.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/pack_files.h"
#include "models/problem.h"

namespace zhipi::engine {

class PackSource {
 public:
  // Reads matter.lua and criteria.lua; `files` may go afterwards. Codes are those of parse_lua.
  static Expected<PackSource> read(const PackFiles& files);

  // The text of a key in the declaration of a criterion, inspect, score or result ("age_80",
  // "check"), or in that of a form field or material ("form.agent_name", "materials.lease"); empty
  // where none stands there. Moved to the left margin.
  std::string of(const std::string& declared, const std::string& key) const;

  // The common file that a material uses ("common/id_card"); empty for one of the pack's own.
  std::string common_of(const std::string& material) const;

  // What matter.lua and criteria.lua say outside their declarations: the locals that these share,
  // in order.
  const std::vector<std::string>& shared() const { return shared_; }

 private:
  std::map<std::pair<std::string, std::string>, std::string> texts_;
  std::map<std::string, std::string> common_;
  std::vector<std::string> shared_;
};

}  // namespace zhipi::engine
