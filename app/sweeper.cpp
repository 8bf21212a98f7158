#include "app/sweeper.h"

namespace zhipi::app {

Sweeper::Sweeper(workflow::Workflow& workflow, const Log& log, std::function<store::Time()> now,
                 std::chrono::seconds every)
    : workflow_(workflow),
      log_(log),
      now_(std::move(now)),
      every_(every),
      thread_([this](const std::stop_token& stopping) { run(stopping); }) {}

// The interval is measured by a clock that does not jump.
void Sweeper::run(const std::stop_token& stopping) {
  while (!stopping.stop_requested()) {
    sweep();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stopping, every_, [] { return false; });
  }
}

void Sweeper::sweep() {
  try {
    if (const auto swept = workflow_.sweep(now_()); !swept) {
      log_.write("error", "sweep_failed", {{"message", to_line(swept.error())}});
    }
  } catch (const std::exception& error) {
    log_.write("error", "sweep_failed", {{"message", error.what()}});
  }
}

}  // namespace zhipi::app
