// What the golden cases reach: how each criterion came out, and which lines ran.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/authoring/golden.h"
#include "engine/authoring/mutant.h"

namespace zhipi::engine {

// How often a criterion came out in which way over all cases.
struct CriterionCoverage {
  std::string criterion;
  std::string title;
  std::map<Result, int> counts;
  // What it can be and never was. A criterion can pass and fail; it can be unknown if any case saw
  // it read a fact, and not applicable if it says `when`. An inspect is always unknown, a score
  // never fails.
  std::vector<Result> missing;
};

// As the pack orders its criteria. `files` are those of lua_files().
std::vector<CriterionCoverage> criterion_coverage(const Pack& pack,
                                                  const std::vector<LuaFile>& files,
                                                  const std::vector<Decision>& decisions);

// The criteria that say `when`, in Lua or in a table.
std::vector<std::string> conditional_criteria(const Pack& pack, const std::vector<LuaFile>& files);

// The statements inside functions, as faults that end the criterion there: a statement ran in a
// case exactly when breaking it changes the decision. Nothing has to watch the script for this.
std::vector<Mutant> line_probes(const LuaFile& file);

struct LineCoverage {
  std::string file;
  std::vector<int> lines;    // that hold a statement of a function, ascending
  std::vector<int> not_run;  // of these, those with a statement that no case reached
};

}  // namespace zhipi::engine
