// The operator's log: one JSON object a line on standard error.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "api/log_field.h"
#include "models/json.h"

namespace zhipi::app {

// Thread-safe. Lines are written by a thread of its own, in the order in which they came, a few
// milliseconds' worth at once; whoever comes while megabytes wait, waits too: no line is dropped.
// The end of its life writes all.
class Log {
 public:
  Log();
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // {"time": "…", "level": "info", "event": "…", …fields}. Every text among the fields, nested or
  // not, is masked. Level: info, warn or error.
  void write(std::string_view level, std::string_view event, json::object fields = {}) const;

  // The same of fields that stand somewhere already.
  void write(std::string_view level, std::string_view event,
             std::span<const api::LogField> fields) const;

  // Returns when every line that came before is written: for a process that is about to end without
  // destroying anything.
  void write_out() const;

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
};

}  // namespace zhipi::app
