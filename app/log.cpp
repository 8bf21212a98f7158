#include "app/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>

#include "models/formats/mask_numbers.h"
#include "store/time.h"

namespace zhipi::app {
Log::Log()
    : logger_(std::make_shared<spdlog::logger>("zhipi",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  // The line is JSON already: a pattern would escape nothing.
  logger_->set_pattern("%v");
  logger_->flush_on(spdlog::level::info);
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
  logger_->info("{}", json::serialize(line));
}

}  // namespace zhipi::app
