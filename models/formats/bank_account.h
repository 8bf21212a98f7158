// Account numbers of banks. Cards carry a check digit (Luhn, ISO/IEC 7812-1); other accounts,
// passbooks and those of firms among them, need not.
#pragma once

#include <string>
#include <string_view>

namespace zhipi::formats {

// Width folded, spaces and hyphens removed. Not validated.
std::string normalise_bank_account(std::string_view text);

// True for 12 to 19 digits whose last is the Luhn check of the others.
bool valid_card_number(std::string_view digits);

// True for what looks like a card issued in China: 16 to 19 digits that begin with 62 (UnionPay).
// Of such a number the check digit can be demanded.
bool is_union_pay_card(std::string_view digits);

// The Luhn sum alone: true when the last digit checks the others, whatever the length.
bool valid_luhn(std::string_view digits);

}  // namespace zhipi::formats
