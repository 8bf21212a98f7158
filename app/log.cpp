#include "app/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <thread>

#include "models/formats/mask_numbers.h"
#include "store/time.h"

namespace zhipi::app {
constexpr std::size_t kWaitingLines = 8192;

Log::Log()
    : thread_(std::make_shared<spdlog::details::thread_pool>(kWaitingLines, 1)),
      logger_(std::make_shared<spdlog::async_logger>(
          "zhipi", std::make_shared<spdlog::sinks::stderr_sink_st>(), thread_,
          spdlog::async_overflow_policy::block)) {
  // The line is JSON already: a pattern would escape nothing. Standard error has no buffer.
  logger_->set_pattern("%v");
}

void Log::write(std::string_view level, std::string_view event, json::object fields) const {
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  Json line(std::move(fields));
  formats::mask_numbers_in(line);
  json::object& object = line.get_object();
  object["time"] = store::to_text(now);
  object["level"] = level;
  object["event"] = event;
  logger_->log(spdlog::level::info, json::serialize(line));
}

// What is taken from the queue comes after what has been written: once the flush is taken, all
// before it is.
void Log::write_out() const {
  logger_->flush();
  while (thread_->queue_size() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace zhipi::app
