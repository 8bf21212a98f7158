// What went wrong, for the person who can mend it.
//
// Whatever the outside can cause (a bad file, a bad body, a bad rule) is a returned
// Expected<T>, never an exception. A Problem names its place, so that the message
// can be acted on: `criteria.lua:12:3`, `/form/id_number`, or `page 2`.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace zhipi {

struct Problem {
  std::string code;     // stable and machine-readable, snake_case: "bad_json"
  std::string message;  // a sentence: what was found, what was expected, what to do
  std::string where;    // file:line:column, a JSON pointer, or page; empty if the whole input
};

using Problems = std::vector<Problem>;

template <class T, class E = Problem>
using Expected = tl::expected<T, E>;

inline tl::unexpected<Problem> problem(std::string code, std::string message,
                                       std::string where = {}) {
  return tl::unexpected<Problem>(Problem{std::move(code), std::move(message), std::move(where)});
}

// One line for a terminal or a log: "where: message", or the message alone.
inline std::string to_line(const Problem& problem) {
  return problem.where.empty() ? problem.message : problem.where + ": " + problem.message;
}

}  // namespace zhipi
