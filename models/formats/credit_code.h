// 统一社会信用代码 by GB 32100-2015: department, class, six digits of division, the organisation
// code of GB 11714-1997 (nine characters with its own check), and a check character.
//
// Codes with a wrong check character have been seen in circulation: a mismatch is a reason to look
// up, not to deny.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zhipi::formats {

enum class CreditCodeFault { none, length, character, check_character };

// Width folded, spaces removed, upper case. Not validated.
std::string normalise_credit_code(std::string_view text);

// The first fault of a normalised code.
CreditCodeFault credit_code_fault(std::string_view code);

// Length, alphabet (no I, O, S, V, Z) and check character of a normalised code. The inner
// organisation code is a second, independent test: see organisation_code_of.
bool valid_credit_code(std::string_view code);

// The check character of the first 17; nothing unless all are in the alphabet.
std::optional<char> credit_code_check_character(std::string_view first);

// Characters 9 to 17 of a code of 18: the organisation code, check character included.
std::optional<std::string> organisation_code_of(std::string_view code);

// GB 11714: eight characters of 0-9 A-Z and a check character, with or without a hyphen before it.
bool valid_organisation_code(std::string_view code);
std::optional<char> organisation_check_character(std::string_view body);

}  // namespace zhipi::formats
