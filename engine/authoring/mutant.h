// Small faults put into a pack on purpose: an author slips like this, and a golden case should see
// it.
//
// In criteria.lua, and in the functions of matter.lua and of the common files it uses: numbers one
// unit up and down, `date` texts by a day, comparisons negated and their boundary moved, and/or
// swapped, an operand of and/or or an argument of `either` left out, `not` dropped, true and false
// exchanged, a criterion, `when` or `covered_by` left out, `otherwise` given another action. In
// tables: numbers and days one unit up and down, true and false exchanged, rows of criteria left
// out, their operators and actions changed; the dates from which rows count shifted, and exchanged.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/authoring/syntax.h"
#include "engine/pack.h"

namespace zhipi::engine {

// Other text for bytes [begin, end) of a file.
struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

struct Mutant {
  std::string file;  // "criteria.lua", "tables/tiers.csv", "common/lease.lua"
  int line = 1;
  int column = 1;           // in characters, from 1
  std::string change;       // "`<` 改为 → `<=`"
  std::string criterion;    // the criterion or result it stands in; empty elsewhere
  std::vector<Edit> edits;  // in the order of the file, apart from one another
};

// "criteria.lua:12:5".
std::string place_of(const Mutant& mutant);

// The pack's files with the fault in them, and without its cases.
PackFiles apply(const PackFiles& files, const Mutant& mutant);

// The Lua of one file. Of matter.lua and common files only functions are touched: what they declare
// stays the same, so that facts bound to the pack also fit the mutant.
std::vector<Mutant> lua_mutants(const Node& tree, std::string_view source, const std::string& file);

// A decision table or a table of criteria, told apart by its columns; nothing for what is no table.
std::vector<Mutant> table_mutants(std::string_view text, const std::string& file);

// A Lua file of the pack whose code judges applications.
struct LuaFile {
  std::string name;
  std::string_view source;  // the pack's
  Node tree;
};

// criteria.lua, matter.lua and the common files that it uses, in this order. Problems: those of
// parse_lua.
Expected<std::vector<LuaFile>, Problems> lua_files(const Pack& pack);

// Everything that can be changed in the pack.
Expected<std::vector<Mutant>, Problems> mutants_of(const Pack& pack);

}  // namespace zhipi::engine
