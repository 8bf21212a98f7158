#include "models/formats/text.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace zhipi::formats {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Reads one character at `at` and moves on; a wrong byte is one replacement character.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) {
    ++at;
    return first;
  }
  utf8proc_int32_t c = 0;
  const auto read = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                     static_cast<utf8proc_ssize_t>(text.size() - at), &c);
  if (read < 1) {
    ++at;
    return kReplacement;
  }
  at += static_cast<std::size_t>(read);
  return static_cast<char32_t>(c);
}

// Whether a unified ideograph, U+4E00 to U+9FFF, stands there: in three bytes, as most of Chinese.
bool is_ideograph_at(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return false;
  const auto byte = [&](std::size_t after) { return static_cast<unsigned char>(text[at + after]); };
  const auto continues = [](unsigned char c) { return (c & 0xC0U) == 0x80U; };
  return byte(0) >= 0xE4 && byte(0) <= 0xE9 && continues(byte(1)) && continues(byte(2)) &&
         (byte(0) != 0xE4 || byte(1) >= 0xB8);
}

// Whether every normal form of a text is the text, which is so of most: of ASCII without capitals,
// and of the unified ideographs, which nothing decomposes to or composes with.
bool has_one_form(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool ascii = static_cast<unsigned char>(c) < 0x80 && (c < 'A' || c > 'Z');
    if (!ascii && !is_ideograph_at(text, at)) return false;
    at += ascii ? 1U : 3U;
  }
  return true;
}

std::string unicode_form(std::string_view valid, int options) {
  if (has_one_form(valid)) return std::string(valid);
  utf8proc_uint8_t* mapped = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(valid.data()),
                                 static_cast<utf8proc_ssize_t>(valid.size()), &mapped,
                                 static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(mapped, &std::free);
  if (size < 0) throw std::bad_alloc();  // the input is valid UTF-8: nothing else can fail
  return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

// ASCII that is already in its normal form needs no second copy.
bool is_plain(std::string_view text) {
  char before = ' ';
  for (const char c : text) {
    if (c < 0x20 || c > 0x7E || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return text.empty() || before != ' ';
}

// One space where words of other scripts were apart; none at the ends or beside Chinese.
std::string respace(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  char32_t before = 0;
  bool apart = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = next_character(text, at);
    if (is_space(c)) {
      apart = true;
      continue;
    }
    if (apart && before != 0 && !is_cjk(before) && !is_cjk(c)) out += ' ';
    out.append(text, from, at - from);
    before = c;
    apart = false;
  }
  return out;
}

// Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours.
std::size_t distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> earlier(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], earlier[j - 2] + 1);
      }
    }
    std::swap(earlier, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::string normalise_text(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = fold_width(next_character(text, at));
    if (is_space(c)) {
      folded += ' ';
    } else if (!is_invisible(c) && !is_control(c)) {
      append_utf8(folded, c);
    }
  }
  return respace(unicode_form(folded, UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

std::string comparison_form(std::string_view text) {
  const std::string form =
      unicode_form(without_spaces(text),
                   UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
  return without_spaces(form);  // compatibility forms of some marks hold a space
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    if (next_character(text, at) == kReplacement && at - from == 1) return false;
  }
  return true;
}

std::u32string to_code_points(std::string_view text) {
  std::u32string code_points;
  code_points.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) code_points += next_character(text, at);
  return code_points;
}

std::string to_utf8(std::u32string_view code_points) {
  std::string text;
  text.reserve(code_points.size() * 3);
  for (const char32_t c : code_points) append_utf8(text, c);
  return text;
}

void append_utf8(std::string& text, char32_t code_point) {
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
    return;
  }
  utf8proc_uint8_t bytes[4];
  const auto c = static_cast<utf8proc_int32_t>(code_point);
  const auto size = utf8proc_encode_char(utf8proc_codepoint_valid(c) ? c : 0xFFFD, bytes);
  text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

std::size_t length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_character(text, at);
  return count;
}

std::string_view substring(std::string_view text, std::size_t from, std::size_t count) {
  std::size_t begin = 0;
  for (; from > 0 && begin < text.size(); --from) next_character(text, begin);
  if (count == std::string_view::npos) return text.substr(begin);
  std::size_t end = begin;
  for (; count > 0 && end < text.size(); --count) next_character(text, end);
  return text.substr(begin, end - begin);
}

bool is_han(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == 0x3007 ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool is_cjk(char32_t c) {
  return is_han(c) || (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3001 && c <= 0x303F) ||
         (c >= 0xFE30 && c <= 0xFE4F) || (c >= 0xFF00 && c <= 0xFFEF);
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x34F || c == 0x61C || c == 0x115F || c == 0x1160 || c == 0x17B4 ||
         c == 0x17B5 || (c >= 0x180B && c <= 0x180E) || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0x3164 ||
         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xFFA0 ||
         (c >= 0xE0000 && c <= 0xE0FFF);
}

char32_t fold_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  if (c == 0x3000) return ' ';
  if (c == 0xFFE5) return 0xA5;
  return c;
}

bool has_rare_characters(std::string_view name) {
  bool han = false;
  bool latin = false;
  for (std::size_t at = 0; at < name.size();) {
    const char32_t c = fold_width(next_character(name, at));
    const bool private_use = (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
    const bool extension = c >= 0x20000 && c <= 0x3FFFD;
    const bool stand_in = c == kReplacement || c == '?' || c == '*' || c == 0x25A1 || c == 0x3013 ||
                          (c >= 0x2FF0 && c <= 0x2FFB);
    if (private_use || extension || stand_in) return true;
    han = han || is_han(c);
    latin = latin || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
  return han && latin;
}

std::string without_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const bool visible = text[at] > 0x20 && text[at] < 0x7F;
    if (visible || is_ideograph_at(text, at)) {
      const std::size_t bytes = visible ? 1 : 3;
      out.append(text, at, bytes);
      at += bytes;
      continue;
    }
    const char32_t c = fold_width(next_character(text, at));
    if (!is_space(c) && !is_invisible(c) && !is_control(c)) append_utf8(out, c);
  }
  return out;
}

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates) {
  const std::u32string wanted = to_code_points(name);
  std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  const std::string* found = nullptr;
  for (const std::string& candidate : candidates) {
    const std::size_t edits = distance(wanted, to_code_points(candidate));
    if (edits < best) {
      best = edits;
      found = &candidate;
    }
  }
  if (found == nullptr) return std::nullopt;
  return *found;
}

}  // namespace zhipi::formats
