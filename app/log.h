// The operator's log: one JSON object a line on standard error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "models/json.h"

namespace spdlog {
class logger;
}

namespace zhipi::app {

// Thread-safe.
class Log {
 public:
  Log();

  // {"time": "…", "level": "info", "event": "…", …fields}. Every text among the fields, nested or
  // not, is masked. Level: info, warn or error.
  void write(std::string_view level, std::string_view event, json::object fields = {}) const;

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace zhipi::app
