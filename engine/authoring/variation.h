// The facts of golden cases with one thing changed, to where rules turn: what a search for a fact
// that tells two packs apart tries.
#pragma once

#include <string>
#include <vector>

#include "engine/authoring/golden.h"
#include "engine/authoring/mutant.h"

namespace zhipi::engine {

struct Variation {
  std::string golden;                // "cases/age.json: 80 周岁生日当天受理"
  std::string change;                // "id_card.birth_date = \"1937-05-18\" (\"1943-05-18\")"
  std::vector<std::string> changed;  // the facts, or the material as a whole; empty: mode or day
  Json facts;
};

// The numbers and dates that a pack's rules and tables name.
struct Limits {
  std::vector<double> numbers;
  std::vector<std::string> dates;
};

Limits limits_of(const Pack& pack, const std::vector<LuaFile>& files);

// What `golden` becomes when a value is changed: to a limit or beside it, a day that many years,
// months or days from the receipt, another option, another value of the kind, nothing, or a reading
// that nobody trusts. Equal values change together too, a birth date with the identity numbers that
// hold it.
std::vector<Variation> variations(const Matter& matter, const GoldenCase& golden,
                                  const Limits& limits);

}  // namespace zhipi::engine
