// Text as Unicode: the one form in which zhipi keeps it, and what other formats need to look into
// it.
//
// All functions take UTF-8. Bytes that are not UTF-8 count as U+FFFD, so nothing here can fail.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace zhipi::formats {

// The form that facts carry: NFC; full-width ASCII and the ideographic space folded to ASCII;
// characters without width and controls removed; no space beside a Chinese character, single
// spaces between other words, none at the ends.
std::string normalise_text(std::string_view text);

// The form for comparing names and codes: NFKC, case folded, characters without width removed, and
// no spaces at all. For comparing only: it loses what people want to see again.
std::string comparison_form(std::string_view text);

bool is_utf8(std::string_view text);
std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view code_points);
void append_utf8(std::string& text, char32_t code_point);

// In characters (code points), not bytes.
std::size_t length(std::string_view text);

// `count` characters from character `from` (the first is 0); shorter or empty at the end of text.
std::string_view substring(std::string_view text, std::size_t from,
                           std::size_t count = std::string_view::npos);

// A Chinese character: the unified and compatibility ideographs, and 〇.
bool is_han(char32_t c);

// Any character of Chinese text, its punctuation and full-width forms included.
bool is_cjk(char32_t c);

bool is_space(char32_t c);

// Zero-width characters, direction marks, variation selectors: what a reader cannot see.
bool is_invisible(char32_t c);

// Full-width ASCII, the ideographic space and ￥ to their narrow forms; others as they are.
char32_t fold_width(char32_t c);

// Characters that systems without a name's rare character put in its place, and characters that
// many systems lack: private use, extension B and beyond, the replacement character, ? □ 〓 * and
// description characters; also Latin letters amid Chinese ("张YAN"). A name with one of them that
// does not match is a question for a person, not the applicant's error.
bool has_rare_characters(std::string_view name);

// The text with spaces of every kind taken out, width folded, and invisible characters removed:
// what is left of a number or a date as people space it.
std::string without_spaces(std::string_view text);

// The candidate most like `name` by Damerau-Levenshtein distance, for "did you mean"; nothing when
// none is within a third of the name's length (at least one edit). The first wins among equals.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates);

}  // namespace zhipi::formats
