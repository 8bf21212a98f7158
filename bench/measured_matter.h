// The matter that judging is measured by: 20 criteria over 83 values, about 2 KB of JSON, made here
// from seeds. 40 form fields, two materials, a look-up and a list of rows; half of the criteria
// compare numbers and dates, the others names, ranges, rows and tables.
#pragma once

#include <string>

#include "engine/pack_files.h"
#include "models/json.h"

namespace zhipi::bench {

constexpr int kCriteria = 20;  // "c1" to "c20"
constexpr unsigned kCases = 64;

engine::PackFiles measured_pack();

// The facts of one application that every criterion passes, as a document and as JSON text.
json::object passing_facts(unsigned seed);
std::string facts_text(unsigned seed);

// The facts of one application whose values lie at the last place that still passes, except for the
// criteria that fail: number `seed` alone for seeds up to kCriteria, several beyond.
json::object failing_facts(unsigned seed);

}  // namespace zhipi::bench
