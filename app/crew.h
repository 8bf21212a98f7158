// Threads that do the jobs of the queue, from construction until the workflow has been stopped.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "app/log.h"
#include "workflow/workflow.h"

namespace zhipi::app {

class Crew {
 public:
  // `size` threads under the names NODE/worker-1, …; `workflow` and `log` must outlive it.
  Crew(workflow::Workflow& workflow, const std::string& node, int size, const Log& log);
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew();

  // No new job is begun.
  void stop_taking() { stopping_ = true; }

  // After stop_taking(): nobody works any more.
  bool is_gone() const { return gone_ == threads_.size(); }

 private:
  bool work(const std::string& name, const Log& log);

  workflow::Workflow& workflow_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> gone_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace zhipi::app
