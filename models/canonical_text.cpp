#include "models/canonical_text.h"

#include <simdjson.h>

#include <array>
#include <new>
#include <optional>

#include "models/canonical_element.h"

namespace zhipi {
namespace {

using simdjson::dom::element;

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
    std::size_t escapes = 0;
    while (bytes[at - escapes - 1] == '\\') ++escapes;
    if (escapes % 2 == 0) return at + 1;
  }
}
constexpr std::array<bool, 256> kStructural = [] {
  std::array<bool, 256> structural{};
  for (const char c : std::string_view("\"{}[],")) structural[static_cast<unsigned char>(c)] = true;
  return structural;
}();
std::size_t end_of_value(std::string_view bytes, std::size_t at) {
  std::size_t depth = 0;
  while (at < bytes.size()) {
    const char c = bytes[at];
    if (!kStructural[static_cast<unsigned char>(c)]) {
      ++at;
    } else if (c == '"') {
      at = end_of_text(bytes, at);
    } else {
      const bool opens = c == '{' || c == '[';
      if (depth == 0 && !opens) return at;
      if (opens) ++depth;
      if (c == '}' || c == ']') --depth;
      ++at;
    }
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
    CanonicalElements canonical;
    canonical.begin(text.size());
    canonical.write(*top);
    if (!canonical.found_twins()) return std::string(canonical.written());
  }
  return parse_json(text).map(canonical_json);
}

Expected<std::vector<CanonicalMember>> canonical_members(std::string_view text) {
  simdjson::dom::parser parser;
  const auto top = quickly_parsed(parser, text);
  simdjson::dom::object object;
  std::vector<CanonicalMember> members;
  if (top && top->get(object) == simdjson::SUCCESS) {
    CanonicalElements canonical;
    bool twins = false;
    canonical.each_member(object, [&](std::string_view name, element value) {
      twins = twins || canonical.found_twins();
      canonical.begin(text.size());
      canonical.write(value);
      members.push_back({std::string(name), std::string(canonical.written())});
    });
    if (!twins && !canonical.found_twins()) return members;
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
