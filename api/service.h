// What every call of the API has at hand.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "api/interface.h"
#include "api/log_field.h"
#include "api/metrics.h"
#include "engine/pack_files.h"
#include "models/json.h"
#include "models/problem.h"
#include "workflow/workflow.h"

namespace zhipi::api {

// One event for the operator: level ("info", "warn", "error"), name, and fields. Called on any
// thread; must not throw.
using Log = std::function<void(std::string_view level, std::string_view event,
                               std::span<const LogField> fields)>;

class EventFeed;
class KeyRing;

struct EdgeLoad {
  std::size_t connections = 0;
  std::size_t in_flight = 0;
};

// Shared by all requests; whatever it refers to outlives the server.
struct Service {
  workflow::Workflow& workflow;
  Log log;
  // Runs the golden cases of a draft where it can do no harm. Problem codes: unavailable, too_slow.
  std::function<Expected<Json>(const engine::PackFiles&)> test_draft;
  KeyRing& keys;
  EventFeed& events;
  // The files of Swagger UI by name; empty where it is not installed.
  std::map<std::string, std::string, std::less<>> swagger_ui = {};
  std::string openapi = openapi_text();
  std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
  std::function<EdgeLoad()> edge_load = {};  // of the server, once there is one
};

}  // namespace zhipi::api
