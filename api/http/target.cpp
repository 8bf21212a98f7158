#include "api/http/target.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace zhipi::http {
namespace {

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

// Strict UTF-8 (RFC 3629: shortest form, no surrogates, up to U+10FFFF) without control characters.
bool is_clean_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x20 || lead == 0x7f) return false;
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length == 0 || i + length > text.size()) return false;
    std::uint32_t code = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0U) != 0x80U) return false;
      code = (code << 6U) | (next & 0x3fU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    const bool c1_control = code >= 0x80 && code < 0xa0;
    if (overlong || surrogate || c1_control || code > 0x10ffff) return false;
    i += length;
  }
  return true;
}

enum class Plus { kIsPlus, kIsSpace };

Expected<std::string> decode(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::kIsSpace) {
      decoded += ' ';
    } else if (text[i] == '%') {
      const bool complete = i + 2 < text.size();
      const auto high = complete ? hex_digit(text[i + 1]) : std::nullopt;
      const auto low = complete ? hex_digit(text[i + 2]) : std::nullopt;
      if (!high || !low)
        return problem("bad_target",
                       "a '%' in the request target is not followed by two hexadecimal digits");
      decoded += static_cast<char>((*high << 4U) | *low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  if (!is_clean_text(decoded)) {
    return problem("bad_target", "the request target is not UTF-8 or holds control characters");
  }
  return decoded;
}

Expected<void> parse_path(std::string_view path, Target& result) {
  result.path = "/";
  path.remove_prefix(1);
  if (path.empty()) return {};
  for (bool last = false; !last;) {
    const std::size_t slash = path.find('/');
    last = slash == std::string_view::npos;
    auto segment = decode(path.substr(0, slash), Plus::kIsPlus);
    if (!segment) return tl::unexpected(segment.error());
    if (*segment == "." || *segment == "..") {
      return problem("bad_target", "'.' and '..' are not resolved in paths; send the path itself");
    }
    if (!result.segments.empty()) result.path += '/';
    result.path += *segment;
    result.segments.push_back(std::move(*segment));
    if (!last) path.remove_prefix(slash + 1);
  }
  return {};
}

Expected<void> parse_query(std::string_view query, Target& result) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), Plus::kIsSpace);
    if (!name) return tl::unexpected(name.error());
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Plus::kIsSpace);
    if (!value) return tl::unexpected(value.error());
    const auto [place, inserted] = result.query.emplace(std::move(*name), std::move(*value));
    if (!inserted) {
      return problem("bad_target",
                     "the query parameter '" + place->first + "' is given twice; give it once");
    }
  }
  return {};
}

// Absolute form must be accepted from anyone (RFC 9112 §3.2.2); the authority is not ours to judge.
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const std::size_t path = target.find('/', scheme.size());
    return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  return target;
}

}  // namespace

Expected<Target> parse_target(std::string_view target) {
  target = without_authority(target);
  if (target.empty() || target.front() != '/') {
    return problem("bad_target", "the request target must be a path that begins with '/'");
  }
  if (target.find('#') != std::string_view::npos) {
    return problem("bad_target", "the request target holds a fragment ('#…'), which is never sent");
  }
  const std::size_t mark = std::min(target.find('?'), target.size());
  Target result;
  if (auto path = parse_path(target.substr(0, mark), result); !path)
    return tl::unexpected(path.error());
  const std::string_view query = target.substr(std::min(mark + 1, target.size()));
  if (auto parsed = parse_query(query, result); !parsed) return tl::unexpected(parsed.error());
  return result;
}

}  // namespace zhipi::http
