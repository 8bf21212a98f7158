#include "api/http/route_table.h"

#include <algorithm>
#include <set>
#include <utility>

namespace zhipi::http {
namespace {

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

std::string_view parameter_name(std::string_view segment) {
  return segment.substr(1, segment.size() - 2);
}

// The segments of a pattern, or nothing where it is malformed.
std::optional<std::vector<std::string>> split_pattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) return std::nullopt;
  std::vector<std::string> segments;
  std::set<std::string_view> names;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const std::size_t end = std::min(pattern.find('/'), pattern.size());
    const std::string_view segment = pattern.substr(0, end);
    const bool whole = is_parameter(segment) && segment.size() > 2 && segment.ends_with('}');
    const std::string_view inside = whole ? parameter_name(segment) : segment;
    if (inside.empty() || inside.find_first_of("{}%") != std::string_view::npos)
      return std::nullopt;
    if (whole && !names.insert(inside).second) return std::nullopt;
    segments.emplace_back(segment);
    if (end + 1 == pattern.size()) return std::nullopt;
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
  }
  return segments;
}

// Orders patterns so that the first match is the most literal one; equal means indistinguishable.
int compare_shape(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    const bool left_open = is_parameter(left[i]);
    const bool right_open = is_parameter(right[i]);
    if (left_open != right_open) return left_open ? 1 : -1;
    if (left_open) continue;
    if (const int order = left[i].compare(right[i]); order != 0) return order;
  }
  return left.size() == right.size() ? 0 : left.size() < right.size() ? -1 : 1;
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::equal(pattern.begin(), pattern.end(), path.begin(), path.end(),
                    [](const std::string& wanted, const std::string& given) {
                      return is_parameter(wanted) ? !given.empty() : wanted == given;
                    });
}

std::string allow_text(std::set<std::string> methods) {
  if (methods.contains("GET")) methods.insert("HEAD");
  methods.insert("OPTIONS");
  std::string text;
  for (const auto& method : methods) text += (text.empty() ? "" : ", ") + method;
  return text;
}

tl::unexpected<Problem> bad_route(const Route& route, const std::string& why) {
  return problem("bad_route", why, route.method + " " + route.pattern);
}

}  // namespace

Expected<RouteTable> RouteTable::build(std::vector<Route> routes) {
  RouteTable table;
  for (auto& route : routes) {
    auto segments = split_pattern(route.pattern);
    if (!segments) return bad_route(route, "a pattern is /literal/{parameter}/…, each name once");
    const bool upper = std::all_of(route.method.begin(), route.method.end(),
                                   [](char c) { return c >= 'A' && c <= 'Z'; });
    if (route.method.empty() || !upper) return bad_route(route, "a method is written GET, POST, …");
    if (!route.handler) return bad_route(route, "the route has no handler");
    table.entries_.push_back({std::move(route), std::move(*segments)});
  }
  std::stable_sort(table.entries_.begin(), table.entries_.end(),
                   [](const Entry& a, const Entry& b) {
                     const int order = compare_shape(a.segments, b.segments);
                     return order != 0 ? order < 0 : a.route.method < b.route.method;
                   });
  const auto same = std::adjacent_find(
      table.entries_.begin(), table.entries_.end(), [](const Entry& a, const Entry& b) {
        return compare_shape(a.segments, b.segments) == 0 && a.route.method == b.route.method;
      });
  if (same != table.entries_.end()) return bad_route(same->route, "two routes serve the same path");
  return table;
}

std::variant<RouteTable::Found, RouteTable::WrongMethod, RouteTable::NoSuchPath> RouteTable::match(
    std::string_view method, const std::vector<std::string>& segments) const {
  std::set<std::string> allowed;
  const Entry* chosen = nullptr;
  const Entry* for_head = nullptr;
  for (const auto& entry : entries_) {
    if (!matches(entry.segments, segments)) continue;
    if (!chosen && entry.route.method == method) chosen = &entry;
    if (!for_head && method == "HEAD" && entry.route.method == "GET") for_head = &entry;
    if (chosen) break;
    allowed.insert(entry.route.method);
  }
  if (!chosen) chosen = for_head;
  if (!chosen) {
    if (allowed.empty()) return NoSuchPath{};
    return WrongMethod{allow_text(std::move(allowed))};
  }
  Found found{&chosen->route, {}};
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (!is_parameter(chosen->segments[i])) continue;
    found.parameters.emplace(parameter_name(chosen->segments[i]), segments[i]);
  }
  return found;
}

std::string RouteTable::allow_anywhere() const {
  std::set<std::string> methods;
  for (const auto& entry : entries_) methods.insert(entry.route.method);
  return allow_text(std::move(methods));
}

}  // namespace zhipi::http
