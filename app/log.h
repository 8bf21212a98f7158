// The operator's log: one JSON object a line on standard error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "models/json.h"

namespace spdlog {
class logger;
namespace details {
class thread_pool;
}
}  // namespace spdlog

namespace zhipi::app {

// Thread-safe. Lines are written by a thread of its own, in the order in which they came; whoever
// comes while thousands wait, waits too: no line is dropped. The end of its life writes all.
class Log {
 public:
  Log();

  // {"time": "…", "level": "info", "event": "…", …fields}. Every text among the fields, nested or
  // not, is masked. Level: info, warn or error.
  void write(std::string_view level, std::string_view event, json::object fields = {}) const;

  // Returns when every line that came before is written: for a process that is about to end without
  // destroying anything.
  void write_out() const;

 private:
  std::shared_ptr<spdlog::details::thread_pool> thread_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace zhipi::app
