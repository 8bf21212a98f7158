#include "api/prefer.h"

#include <algorithm>
#include <string>

#include "api/http/request.h"

namespace zhipi::api {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Where the first of `separators` stands outside quotes; the end if none does.
std::size_t find_unquoted(std::string_view text, std::string_view separators) {
  bool quoted = false;
  for (std::size_t place = 0; place < text.size(); ++place) {
    const char c = text[place];
    if (quoted && c == '\\') {
      ++place;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && separators.find(c) != std::string_view::npos) {
      return place;
    }
  }
  return text.size();
}

std::optional<std::chrono::seconds> seconds_of(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  const bool digits = std::all_of(value.begin(), value.end(),
                                  [](char digit) { return digit >= '0' && digit <= '9'; });
  if (value.empty() || !digits) return std::nullopt;
  value.remove_prefix(std::min(value.find_first_not_of('0'), value.size() - 1));
  if (value.size() > 9) return kLongestWait;
  return std::min(kLongestWait, std::chrono::seconds(std::stol(std::string(value))));
}

}  // namespace

std::optional<std::chrono::seconds> preferred_wait(std::string_view prefer) {
  while (!prefer.empty()) {
    const std::string_view preference = prefer.substr(0, find_unquoted(prefer, ","));
    prefer.remove_prefix(std::min(prefer.size(), preference.size() + 1));
    const std::string_view pair = preference.substr(0, find_unquoted(preference, ";"));
    const std::size_t equals = find_unquoted(pair, "=");
    if (!http::equal_ignoring_case(trim(pair.substr(0, equals)), "wait")) continue;
    return equals < pair.size() ? seconds_of(trim(pair.substr(equals + 1))) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace zhipi::api
