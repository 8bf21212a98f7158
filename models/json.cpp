#include "models/json.h"

#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace zhipi {
namespace {

// What the handler refuses by itself; everything else is the parser's own error.
enum class Refusal { none, duplicate_name, number_range };

// Boost's parser keeps the last of two equal names, and rounds decimal numbers inexactly; this
// handler keeps neither habit. Names are compared when their object ends, so that a hostile object
// of a million names costs a sort and not a quadratic search.
class Handler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit Handler(std::string_view text)
      : text_(text), stack_(json::storage_ptr(), buffer_.data(), buffer_.size()) {
    stack_.reset();
    names_.reserve(64);
  }

  Json release() { return stack_.release(); }
  Refusal refusal() const { return refusal_; }
  std::size_t refused_at() const { return refused_at_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return true; }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }

  bool on_object_end(std::size_t count, json::error_code& error) {
    if (const auto at = duplicate(count)) return refuse(Refusal::duplicate_name, *at, error);
    names_.resize(names_.size() - count);
    stack_.push_object(count);
    return true;
  }
  bool on_array_end(std::size_t count, json::error_code&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    see(part);
    partial_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    see(part);
    names_.push_back({whole_name(part), seen_});
    stack_.push_key(part);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double, json::string_view digits, json::error_code& error) {
    see(digits);
    double number = 0;
    const auto [end, status] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (status != std::errc() || end != digits.data() + digits.size() || !std::isfinite(number)) {
      return refuse(Refusal::number_range, seen_, error);
    }
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }

 private:
  struct Name {
    std::string_view text;
    std::size_t at;
  };
  static constexpr std::size_t kFewNames = 16;

  bool in_text(json::string_view part) const {
    const std::less<const char*> before;
    return !before(part.data(), text_.data()) && before(part.data(), text_.data() + text_.size());
  }

  // Remembers the place of what is seen; an escaped part lies in the parser's buffer and has none.
  void see(json::string_view part) {
    if (in_text(part)) seen_ = static_cast<std::size_t>(part.data() - text_.data());
  }

  std::string_view whole_name(json::string_view part) {
    if (partial_.empty() && (part.empty() || in_text(part))) return {part.data(), part.size()};
    partial_.append(part.data(), part.size());
    escaped_.push_back(std::move(partial_));
    partial_.clear();
    return escaped_.back();
  }

  std::optional<std::size_t> duplicate(std::size_t count) {
    const auto begin = names_.end() - static_cast<std::ptrdiff_t>(count);
    if (count <= kFewNames) {
      for (auto name = begin; name != names_.end(); ++name) {
        for (auto other = begin; other != name; ++other) {
          if (name->text == other->text) return name->at;
        }
      }
      return std::nullopt;
    }
    // Any order will do that brings twins together: the cheapest looks at sizes first.
    std::sort(begin, names_.end(), [](const Name& a, const Name& b) {
      if (a.text.size() != b.text.size()) return a.text.size() < b.text.size();
      const int order = a.text.compare(b.text);
      return order != 0 ? order < 0 : a.at < b.at;
    });
    const auto twin = std::adjacent_find(
        begin, names_.end(), [](const Name& a, const Name& b) { return a.text == b.text; });
    if (twin == names_.end()) return std::nullopt;
    return std::next(twin)->at;
  }

  bool refuse(Refusal refusal, std::size_t at, json::error_code& error) {
    refusal_ = refusal;
    refused_at_ = at;
    error = json::error::syntax;
    return false;
  }

  std::string_view text_;
  std::array<unsigned char, 4096> buffer_;
  json::value_stack stack_;
  std::vector<Name> names_;          // of all open objects, the innermost last
  std::deque<std::string> escaped_;  // names that had escapes, at stable addresses
  std::string partial_;
  std::size_t seen_ = 0;
  Refusal refusal_ = Refusal::none;
  std::size_t refused_at_ = 0;
};

// "line:column" from 1, columns by characters.
std::string place(std::string_view text, std::size_t at) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (const char c : text.substr(0, at)) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++column;
    }
  }
  return std::to_string(line) + ":" + std::to_string(column);
}

tl::unexpected<Problem> refused(const Handler& handler, std::string_view text) {
  const std::string where = place(text, handler.refused_at());
  if (handler.refusal() == Refusal::duplicate_name) {
    return problem("duplicate_name", "an object names the same member twice; keep one of them",
                   where);
  }
  return problem("bad_json", "this number is too large for JSON as zhipi reads it", where);
}

}  // namespace

Expected<Json> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepth;
  json::basic_parser<Handler> parser(options, text);
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (!error && read < text.size()) error = json::error::extra_data;
  if (!error) return parser.handler().release();

  if (parser.handler().refusal() != Refusal::none) return refused(parser.handler(), text);
  if (error == json::error::too_deep) {
    return problem("too_deep",
                   "the document is nested deeper than " + std::to_string(kJsonDepth) + " levels",
                   place(text, read));
  }
  return problem("bad_json", "not JSON in UTF-8: " + error.message(), place(text, read));
}

std::string pointer_step(std::string_view name) {
  std::string escaped = "/";
  for (const char letter : name) {
    if (letter == '~') {
      escaped += "~0";
    } else if (letter == '/') {
      escaped += "~1";
    } else {
      escaped += letter;
    }
  }
  return escaped;
}

}  // namespace zhipi
