// A thread that sweeps (Workflow::sweep), from construction to destruction.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "app/log.h"
#include "workflow/workflow.h"

namespace zhipi::app {

class Sweeper {
 public:
  // `workflow`, `log` and what `now` refers to must outlive it.
  Sweeper(workflow::Workflow& workflow, const Log& log, std::function<store::Time()> now,
          std::chrono::seconds every = std::chrono::seconds(30));

 private:
  void run(const std::stop_token& stopping);
  void sweep();

  workflow::Workflow& workflow_;
  const Log& log_;
  std::function<store::Time()> now_;
  std::chrono::seconds every_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // the last: it uses the others
};

}  // namespace zhipi::app
