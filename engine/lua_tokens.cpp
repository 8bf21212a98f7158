#include "engine/lua_tokens.h"

#include <algorithm>
#include <array>
#include <string>

namespace zhipi::engine {
namespace {

// By falling length, so that the longest that fits is found first.
constexpr std::array<std::string_view, 10> kSymbols{
    "...", "<<", ">>", "//", "==", "~=", "<=", ">=", "::", ".."};

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_line_break(char c) {
  return c == '\n' || c == '\r';
}

// The length of the line break that begins here: "\r\n" and "\n\r" are one.
std::size_t line_break(std::string_view source) {
  if (source.empty() || !is_line_break(source[0])) return 0;
  return source.size() > 1 && is_line_break(source[1]) && source[1] != source[0] ? 2 : 1;
}

int line_breaks(std::string_view source) {
  int count = 0;
  for (std::size_t at = 0; at < source.size();) {
    const std::size_t length = line_break(source.substr(at));
    count += length > 0 ? 1 : 0;
    at += std::max<std::size_t>(length, 1);
  }
  return count;
}

class Lexer {
 public:
  explicit Lexer(std::string_view source) : source_(source) {}

  std::vector<LuaToken> run() {
    while (at_ < source_.size()) step();
    return std::move(tokens_);
  }

 private:
  char look(std::size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
  }

  // Takes the source up to `end` as one token; white space and comments are taken as none.
  void take(std::size_t end) {
    end = std::min(end, source_.size());
    line_ += line_breaks(source_.substr(at_, end - at_));
    at_ = end;
  }
  void take(LuaToken::Kind kind, std::size_t end) {
    end = std::min(end, source_.size());
    tokens_.push_back({kind, source_.substr(at_, end - at_), line_});
    take(end);
  }

  // The end of a long bracket that opens here ("[[", "[==["); nothing opens: the same place.
  std::size_t long_bracket_end() const {
    if (look() != '[') return at_;
    std::size_t level = 1;
    while (look(level) == '=') ++level;
    if (look(level) != '[') return at_;
    const std::string closing = "]" + std::string(level - 1, '=') + "]";
    const std::size_t end = source_.find(closing, at_ + level + 1);
    return end == std::string_view::npos ? source_.size() : end + closing.size();
  }

  void step() {
    const char here = look();
    if (const std::size_t length = line_break(source_.substr(at_))) return take(at_ + length);
    if (here == ' ' || here == '\t' || here == '\f' || here == '\v') return take(at_ + 1);
    if (here == '-' && look(1) == '-') return skip_comment();
    if (here == '"' || here == '\'') return take(LuaToken::Kind::text, quoted_end(here));
    if (const std::size_t end = long_bracket_end(); end != at_) {
      return take(LuaToken::Kind::text, end);
    }
    if (is_name_start(here)) {
      std::size_t length = 1;
      while (is_name_start(look(length)) || is_digit(look(length))) ++length;
      return take(LuaToken::Kind::name, at_ + length);
    }
    if (is_digit(here) || (here == '.' && is_digit(look(1)))) {
      return take(LuaToken::Kind::number, number_end());
    }
    const auto known = std::find_if(kSymbols.begin(), kSymbols.end(), [&](std::string_view one) {
      return source_.substr(at_).starts_with(one);
    });
    take(LuaToken::Kind::symbol, at_ + (known == kSymbols.end() ? 1 : known->size()));
  }

  void skip_comment() {
    at_ += 2;
    if (const std::size_t end = long_bracket_end(); end != at_) return take(end);
    take(std::min(source_.find_first_of("\r\n", at_), source_.size()));
  }

  std::size_t quoted_end(char quote) const {
    std::size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != quote) {
      if (is_line_break(source_[end])) return end;  // Lua refuses it
      if (source_[end] == '\\')
        end += std::max<std::size_t>(line_break(source_.substr(end + 1)), 1);
      ++end;
      // "\z" skips white space, line breaks among it; "\" may stand before a line break.
      if (end >= 2 && end <= source_.size() && source_[end - 2] == '\\' &&
          source_[end - 1] == 'z') {
        while (end < source_.size() &&
               (source_[end] == ' ' || (source_[end] >= '\t' && source_[end] <= '\r')))
          ++end;
      }
    }
    return end + 1;
  }

  std::size_t number_end() const {
    std::size_t end = at_;
    const bool hexadecimal = look() == '0' && (look(1) == 'x' || look(1) == 'X');
    while (end < source_.size()) {
      const char here = source_[end];
      const char before = end > at_ ? source_[end - 1] : '\0';
      const bool exponent =
          hexadecimal ? (before == 'p' || before == 'P') : (before == 'e' || before == 'E');
      if (is_digit(here) || is_name_start(here) || here == '.' ||
          ((here == '+' || here == '-') && exponent)) {
        ++end;
      } else {
        break;
      }
    }
    return end;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<LuaToken> tokens_;
};

}  // namespace

std::vector<LuaToken> lua_tokens(std::string_view source) {
  return Lexer(source).run();
}

}  // namespace zhipi::engine
