// From what people write, or machines send, to the values that facts carry (DESIGN: kinds).
//
// Three doors, one set of rules by kind: text as read or typed, a value of a form, and a check of
// facts that claim to be normalised already. Where a value comes from decides what is demanded:
// what was read must be valid in itself (a wrong check digit is a misreading), while in a form a
// wrong identifier is the applicant's statement, which a criterion judges.
//
// Values by kind: text kinds, identifiers, phones and choices are strings; a date is "YYYY-MM-DD";
// integer and money (分) are whole numbers within ±(2^53 - 1); decimal and percent are numbers;
// boolean and checkbox are true or false; a list is an array of objects with declared columns; what
// is seen (seal, signature, photo, qr_code) is an object with a boolean "present". Absent is null.
#pragma once

#include <string_view>

#include "models/field.h"
#include "models/json.h"
#include "models/problem.h"

namespace zhipi {

// The value of text as read from paper or typed: dates (25/12/2018 and 10 MAR 2018 among them, by
// the field's `order`) and amounts in every written form (money is in 元), 15 % as 15, 是 否 √ as
// booleans, identifiers validated. Text that is empty once normalised is null. A list or something
// seen cannot come from text: wrong_type. Problem codes: bad_length, bad_character,
// bad_check_digit, not_a_date, not_an_amount, not_a_number, not_a_boolean, not_an_option,
// out_of_range, wrong_type. `where` is empty.
Expected<Json> normalise_value(const Field& field, std::string_view text);

// The value of a form, from JSON: the right type for the kind, text normalised; null, "" and []
// become null, also inside rows. Identifiers are normalised but not validated. The first problem
// counts; its `where` is a JSON pointer relative to the value ("/0/age", empty for the value
// itself). Problem codes: wrong_type, not_a_date, not_an_option, out_of_range, unknown_name.
Expected<Json> normalise_form_value(const Field& field, const Json& value);

// Every problem of a value in facts by the same rules of type, with the same codes and pointers,
// but no value is changed: a date must be "YYYY-MM-DD" as it stands. Null is absent and right.
// A reading that failed its validation keeps raw text, below every threshold; do not ask here
// about such a one.
Problems check_type(const Field& field, const Json& value);

}  // namespace zhipi
