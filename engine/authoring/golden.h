// Golden cases (样例): facts in, expected outcome out; the authors' own tests of a pack.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/judge.h"
#include "engine/pack.h"
#include "models/decision.h"
#include "models/json.h"

namespace zhipi::engine {

struct GoldenCase {
  std::string file;  // "cases/age.json"
  std::string name;
  Json facts;
  Json expect;  // what it does not name is not compared
};

// All of cases/*.json, each one case or a list of them, in the order of their names. Problem codes:
// bad_json, wrong_type, missing_name; `where` is "file:line:column" or "file#/pointer".
Expected<std::vector<GoldenCase>, Problems> golden_cases(const Pack& pack);

struct GoldenResult {
  std::string file;
  std::string name;
  std::vector<std::string> differences;  // "outcome: expected supplement, was escalate"
  bool passed() const { return differences.empty(); }
};

// How often each criterion came out in which way over all cases; a criterion without a pass, a
// fail or an unknown is one that the cases do not test.
using Coverage = std::map<std::string, std::map<Result, int>>;

struct GoldenReport {
  std::vector<GoldenResult> results;
  Coverage coverage;
};

Expected<GoldenReport, Problems> run_golden_cases(Judge& judge, Watchdog& watchdog);

// One `<testsuite>` of JUnit XML, as build servers read it within `<testsuites>`.
std::string junit_suite(const GoldenReport& report, const std::string& suite);

}  // namespace zhipi::engine
