#include "models/canonical_element.h"

#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>

namespace zhipi {
namespace {

using simdjson::dom::element_type;

// The word that begins at `at`, its first byte the highest.
template <class Word>
Word read_big_endian(std::string_view text, std::size_t at) {
  static_assert(std::endian::native == std::endian::little);
  Word word = 0;
  std::memcpy(&word, text.data() + at, sizeof word);
  return sizeof word == sizeof(std::uint64_t) ? static_cast<Word>(__builtin_bswap64(word))
                                              : static_cast<Word>(__builtin_bswap32(word));
}

// The first eight bytes of an ASCII name: two that differ there sort as these numbers do.
std::uint64_t beginning(std::string_view name) {
  constexpr std::uint64_t kHighs = 0x8080808080808080;
  std::uint64_t bytes = 0;
  if (name.size() >= sizeof bytes) {
    bytes = read_big_endian<std::uint64_t>(name, 0);
  } else if (name.size() >= sizeof(std::uint32_t)) {  // two words that overlap
    const std::size_t last = name.size() - sizeof(std::uint32_t);
    bytes = std::uint64_t{read_big_endian<std::uint32_t>(name, 0)} << 32U |
            std::uint64_t{read_big_endian<std::uint32_t>(name, last)} << (32U - 8U * last);
  } else {
    for (std::size_t at = 0; at < name.size(); ++at) {
      bytes |= std::uint64_t{static_cast<unsigned char>(name[at])} << (56U - 8U * at);
    }
  }
  return (bytes & kHighs) == 0 ? bytes : 0;
}

}  // namespace

bool CanonicalElements::stands_before(const Member& left, const Member& right) {
  if (left.begin != 0 && right.begin != 0 && left.begin != right.begin) {
    return left.begin < right.begin;
  }
  return utf16_less(left.name, right.name);
}

void CanonicalElements::begin(std::size_t bytes) {
  writer_.clear();
  writer_.reserve(bytes);
  twins_ = false;
}

void CanonicalElements::write(simdjson::dom::element value) {
  switch (value.type()) {
    case element_type::NULL_VALUE:
      return writer_.raw("null");
    case element_type::BOOL:
      return writer_.raw(value.get_bool().value_unsafe() ? "true" : "false");
    case element_type::INT64:
      return writer_.integer(value.get_int64().value_unsafe());
    case element_type::UINT64:
      return writer_.integer(value.get_uint64().value_unsafe());
    case element_type::DOUBLE:
      return writer_.number(value.get_double().value_unsafe());
    case element_type::STRING:
      return writer_.text(value.get_string().value_unsafe());
    case element_type::ARRAY:
      return array(value.get_array().value_unsafe());
    case element_type::OBJECT:
      return object(value.get_object().value_unsafe());
  }
}

void CanonicalElements::open(simdjson::dom::object members) {
  const auto base = static_cast<std::ptrdiff_t>(members_.size());
  bool in_order = true;  // one behind the other, so that none is there twice
  for (const auto [name, value] : members) {
    const Member member{name, beginning(name), value};
    const bool is_first = static_cast<std::ptrdiff_t>(members_.size()) == base;
    in_order = in_order && (is_first || stands_before(members_.back(), member));
    members_.push_back(member);
  }
  if (in_order) return;
  const auto first = members_.begin() + base;
  std::sort(first, members_.end(), stands_before);
  twins_ =
      twins_ || std::adjacent_find(first, members_.end(), [](const Member& a, const Member& b) {
                  return a.begin == b.begin && a.name == b.name;
                }) != members_.end();
}

void CanonicalElements::array(simdjson::dom::array values) {
  std::string_view separator = "[";
  for (const simdjson::dom::element value : values) {
    writer_.raw(std::exchange(separator, ","));
    write(value);
  }
  writer_.raw(values.size() == 0 ? "[]" : "]");
}

void CanonicalElements::object(simdjson::dom::object members) {
  std::string_view separator = "{";
  each_member(members, [&](std::string_view name, simdjson::dom::element value) {
    writer_.raw(std::exchange(separator, ","));
    writer_.text(name);
    writer_.raw(":");
    write(value);
  });
  writer_.raw(members.size() == 0 ? "{}" : "}");
}

}  // namespace zhipi
