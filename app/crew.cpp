#include "app/crew.h"

#include <chrono>
#include <exception>

namespace zhipi::app {
namespace {

constexpr std::chrono::seconds kIdleWait{1};  // between looks for work that nothing announced

}  // namespace

Crew::Crew(workflow::Workflow& workflow, const std::string& node, int size, const Log& log)
    : workflow_(workflow) {
  for (int number = 1; number <= size; ++number) {
    threads_.emplace_back([this, &log, name = node + "/worker-" + std::to_string(number)] {
      while (!stopping_) {
        if (!work(name, log) && !stopping_) workflow_.wait_for_work(kIdleWait);
      }
      ++gone_;
    });
  }
}

Crew::~Crew() {
  stopping_ = true;
  workflow_.stop();
  for (std::thread& thread : threads_) thread.join();
}

bool Crew::work(const std::string& name, const Log& log) {
  try {
    return workflow_.work_once(name);
  } catch (const std::exception& error) {
    log.write("error", "work_failed", {{"worker", name}, {"message", error.what()}});
    return false;
  }
}

}  // namespace zhipi::app
