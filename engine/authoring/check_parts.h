// The parts of check(), each for one side of a pack.
#pragma once

#include "engine/authoring/analysis.h"
#include "engine/authoring/matter_text.h"
#include "engine/declarations.h"

namespace zhipi::engine {

// What the parts look at. `declared` is null where the pack does not load; then `matter` is what
// matter.lua says in plain words, and may be empty.
struct CheckedPack {
  const PackFiles& files;
  const Matter& matter;
  const Declarations* declared;
  const MatterText& text;
  Uses& uses;
  Tables& tables;
};

// special_stage; vague_material, no_basis, no_otherwise, no_cases.
void check_matter(const CheckedPack& pack, Findings& findings);

// Reads of criteria tables join `uses`, so this comes before check_facts. unknown_option;
// duplicate_row, contradiction.
void check_criteria_tables(const CheckedPack& pack, Findings& findings);

// forbidden_attribute; never_read.
void check_facts(const CheckedPack& pack, Findings& findings);

// range_gap, range_overlap, duplicate_row, min_above_max, mixed_column, unused_column,
// unused_table.
void check_decision_tables(const CheckedPack& pack, Findings& findings);

}  // namespace zhipi::engine
