// A draft of a rule pack, tested in a process of its own: whatever its Lua does, the service goes
// on.
#pragma once

#include <iosfwd>
#include <mutex>

#include "engine/pack_files.h"
#include "models/json.h"
#include "models/problem.h"

namespace zhipi::app {

// Runs `zhipi test --draft` behind `zhipi-reader --confine`: no network, no files, 30 seconds, 1
// GiB. Any thread may ask; one draft is tested at a time.
class DraftTester {
 public:
  // The JSON of engine::test_files(). Problem codes: unavailable (another draft is being tested, or
  // no process can be had), too_slow (the limits were met).
  Expected<Json> test(const engine::PackFiles& files);

 private:
  std::mutex turn_;
};

// The other end: reads the files that DraftTester hands over, and writes the report. False when
// they are not such files.
bool answer_draft(std::istream& in, std::ostream& out);

}  // namespace zhipi::app
