// The functions that a criterion may call, as `zhipi check` sees them, and what is absent on
// purpose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/authoring/kind.h"

namespace zhipi::engine {

// What a function takes and gives, a letter for each value: t text, n number, i whole number, d
// date, b boolean, l list, r function of a row, f function of nothing, s function of two items, *
// anything. After
// `?` values may be left out, after `+` the last one repeats.
struct Signature {
  std::string_view name;  // "same_name", "string.sub"; of a date's methods "date:years_until"
  std::string_view takes;
  char gives = '*';
};

const Signature* find_signature(std::string_view name);

// All names that begin with this, without it: "" gives functions and libraries, "string." the
// functions of texts.
std::vector<std::string> library_names(std::string_view prefix);

// Why this name ("os", "string.gsub") is absent, in words; empty if it is none of ours.
std::string_view absence(std::string_view name);

// The kind behind a letter of a signature.
Kind kind_of_letter(char letter);

}  // namespace zhipi::engine
