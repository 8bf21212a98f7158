// Administrative divisions, GB/T 2260: in which of them a code or an address lies.
//
// Known by name are the provinces, Fujian's nine cities, and the counties and districts of Fuzhou.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zhipi::formats {

// Whether `place` lies in the division with this code (2, 4 or 6 digits; trailing pairs of zeros
// count for nothing: 350100 is 3501). `place` is a code of 6 or more digits, an identity number, a
// credit code, or an address. Nothing when that cannot be told: the address does not begin with a
// division known here, or is less exact than the question.
std::optional<bool> in_division(std::string_view place, std::string_view division);

// The divisions an address begins with.
struct AddressDivision {
  std::string code;        // 35, 3501 or 350102; empty when none is known
  std::size_t length = 0;  // how many characters name them
};
AddressDivision division_of_address(std::u32string_view address);

// The short name of the province that the address begins with (福建 of 福建省…), and how many
// characters name it; 0 when none does. A short form counts only with its suffix (省, 市, 自治区).
struct Province {
  std::u32string_view name;
  std::string_view code;
  std::size_t length = 0;
};
Province province_of_address(std::u32string_view address);

}  // namespace zhipi::formats
