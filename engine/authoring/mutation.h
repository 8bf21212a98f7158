// Mutation: whether the golden cases would see a slip in the rules. Every mutant of the pack
// (mutant.h) is judged over the cases; one that still loads and answers every case as expected has
// survived.
//
// Not every mutant means anything else: a table's first row for ages from 80 may as well begin at
// 79 where another criterion denies at 79. So for each survivor facts are looked for on which
// mutant and pack decide differently: the cases, with one value changed at a time to those at the
// pack's own limits (a number of the rules and its neighbours, the day that many years or days
// before the receipt, another option, nothing; equal values of a case change together, a birth date
// with the identity numbers that hold it). Survivors with such a witness are proven gaps in the
// cases. Those without are listed apart: nothing that was tried can tell them from the pack.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "engine/authoring/coverage.h"
#include "engine/authoring/golden.h"
#include "engine/authoring/mutant.h"
#include "engine/authoring/witness.h"
#include "models/formats/working_days.h"

namespace zhipi::engine {

struct MutationOptions {
  unsigned threads = 0;                    // 0: one for each processor
  std::chrono::milliseconds time{60'000};  // beyond it mutants stay untried
};

struct Survivor {
  Mutant mutant;
  std::optional<Witness> witness;  // none where the time ran out first
};

struct MutationReport {
  std::size_t mutants = 0;
  std::size_t noticed = 0;
  std::size_t untried = 0;
  std::vector<Survivor> survivors;  // as mutants_of() orders them
  std::vector<Mutant> alike;        // survived, and nothing tells them from the pack
  std::vector<LineCoverage> lines;
};

// `cases` are those of the pack that pass; without any, nothing is tried. The calling thread keeps
// its processor to itself: work is done on `threads` others. Problems: those of mutants_of().
Expected<MutationReport, Problems> run_mutation(const std::shared_ptr<const Pack>& pack,
                                                const std::vector<GoldenCase>& cases,
                                                const formats::WorkingDays& calendar,
                                                const MutationOptions& options = {});

}  // namespace zhipi::engine
