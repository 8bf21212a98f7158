// `zhipi test`: everything the golden cases say about a pack, in one report.
#pragma once

#include <string>

#include "engine/authoring/coverage.h"
#include "engine/authoring/golden.h"
#include "engine/authoring/mutation.h"

namespace zhipi::engine {

struct PackTest {
  std::vector<GoldenResult> results;
  std::vector<CriterionCoverage> coverage;
  std::optional<MutationReport> mutation;  // where it was asked for

  bool passed() const;  // there are cases, and all pass
};

struct PackTestOptions {
  bool mutation = true;
  MutationOptions limits;
};

// Problems: those of golden_cases() and lua_files().
Expected<PackTest, Problems> test_pack(const std::shared_ptr<const Pack>& pack,
                                       const formats::WorkingDays& calendar,
                                       const PackTestOptions& options = {});

// For a terminal, every line ended: failed cases with their differences, what is not covered, the
// mutants that no case notices, and a last line of counts. `folder` is put before places.
std::string to_text(const PackTest& test, const std::string& folder);

// {"passed", "failed", "cases": [{"file", "name", "passed", "differences"}], "coverage":
// [{"criterion", "title", "pass", "fail", "unknown", "not_applicable", "error", "missing"}],
// "lines": [{"file", "lines", "not_run"}], "mutation": {"mutants", "noticed", "untried",
// "survivors": [{"where", "criterion", "change", "witness"}], "alike": […]}}
Json to_json(const PackTest& test);

// The same for the files of a pack, as a draft comes; its calendars are those among the common
// files. With "errors" [{"where", "code", "message"}], and nothing else where there are any.
Json test_files(const PackFiles& files, const PackTestOptions& options = {});

}  // namespace zhipi::engine
