// The request target (RFC 9112 §3.2): split and decoded, or refused.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.h"

namespace zhipi::http {

struct Target {
  std::string path;                   // decoded, for people
  std::vector<std::string> segments;  // decoded one by one; "/" has none
  std::map<std::string, std::string> query;
};

// Takes origin form ("/a/b?c=d") and absolute form ("http://host/a"). Fails with `bad_target` for a
// broken escape, text that is not UTF-8, control characters, "." or ".." as a segment, a fragment,
// and a query parameter that is given twice.
Expected<Target> parse_target(std::string_view target);

}  // namespace zhipi::http
