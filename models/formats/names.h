// When two names, or two addresses, written by different hands are the same.
#pragma once

#include <string_view>

namespace zhipi::formats {

// Names of persons and organisations: equal after NFKC, without spaces and invisible characters,
// case folded, and with every dot between the parts of a name (・ • ‧ ∙ ⋅ ●) read as ·. Characters
// that differ are different, traditional and simplified forms among them.
bool same_name(std::string_view a, std::string_view b);

// True when the names look the same, or nearly, but are not the same characters: compatibility
// ideographs, radicals, Greek or Cyrillic letters, characters without width. Width, spaces, dots
// and case are how people write and hide nothing. What only this finds equal is for a person.
// Give it names as they came in: normalise_text has already removed some of these differences.
bool hidden_difference(std::string_view a, std::string_view b);

// Addresses that differ only in how they are written: width, spaces and punctuation; 號/号, 樓/楼
// and other traditional forms of these words; house numbers in Chinese or Arabic digits; 之 or a
// dash inside a number; and a province or city that only one of them names. Everything else is
// different, since a wrong "same" costs more than a second look.
bool same_address(std::string_view a, std::string_view b);

}  // namespace zhipi::formats
