// 公民身份号码 by GB 11643-1999: six digits of division, eight of birth, three of sequence, and a
// check character (ISO 7064, MOD 11-2).
//
// A division that is unknown or abolished is no fault: people keep the number they were given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/date.h"

namespace zhipi::formats {

enum class Sex { male, female };

enum class IdNumberFault { none, length, character, birth_date, check_character };

// Width folded, spaces removed, upper case: "３５０１０２ １９４…ｘ" is "350102194…X". Not
// validated.
std::string normalise_id_number(std::string_view text);

// The first fault of a normalised number of 18 characters.
IdNumberFault id_number_fault(std::string_view number);

// Length, characters, a real birth date, and the check character, of a normalised number.
bool valid_id_number(std::string_view number);

// The check character of 17 digits: '0' to '9' or 'X'. Nothing unless they are 17 digits.
std::optional<char> id_check_character(std::string_view digits);

// A number of 15 digits, as issued before 1999, in its form of 18. Nothing unless it has 15 digits
// and a real birth date in 1900 to 1999.
std::optional<std::string> upgrade_id_number(std::string_view digits);

// From a number of 18 characters whose check character need not be right.
std::optional<Date> birth_date_of(std::string_view number);
std::optional<Sex> sex_of(std::string_view number);

}  // namespace zhipi::formats
