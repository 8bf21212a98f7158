// One request as a handler sees it: checked, decoded, complete.
//
// Nothing here is raw: the path has been split and percent-decoded once, the query too, the body
// has been read within its route's limit and its framing is gone. Plain values, safe to move to any
// thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/http/body.h"

namespace zhipi::http {

// Header fields in the order received; names compare without regard to case (RFC 9110 §5.1).
//
// A field that means one thing only (Content-Type, Authorization, Idempotency-Key, …) never occurs
// twice, because such a request is refused with 400. Fields that are lists are joined with ", ".
class Headers {
 public:
  // Appends `value`, joined to an earlier field of the same name with ", " ("; " for Cookie).
  void add(std::string_view name, std::string_view value);

  // The value without surrounding blanks, or nothing. Valid as long as these headers.
  std::optional<std::string_view> find(std::string_view name) const;

  // Name (lower case) and value, in order of first appearance.
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  std::string method;  // upper case as sent; a HEAD served by a GET route stays "HEAD"
  std::string target;  // as sent, for logs
  std::string route;   // the pattern that matched, "/v1/applications/{id}", for metrics and logs

  // The decoded path, for people. Never split it again: `segments` tells a/b from a%2Fb.
  std::string path;
  std::vector<std::string> segments;  // decoded one by one; valid UTF-8 without control characters

  std::map<std::string, std::string> path_parameters;  // by the name in the pattern's braces
  std::map<std::string, std::string> query;            // decoded, '+' is a space; keys are unique
  Headers headers;
  Body body;
  std::string peer;  // numeric address of the socket's other end, which may be a proxy

  // The value of one query parameter, or nothing. Valid as long as the request.
  std::optional<std::string_view> query_value(std::string_view name) const;

  // A parameter that the route's pattern names; asking for another one is a programming mistake.
  const std::string& path_parameter(const std::string& name) const;
};

// Whether two texts are equal when ASCII letters are taken without case.
bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace zhipi::http
