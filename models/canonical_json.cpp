// RFC 8785, JSON Canonicalization Scheme.
#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>

#include "models/canonical_writer.h"

namespace zhipi {
namespace {

constexpr std::size_t kDigits = 32;  // no number is longer, without an exponent

// Bytes of UTF-8 sort by code point. UTF-16 differs from that in one thing: code points beyond
// U+FFFF (lead bytes F0 to F4) are surrogates there and come before U+E000 to U+FFFF (EE and EF).
unsigned utf16_rank(char c) {
  const unsigned byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10U : byte;
}

// Whether none of eight bytes needs an escape: no control character, quotation mark or backslash.
bool is_plain(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  const auto has_zero = [](std::uint64_t bytes) { return (bytes - kOnes) & ~bytes & kHighs; };
  const std::uint64_t control = (eight - kOnes * 0x20) & ~eight & kHighs;
  return (control | has_zero(eight ^ (kOnes * '"')) | has_zero(eight ^ (kOnes * '\\'))) == 0;
}

// How many bytes come before the first that needs an escape.
std::size_t plain_bytes(std::string_view text) {
  std::size_t at = 0;
  std::uint64_t eight = 0;
  for (; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (!is_plain(eight)) break;
  }
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') break;
  }
  return at;
}

}  // namespace

bool utf16_less(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  const auto [left, right] = std::mismatch(a.data(), a.data() + common, b.data());
  if (left != a.data() + common) return utf16_rank(*left) < utf16_rank(*right);
  return a.size() < b.size();
}

void CanonicalWriter::write(const Json& value) {
  switch (value.kind()) {
    case json::kind::null:
      raw("null");
      return;
    case json::kind::bool_:
      raw(value.get_bool() ? "true" : "false");
      return;
    case json::kind::int64:
      integer(value.get_int64());
      return;
    case json::kind::uint64:
      integer(value.get_uint64());
      return;
    case json::kind::double_:
      number(value.get_double());
      return;
    case json::kind::string:
      text(value.get_string());
      return;
    case json::kind::array:
      array(value.get_array());
      return;
    case json::kind::object:
      object(value.get_object());
      return;
  }
}

void CanonicalWriter::grow(std::size_t more) {
  constexpr std::size_t kFirst = 256;
  const std::size_t capacity = std::max({kFirst, 2 * capacity_, size_ + more});
  auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
  std::copy_n(bytes_.get(), size_, bytes.get());
  bytes_ = std::move(bytes);
  capacity_ = capacity;
}

void CanonicalWriter::integer(std::int64_t value) {
  char* const at = room(kDigits);
  size_ += static_cast<std::size_t>(std::to_chars(at, at + kDigits, value).ptr - at);
}

void CanonicalWriter::integer(std::uint64_t value) {
  char* const at = room(kDigits);
  size_ += static_cast<std::size_t>(std::to_chars(at, at + kDigits, value).ptr - at);
}

// ECMAScript's Number::toString: the shortest digits that read back the same, as a plain number
// from 1e-7 on and below 1e21, with an exponent elsewhere.
void CanonicalWriter::number(double value) {
  assert(std::isfinite(value) && "JSON has no infinity and no NaN");
  constexpr double kExactIntegers = 9007199254740992.0;
  if (std::abs(value) <= kExactIntegers && value == std::trunc(value)) {
    return integer(static_cast<std::int64_t>(value));  // -0 is 0 too
  }
  if (std::abs(value) >= 1e-6 && std::abs(value) < kExactIntegers) {  // what nearly all are
    char* const at = room(kDigits);
    const auto end = std::to_chars(at, at + kDigits, value, std::chars_format::fixed).ptr;
    size_ += static_cast<std::size_t>(end - at);
    return;
  }
  std::array<char, kDigits> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                 std::chars_format::scientific)
                       .ptr;
  const std::string_view shortest(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  const std::size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 2) digits += shortest.substr(2, e - 2);
  int exponent = 0;
  const char* from = shortest.data() + e + (shortest[e + 1] == '+' ? 2 : 1);
  std::from_chars(from, end, exponent);
  if (value < 0) raw("-");
  place_point(digits, exponent + 1);
}

// The number 0.digits times ten to the power of `point`.
void CanonicalWriter::place_point(std::string_view digits, int point) {
  const int count = static_cast<int>(digits.size());
  const auto zeros = [](int many) { return std::string(static_cast<std::size_t>(many), '0'); };
  if (count <= point && point <= 21) {
    raw(digits);
    raw(zeros(point - count));
  } else if (0 < point && point <= 21) {
    raw(digits.substr(0, static_cast<std::size_t>(point)));
    raw(".");
    raw(digits.substr(static_cast<std::size_t>(point)));
  } else if (-6 < point && point <= 0) {
    raw("0.");
    raw(zeros(-point));
    raw(digits);
  } else {
    raw(digits.substr(0, 1));
    if (count > 1) {
      raw(".");
      raw(digits.substr(1));
    }
    raw(point > 0 ? "e+" : "e-");
    integer(std::int64_t{std::abs(point - 1)});
  }
}

void CanonicalWriter::text(std::string_view value) {
  raw("\"");
  while (true) {
    const std::size_t plain = plain_bytes(value);
    raw(value.substr(0, plain));
    if (plain == value.size()) break;
    escape(value[plain]);
    value.remove_prefix(plain + 1);
  }
  raw("\"");
}

void CanonicalWriter::escape(char c) {
  switch (c) {
    case '"':
      raw("\\\"");
      return;
    case '\\':
      raw("\\\\");
      return;
    case '\b':
      raw("\\b");
      return;
    case '\t':
      raw("\\t");
      return;
    case '\n':
      raw("\\n");
      return;
    case '\f':
      raw("\\f");
      return;
    case '\r':
      raw("\\r");
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  raw("\\u00");
  raw(kHex.substr(static_cast<unsigned char>(c) >> 4U, 1));
  raw(kHex.substr(static_cast<unsigned char>(c) & 0xFU, 1));
}

void CanonicalWriter::array(const json::array& values) {
  raw("[");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) raw(",");
    write(values[i]);
  }
  raw("]");
}

// The members of all open objects share one stack, so that nesting allocates nothing.
void CanonicalWriter::object(const json::object& members) {
  const std::size_t base = members_.size();
  for (const json::key_value_pair& member : members) members_.push_back(&member);
  std::sort(members_.begin() + static_cast<std::ptrdiff_t>(base), members_.end(),
            [](const json::key_value_pair* a, const json::key_value_pair* b) {
              return utf16_less(a->key(), b->key());
            });
  raw("{");
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i != 0) raw(",");
    const json::key_value_pair& member = *members_[base + i];
    text(member.key());
    raw(":");
    write(member.value());
  }
  raw("}");
  members_.resize(base);
}

std::string canonical_json(const Json& value) {
  CanonicalWriter writer;
  writer.write(value);
  return writer.take();
}

}  // namespace zhipi
