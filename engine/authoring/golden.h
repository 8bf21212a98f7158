// Golden cases (样例): facts in, expected outcome out; the authors' own tests of a pack.
//
// `expect` may name `outcome`, `proposal` (or null), `verdicts` ({criterion: result}), `results`
// ({name: value}), `supplements` (the ids, in any order), `obligations` ({id: working days or
// null}) and `risk` ({score, level}).
#pragma once

#include <string>
#include <vector>

#include "engine/authoring/difference.h"
#include "engine/judge.h"
#include "engine/pack.h"
#include "models/decision.h"
#include "models/json.h"

namespace zhipi::engine {

struct GoldenCase {
  std::string file;  // "cases/age.json"
  std::string name;
  Json facts;
  json::object expect;  // what it does not name is not compared
};

// All of cases/*.json, each one case or a list of them, in the order of their names. A name that
// the pack does not have is refused with the nearest one. Problem codes: bad_json, wrong_type,
// missing_name, unknown_key, unknown_criterion, unknown_result, unknown_value; `where` is
// "file:line:column" or "file#/pointer".
Expected<std::vector<GoldenCase>, Problems> golden_cases(const Pack& pack);

struct GoldenResult {
  std::string file;
  std::string name;
  std::vector<Difference> differences;
  bool passed() const { return differences.empty(); }
};

struct GoldenReport {
  std::vector<GoldenResult> results;
  std::vector<Decision> decisions;  // of the cases whose facts could be bound
};

// Runs every case of the judge's pack. Problems: those of golden_cases().
Expected<GoldenReport, Problems> run_golden_cases(Judge& judge, Watchdog& watchdog);

}  // namespace zhipi::engine
