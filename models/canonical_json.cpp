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

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// Whether no byte of a word needs an escape.
template <class Word>
bool is_plain(Word word) {
  constexpr Word kOnes = static_cast<Word>(0x0101010101010101);
  constexpr Word kHighs = static_cast<Word>(0x8080808080808080);
  // A byte's highest bit comes up where the byte was too small for what is taken from it; none of
  // the three kinds has it by itself.
  const Word control = word - kOnes * 0x20;
  const Word quote = (word ^ (kOnes * '"')) - kOnes;
  const Word backslash = (word ^ (kOnes * '\\')) - kOnes;
  return ((control | quote | backslash) & ~word & kHighs) == 0;
}

// Copies text up to the first byte that needs an escape, and says how many bytes that were. Texts
// are short and many: whole words are looked at on their way, the last ones overlapping. `to` has
// room for the whole text.
template <class Word>
std::size_t copy_words(std::string_view text, char* to) {
  const auto copies = [&](std::size_t at) {
    Word word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    std::memcpy(to + at, &word, sizeof word);
    return is_plain(word);
  };
  std::size_t at = 0;
  while (at + sizeof(Word) <= text.size() && copies(at)) at += sizeof(Word);
  const std::size_t last = text.size() - sizeof(Word);
  if (at > last && (at == text.size() || copies(last))) return text.size();
  while (!needs_escape(text[at])) ++at;
  return at;
}

std::size_t copy_plain(std::string_view text, char* to) {
  if (text.size() >= sizeof(std::uint64_t)) return copy_words<std::uint64_t>(text, to);
  if (text.size() >= sizeof(std::uint32_t)) return copy_words<std::uint32_t>(text, to);
  std::size_t at = 0;
  for (; at < text.size() && !needs_escape(text[at]); ++at) to[at] = text[at];
  return at;
}

// Writes a number of at most three decimals, as confidences and most amounts are; false where it is
// none. No two of them share a double, so that these are the shortest digits that read back.
bool wrote_thousandths(double value, CanonicalWriter& out) {
  constexpr double kMost = 1e9;
  const double size = std::abs(value);
  if (!(size < kMost)) return false;
  const auto counted = static_cast<std::int64_t>(size * 1000 + 0.5);
  if (static_cast<double>(counted) / 1000 != size) return false;
  if (value < 0) out.raw("-");
  out.integer(counted / 1000);
  const auto digit = [](std::int64_t number) { return static_cast<char>('0' + number % 10); };
  const std::array<char, 4> decimals{'.', digit(counted / 100), digit(counted / 10),
                                     digit(counted)};
  std::size_t length = decimals.size();
  while (decimals[length - 1] == '0') --length;  // not all are: whole numbers do not come here
  out.raw({decimals.data(), length});
  return true;
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
  if (value >= 0 && value < 10) {  // pages, rows, confidence: most are
    *room(1) = static_cast<char>('0' + value);
    ++size_;
    return;
  }
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
  if (std::abs(value) <= kExactIntegers) {
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) == value) return integer(whole);  // -0 is 0 too
    if (wrote_thousandths(value, *this)) return;
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
  *room(value.size() + 2) = '"';
  ++size_;
  while (true) {
    char* const at = room(value.size() + 1);
    const std::size_t plain = copy_plain(value, at);
    size_ += plain;
    if (plain == value.size()) {
      at[plain] = '"';
      ++size_;
      return;
    }
    escape(value[plain]);
    value.remove_prefix(plain + 1);
  }
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
  const auto first = members_.begin() + static_cast<std::ptrdiff_t>(base);
  const auto less = [](const json::key_value_pair* a, const json::key_value_pair* b) {
    return utf16_less(a->key(), b->key());
  };
  // What came canonical, as most that is stored did, need not be sorted.
  if (!std::is_sorted(first, members_.end(), less)) std::sort(first, members_.end(), less);
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
