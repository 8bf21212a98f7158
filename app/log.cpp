#include "app/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "store/time.h"

namespace zhipi::app {
namespace {

constexpr std::size_t kNumberLength = 18;  // GB 11643
constexpr std::size_t kShownFirst = 6;
constexpr std::size_t kShownLast = 4;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number(std::string_view text) {
  return std::all_of(text.begin(), text.end() - 1, is_digit) &&
         (is_digit(text.back()) || text.back() == 'X' || text.back() == 'x');
}

void mask_texts(Json& value) {
  if (value.is_string()) {
    value = mask_numbers(value.get_string());
  } else if (value.is_array()) {
    for (Json& element : value.get_array()) mask_texts(element);
  } else if (value.is_object()) {
    for (auto& member : value.get_object()) mask_texts(member.value());
  }
}

}  // namespace

std::string mask_numbers(std::string_view text) {
  std::string masked(text);
  for (std::size_t place = 0; place + kNumberLength <= masked.size(); ++place) {
    if (!is_number(std::string_view(masked).substr(place, kNumberLength))) continue;
    const auto begin = masked.begin() + static_cast<std::ptrdiff_t>(place);
    std::fill(begin + kShownFirst, begin + (kNumberLength - kShownLast), '*');
    place += kNumberLength - 1;
  }
  return masked;
}

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
  mask_texts(line);
  json::object& object = line.get_object();
  object["time"] = store::to_text(now);
  object["level"] = level;
  object["event"] = event;
  logger_->info("{}", json::serialize(line));
}

}  // namespace zhipi::app
