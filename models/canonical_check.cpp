#include "models/canonical_check.h"

#include <algorithm>
#include <cstddef>

namespace zhipi {
namespace {

constexpr std::size_t kExactDigits = 15;  // every whole number of so many digits is exact

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Reads JSON that is known to be valid; gives up at the first thing it is not sure of.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool whole() { return value() && rest_.empty(); }

 private:
  bool value() {
    if (rest_.empty()) return false;
    switch (rest_.front()) {
      case '{':
        return object();
      case '[':
        return array();
      case '"': {
        std::string_view ignored;
        return string(ignored);
      }
      case 't':
        return word("true");
      case 'f':
        return word("false");
      case 'n':
        return word("null");
      default:
        return number();
    }
  }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool word(std::string_view wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(wanted.size());
    return true;
  }

  bool number() {
    const bool negative = take('-');
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const auto digits = static_cast<std::size_t>(end - rest_.begin());
    const bool zero = digits > 0 && rest_.front() == '0';
    const bool sure = digits > 0 && digits <= kExactDigits && !(zero && (digits > 1 || negative));
    rest_.remove_prefix(digits);
    return sure && (rest_.empty() ||
                    (rest_.front() != '.' && rest_.front() != 'e' && rest_.front() != 'E'));
  }

  // Without escapes there is one way only to write a string.
  bool string(std::string_view& contents) {
    if (!take('"')) return false;
    const std::size_t end = rest_.find_first_of("\"\\");
    if (end == std::string_view::npos || rest_[end] == '\\') return false;
    contents = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool array() {
    take('[');
    if (take(']')) return true;
    do {
      if (!value()) return false;
    } while (take(','));
    return take(']');
  }

  bool object() {
    take('{');
    if (take('}')) return true;
    std::string_view before;
    bool first = true;
    do {
      std::string_view name;
      if (!string(name) || !take(':')) return false;
      // Bytes of ASCII stand in the order of UTF-16 code units (RFC 8785 section 3.2.3).
      const bool ascii = std::all_of(name.begin(), name.end(), [](char c) { return c > 0; });
      if (!ascii || (!first && !(before < name)) || !value()) return false;
      before = name;
      first = false;
    } while (take(','));
    return take('}');
  }

  std::string_view rest_;
};

}  // namespace

bool is_plainly_canonical(std::string_view text) {
  return Scanner(text).whole();
}

}  // namespace zhipi
