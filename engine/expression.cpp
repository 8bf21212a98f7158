#include "engine/expression.h"

#include <re2/re2.h>

#include <utility>

namespace zhipi::engine {
namespace {

constexpr std::size_t kLongestText = 1u << 20;     // bytes
constexpr std::size_t kLongestPattern = 1u << 12;  // bytes
// RE2 takes time for each byte times each instruction of the compiled expression, at worst.
constexpr std::size_t kMostSteps = 4u << 20;
constexpr std::int64_t kMostMemory = 1 << 20;  // bytes

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Expected<Expression> Expression::compile(std::string_view text) {
  if (text.size() > kLongestPattern) {
    return problem("bad_expression", "a regular expression is too long");
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMostMemory);
  auto compiled = std::make_shared<const RE2>(piece(text), options);
  if (!compiled->ok()) {
    return problem("bad_expression",
                   "\"" + std::string(text) + "\" is no regular expression: " + compiled->error());
  }
  return Expression(std::move(compiled));
}

const std::string& Expression::text() const {
  return compiled_->pattern();
}

Expected<bool> Expression::is_found_in(std::string_view text) const {
  const auto instructions = static_cast<std::size_t>(compiled_->ProgramSize() + 1);
  if (text.size() > kLongestText || text.size() > kMostSteps / instructions) {
    return problem("too_long", "a text is too long to search with \"" + this->text() + "\"");
  }
  return RE2::PartialMatch(piece(text), *compiled_);
}

}  // namespace zhipi::engine
