// Which route serves a path: literal segments win over parameters, and no regular expression is
// used.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/http/server.h"

namespace zhipi::http {

// Immutable once built, so that any thread may ask.
class RouteTable {
 public:
  // Fails with `bad_route` for a malformed pattern or method, a missing handler, a parameter named
  // twice, and two routes that no path could tell apart.
  static Expected<RouteTable> build(std::vector<Route> routes);

  struct Found {
    const Route* route;  // valid as long as the table
    std::map<std::string, std::string> parameters;
  };
  // The path exists, the method does not: what an Allow field says, "GET, HEAD, OPTIONS".
  struct WrongMethod {
    std::string allow;
  };
  struct NoSuchPath {};

  // `segments` as in Target. An empty segment never matches. HEAD finds GET where no HEAD is
  // declared.
  std::variant<Found, WrongMethod, NoSuchPath> match(
      std::string_view method, const std::vector<std::string>& segments) const;

  // Every method of any route, for `OPTIONS *`.
  std::string allow_anywhere() const;

 private:
  struct Entry {
    Route route;
    std::vector<std::string> segments;  // a parameter keeps its braces
  };

  std::vector<Entry> entries_;  // more literal first
};

}  // namespace zhipi::http
