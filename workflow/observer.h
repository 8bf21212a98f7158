// What the workflow tells those who watch it: for the log, and for figures.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "models/decision.h"
#include "models/json.h"
#include "models/reading.h"
#include "workflow/trace.h"

namespace zhipi::workflow {

// Something that an operator may want to know, as one line of the log.
struct Event {
  std::string_view level = "warn";  // info, warn, error
  std::string_view name = "workflow";
  std::string application = {};  // empty where it concerns none
  std::string message = {};
  Trace trace = {};  // of the request that led to it; none where nothing did
  json::object fields = {};
};

// Each is called on any thread, after what it tells of was kept, and must not throw; an empty one
// is not called.
struct Observer {
  std::function<void(const Event&)> event = {};
  // A material was read in this time, the wait for a free reader included.
  std::function<void(std::string_view matter, std::string_view material, std::chrono::nanoseconds,
                     const MaterialReading&)>
      read = {};
  // The engine's decision, here without its evidence, was kept; of the matter's look-ups, which had
  // answered.
  std::function<void(const Decision&, const std::map<std::string, bool>& lookups)> decided = {};
  // A person's was.
  std::function<void(std::string_view matter, std::string_view outcome)> decided_by_person = {};
};

}  // namespace zhipi::workflow
