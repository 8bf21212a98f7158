// RFC 8785, JSON Canonicalization Scheme.
#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

#include "models/canonical_writer.h"

namespace zhipi {
namespace {

// Bytes of UTF-8 sort by code point. UTF-16 differs from that in one thing: code points beyond
// U+FFFF (lead bytes F0 to F4) are surrogates there and come before U+E000 to U+FFFF (EE and EF).
unsigned utf16_rank(char c) {
  const unsigned byte = static_cast<unsigned char>(c);
  return byte == 0xEE || byte == 0xEF ? byte + 0x10U : byte;
}

bool utf16_less(json::string_view a, json::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  const auto [left, right] = std::mismatch(a.data(), a.data() + common, b.data());
  if (left != a.data() + common) return utf16_rank(*left) < utf16_rank(*right);
  return a.size() < b.size();
}

}  // namespace

void CanonicalWriter::write(const Json& value) {
  switch (value.kind()) {
    case json::kind::null:
      out_ += "null";
      return;
    case json::kind::bool_:
      out_ += value.get_bool() ? "true" : "false";
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

template <class Integer>
void CanonicalWriter::integer(Integer value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
}

// ECMAScript's Number::toString: the shortest digits that read back the same, as a plain number
// from 1e-7 on and below 1e21, with an exponent elsewhere.
void CanonicalWriter::number(double value) {
  assert(std::isfinite(value) && "JSON has no infinity and no NaN");
  constexpr double kExactIntegers = 9007199254740992.0;
  if (std::abs(value) <= kExactIntegers && value == std::trunc(value)) {
    return integer(static_cast<std::int64_t>(value));  // -0 is 0 too
  }
  std::array<char, 32> buffer;
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
  if (value < 0) out_ += '-';
  place_point(digits, exponent + 1);
}

// The number 0.digits times ten to the power of `point`.
void CanonicalWriter::place_point(const std::string& digits, int point) {
  const int count = static_cast<int>(digits.size());
  if (count <= point && point <= 21) {
    out_ += digits;
    out_.append(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    out_.append(digits, 0, static_cast<std::size_t>(point));
    out_ += '.';
    out_.append(digits, static_cast<std::size_t>(point));
  } else if (-6 < point && point <= 0) {
    out_ += "0.";
    out_.append(static_cast<std::size_t>(-point), '0');
    out_ += digits;
  } else {
    out_ += digits[0];
    if (count > 1) {
      out_ += '.';
      out_.append(digits, 1);
    }
    out_ += point > 0 ? "e+" : "e-";
    integer(std::abs(point - 1));
  }
}

void CanonicalWriter::text(json::string_view value) {
  out_ += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out_.append(value.data() + copied, i - copied);
    copied = i + 1;
    escape(c);
  }
  out_.append(value.data() + copied, value.size() - copied);
  out_ += '"';
}

void CanonicalWriter::escape(char c) {
  switch (c) {
    case '"':
      out_ += "\\\"";
      return;
    case '\\':
      out_ += "\\\\";
      return;
    case '\b':
      out_ += "\\b";
      return;
    case '\t':
      out_ += "\\t";
      return;
    case '\n':
      out_ += "\\n";
      return;
    case '\f':
      out_ += "\\f";
      return;
    case '\r':
      out_ += "\\r";
      return;
    default:
      break;
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  out_ += "\\u00";
  out_ += kHex[static_cast<unsigned char>(c) >> 4U];
  out_ += kHex[static_cast<unsigned char>(c) & 0xFU];
}

void CanonicalWriter::array(const json::array& values) {
  out_ += '[';
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) out_ += ',';
    write(values[i]);
  }
  out_ += ']';
}

// The members of all open objects share one stack, so that nesting allocates nothing.
void CanonicalWriter::object(const json::object& members) {
  const std::size_t base = members_.size();
  for (const json::key_value_pair& member : members) members_.push_back(&member);
  std::sort(members_.begin() + static_cast<std::ptrdiff_t>(base), members_.end(),
            [](const json::key_value_pair* a, const json::key_value_pair* b) {
              return utf16_less(a->key(), b->key());
            });
  out_ += '{';
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (i != 0) out_ += ',';
    const json::key_value_pair& member = *members_[base + i];
    text(member.key());
    out_ += ':';
    write(member.value());
  }
  out_ += '}';
  members_.resize(base);
}

std::string canonical_json(const Json& value) {
  CanonicalWriter writer;
  writer.write(value);
  return writer.take();
}

}  // namespace zhipi
