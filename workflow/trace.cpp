#include "workflow/trace.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <system_error>

namespace zhipi::workflow {
namespace {

constexpr std::size_t kIdLength = 32;
constexpr std::size_t kSpanLength = 16;
constexpr std::size_t kLength = 2 + 1 + kIdLength + 1 + kSpanLength + 1 + 2;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Hex digits that say something: all zeros are no id.
bool is_id(std::string_view text) {
  return is_hex(text) && text.find_first_not_of('0') != std::string_view::npos;
}

// The flag `sampled` is the lowest bit.
bool is_sampled(char last_digit) {
  const int value = last_digit <= '9' ? last_digit - '0' : last_digit - 'a' + 10;
  return (value & 1) != 0;
}

// Random bytes of one thread, asked of the kernel 256 at a time: more might not come whole.
class RandomBytes {
 public:
  unsigned char next() {
    if (used_ == bytes_.size()) fill();
    return bytes_[used_++];
  }

 private:
  void fill() {
    if (::getrandom(bytes_.data(), bytes_.size(), 0) != static_cast<ssize_t>(bytes_.size())) {
      throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    used_ = 0;
  }

  std::array<unsigned char, 256> bytes_{};
  std::size_t used_ = bytes_.size();
};

std::string random_id(std::size_t digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  static thread_local RandomBytes random;
  std::array<unsigned char, kIdLength / 2> bytes{};
  const std::size_t count = digits / 2;
  std::generate_n(bytes.begin(), count, [] { return random.next(); });
  bytes[0] |= 1;  // never all zeros
  std::string id;
  for (std::size_t at = 0; at < count; ++at) {
    id += kDigits[bytes[at] >> 4];
    id += kDigits[bytes[at] & 15];
  }
  return id;
}

}  // namespace

std::optional<Trace> parse_traceparent(std::string_view value) {
  if (value.size() < kLength || value[2] != '-' || value[35] != '-' || value[52] != '-') {
    return std::nullopt;
  }
  const std::string_view version = value.substr(0, 2);
  const std::string_view id = value.substr(3, kIdLength);
  const std::string_view span = value.substr(36, kSpanLength);
  const std::string_view flags = value.substr(53, 2);
  if (!is_hex(version) || version == "ff" || !is_id(id) || !is_id(span) || !is_hex(flags)) {
    return std::nullopt;
  }
  if (value.size() > kLength && (version == "00" || value[kLength] != '-')) return std::nullopt;
  return Trace{std::string(id), std::string(span), is_sampled(flags[1])};
}

std::string to_traceparent(const Trace& trace) {
  assert(!trace.id.empty());
  return "00-" + trace.id + "-" + trace.span + (trace.sampled ? "-01" : "-00");
}

Trace new_trace() {
  return {random_id(kIdLength), random_id(kSpanLength), true};
}

Trace next_span(const Trace& trace) {
  if (trace.id.empty()) return new_trace();
  return {trace.id, random_id(kSpanLength), trace.sampled};
}

}  // namespace zhipi::workflow
