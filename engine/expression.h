// A regular expression (RE2) that takes bounded time: its search is linear in the text, and texts
// that would take longer than a criterion may are refused. Copies share what was compiled; any
// thread may search.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "models/problem.h"

namespace re2 {
class RE2;
}

namespace zhipi::engine {

class Expression {
 public:
  // Code: bad_expression.
  static Expected<Expression> compile(std::string_view text);

  const std::string& text() const;

  // Whether it is found anywhere in the text. Code: too_long.
  Expected<bool> is_found_in(std::string_view text) const;

 private:
  explicit Expression(std::shared_ptr<const re2::RE2> compiled) : compiled_(std::move(compiled)) {}

  std::shared_ptr<const re2::RE2> compiled_;
};

}  // namespace zhipi::engine
