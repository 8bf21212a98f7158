// What a line of a kind may say. The form only, never a check digit: a right check digit is
// evidence about a reading just because nothing here has looked at it.
//
// Every grammar is built once and shared; all functions may be called from any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/field.h"
#include "ocr/reader/automaton.h"

namespace zhipi::ocr {

enum class LineKind {
  free,          // anything
  digits,        // 1 to 40 digits
  code,          // digits, capitals and hyphens, 1 to 40
  id_number,     // 17 digits, and a digit or X
  credit_code,   // 18 of the 31 characters of GB 32100
  phone,         // mobile, with area code, 400 and 95 numbers
  bank_account,  // 8 to 32 digits
  date,          // real days of 1800 to 2199 in every form of parse_written_date; 长期
  period,        // a date, a dash or 至, a date or 长期
  integer,       // as normalise_value takes it
  decimal,
  percent,
  amount_figures,  // as parse_amount_figures takes it, up to 10^13 元
  amount_words,    // 大写金额 by 支付结算办法, annex 1
  amount,          // either
};

std::string_view to_text(LineKind kind);

// By the name that to_text gives; free for every other name.
LineKind line_kind(std::string_view name);

// Null for free.
const Automaton* grammar(LineKind kind);

// The kind of line on which this field's value stands: `period` where `after` or `before` is the
// dash of one; free where other words bound it, where any text is a value, and of a date that says
// its order.
LineKind line_kind_of(const Field& field);

// One of these texts, spaces and width forms left out; at least one must not be empty.
Automaton choices(const std::vector<std::string>& texts);

}  // namespace zhipi::ocr
