#include "api/http/request.h"

#include <algorithm>
#include <cassert>

namespace zhipi::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

void Headers::add(std::string_view name, std::string_view value) {
  for (auto& [known, joined] : fields_) {
    if (!equal_ignoring_case(known, name)) continue;
    joined.append(known == "cookie" ? "; " : ", ").append(value);
    return;
  }
  std::string lowered(name);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  fields_.emplace_back(std::move(lowered), std::string(value));
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [known, value] : fields_) {
    if (equal_ignoring_case(known, name)) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  const auto found = query.find(std::string(name));
  if (found == query.end()) return std::nullopt;
  return found->second;
}

const std::string& Request::path_parameter(const std::string& name) const {
  const auto found = path_parameters.find(name);
  assert(found != path_parameters.end());
  return found->second;
}

}  // namespace zhipi::http
