// Dates inside other text, in the ways of other countries too: 25/12/2018 8:13 PM, 10-Mar-18.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "models/date.h"
#include "models/field.h"

namespace zhipi::formats {

struct DateInText {
  std::size_t from = 0;  // characters [from, to) of the text
  std::size_t to = 0;
  Date date;
  bool century_assumed = false;  // its year has two figures, and counts as one of 2000 to 2099
};

// The dates in a text without spaces, width folded, from its beginning, each of years 1900 to 2099:
// year first (2018-3-10, 2018年3月10日), figures that `order` gives their meaning (25/12/2018,
// 25.12.18), and English names of months (10MAR2018, 10-Mar-18, March10,2018, 10thMarch2018).
// Between figures stand two of the same of / - and a full stop. An hour may follow right behind:
// 25/12/20188:13:39PM. What is part of a longer number is no date. Without an order figures are a
// date only where they can be no other, and years have four figures.
std::vector<DateInText> dates_in(std::u32string_view text, DateOrder order);

// The text as one such date, with or without an hour behind it, in whole.
std::optional<DateInText> parse_foreign_date(std::string_view text, DateOrder order);

}  // namespace zhipi::formats
