// JSON as zhipi reads and writes it.
//
// Reading is strict: UTF-8 only, no duplicate names, bounded depth; a refusal names line and
// column. Writing is canonical by RFC 8785 (JCS), so that equal values have equal bytes and can be
// compared and hashed.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "models/problem.h"

namespace zhipi {

namespace json = boost::json;
using Json = boost::json::value;

// Deeper documents are refused: nothing that zhipi reads comes near it.
inline constexpr std::size_t kJsonDepth = 32;

// Problem codes: bad_json (syntax or UTF-8), duplicate_name, too_deep; `where` is "line:column".
Expected<Json> parse_json(std::string_view text);

// RFC 8785: names sorted by UTF-16 code units, numbers as ECMAScript prints them, no white space.
// Integers beyond 2^53 are printed exactly; zhipi itself never makes one.
std::string canonical_json(const Json& value);

// A step of a JSON pointer (RFC 6901): "/" and the name, its "~" and "/" escaped.
std::string pointer_step(std::string_view name);

}  // namespace zhipi
