// Test results as JUnit XML, as build servers read it.
#pragma once

#include <string>

#include "engine/authoring/golden.h"

namespace zhipi::engine {

// One `<testsuite>`, each case a `<testcase>`; `notes` (coverage, mutants) stand in `<system-out>`.
std::string junit_suite(const std::vector<GoldenResult>& results, const std::string& suite,
                        const std::string& notes = {});

// The document of several suites.
std::string junit_document(const std::string& suites);

}  // namespace zhipi::engine
