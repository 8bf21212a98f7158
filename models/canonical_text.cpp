#include "models/canonical_text.h"

#include <simdjson.h>

#include <algorithm>
#include <new>
#include <optional>

#include "models/canonical_writer.h"

namespace zhipi {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

class Canonical {
 public:
  // Where an object names a member twice the bytes are of no use: whoever asked must refuse it.
  bool found_twins() const { return twins_; }

  void write(element value) {
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

  template <class Take>
  void each_member(simdjson::dom::object members, Take take) {
    const std::size_t base = members_.size();
    for (const auto [name, value] : members) members_.push_back({name, value});
    const auto begin = members_.begin() + static_cast<std::ptrdiff_t>(base);
    std::sort(begin, members_.end(),
              [](const Member& a, const Member& b) { return utf16_less(a.name, b.name); });
    twins_ =
        twins_ || std::adjacent_find(begin, members_.end(), [](const Member& a, const Member& b) {
                    return a.name == b.name;
                  }) != members_.end();
    for (std::size_t at = base; at < base + members.size(); ++at) {
      const Member member = members_[at];  // writing it moves the others
      take(member.name, member.value);
    }
    members_.resize(base);
  }

  std::string take() { return writer_.take(); }
  void reserve(std::size_t bytes) { writer_.reserve(bytes); }

 private:
  struct Member {
    std::string_view name;
    element value;
  };

  void array(simdjson::dom::array values) {
    std::string_view separator = "[";
    for (const element value : values) {
      writer_.raw(std::exchange(separator, ","));
      write(value);
    }
    writer_.raw(values.size() == 0 ? "[]" : "]");
  }

  void object(simdjson::dom::object members) {
    std::string_view separator = "{";
    each_member(members, [&](std::string_view name, element value) {
      writer_.raw(std::exchange(separator, ","));
      writer_.text(name);
      writer_.raw(":");
      write(value);
    });
    writer_.raw(members.size() == 0 ? "{}" : "}");
  }

  CanonicalWriter writer_;
  std::vector<Member> members_;  // of all open objects, the innermost last
  bool twins_ = false;
};

// What simdjson reads; it refuses more than the strict parser does (numbers beyond 64 bits), and
// never takes what that finds too deep: it counts a level for the document itself.
std::optional<element> quickly_parsed(simdjson::dom::parser& parser, std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) return std::nullopt;
  if (parser.allocate(text.size(), kJsonDepth) != simdjson::SUCCESS) throw std::bad_alloc();
  element top;
  if (parser.parse(text.data(), text.size()).get(top) != simdjson::SUCCESS) return std::nullopt;
  return top;
}

// Where what begins at `at` ends, in canonical bytes: a text, and any value.
std::size_t end_of_text(std::string_view bytes, std::size_t at) {
  while (true) {
    at = bytes.find('"', at + 1);
    const std::size_t before = bytes.find_last_not_of('\\', at - 1);
    if ((at - before) % 2 == 1) return at + 1;  // an odd number of backslashes escapes it
  }
}
std::size_t end_of_value(std::string_view bytes, std::size_t at) {
  std::size_t depth = 0;
  while (at < bytes.size()) {
    switch (bytes[at]) {
      case '"':
        at = end_of_text(bytes, at);
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (depth == 0) return at;
        --depth;
        break;
      case ',':
        if (depth == 0) return at;
        break;
      default:
        break;
    }
    ++at;
  }
  return at;
}

// From the value of a member on, to the end of the bytes.
std::string_view from_member(std::string_view object, std::string_view name) {
  if (!object.starts_with("{\"")) return {};
  for (std::size_t at = 1;;) {
    const std::size_t colon = end_of_text(object, at);
    if (object.substr(at + 1, colon - at - 2) == name) return object.substr(colon + 1);
    const std::size_t end = end_of_value(object, colon + 1);
    if (object[end] == '}') return {};
    at = end + 1;
  }
}

}  // namespace

std::string_view canonical_member(std::string_view object,
                                  std::initializer_list<std::string_view> path) {
  for (const std::string_view name : path) object = from_member(object, name);
  return object.substr(0, end_of_value(object, 0));
}

Expected<std::string> canonical_bytes(std::string_view text) {
  simdjson::dom::parser parser;
  if (const auto top = quickly_parsed(parser, text)) {
    Canonical canonical;
    canonical.reserve(text.size());
    canonical.write(*top);
    if (!canonical.found_twins()) return canonical.take();
  }
  return parse_json(text).map(canonical_json);
}

Expected<std::vector<CanonicalMember>> canonical_members(std::string_view text) {
  simdjson::dom::parser parser;
  const auto top = quickly_parsed(parser, text);
  simdjson::dom::object object;
  std::vector<CanonicalMember> members;
  if (top && top->get(object) == simdjson::SUCCESS) {
    Canonical canonical;
    canonical.each_member(object, [&](std::string_view name, element value) {
      canonical.reserve(text.size());
      canonical.write(value);
      members.push_back({std::string(name), canonical.take()});
    });
    if (!canonical.found_twins()) return members;
    members.clear();
  }
  const auto value = parse_json(text);
  if (!value) return tl::unexpected(value.error());
  if (!value->is_object()) return problem("wrong_type", "an object was expected");
  for (const auto& [name, member] : value->get_object()) {
    members.push_back({std::string(name), canonical_json(member)});
  }
  return members;
}

}  // namespace zhipi
