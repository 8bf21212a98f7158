// What every call of the API has at hand.
#pragma once

#include <functional>
#include <string_view>

#include "models/json.h"
#include "workflow/workflow.h"

namespace zhipi::api {

// One event for the operator: level ("info", "warn", "error"), name, and fields. Called on any
// thread; must not throw.
using Log = std::function<void(std::string_view level, std::string_view event, json::object)>;

// Shared by all requests; whatever it refers to outlives the server.
struct Service {
  workflow::Workflow& workflow;
  Log log;
};

}  // namespace zhipi::api
