// normalise_value of normalise.h.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "models/formats/amount.h"
#include "models/formats/bank_account.h"
#include "models/formats/credit_code.h"
#include "models/formats/date_in_text.h"
#include "models/formats/id_number.h"
#include "models/formats/text.h"
#include "models/formats/written_date.h"
#include "models/normalise.h"

namespace zhipi {
namespace {

constexpr double kLargestInteger = 9007199254740991;

Expected<Json> id_number(std::string_view text) {
  std::string number = formats::normalise_id_number(text);
  switch (formats::id_number_fault(number)) {
    case formats::IdNumberFault::none:
      return Json(number);
    case formats::IdNumberFault::length:
      return problem("bad_length", "an identity number has 18 characters");
    case formats::IdNumberFault::character:
      return problem("bad_character", "an identity number is 17 digits and a digit or X");
    case formats::IdNumberFault::birth_date:
      return problem("not_a_date", "digits 7 to 14 of the identity number are no real day");
    case formats::IdNumberFault::check_character:
      break;
  }
  return problem("bad_check_digit", "the check character of the identity number does not fit");
}

Expected<Json> credit_code(std::string_view text) {
  std::string code = formats::normalise_credit_code(text);
  switch (formats::credit_code_fault(code)) {
    case formats::CreditCodeFault::none:
      return Json(code);
    case formats::CreditCodeFault::length:
      return problem("bad_length", "a credit code has 18 characters");
    case formats::CreditCodeFault::character:
      return problem("bad_character", "a credit code has digits and capitals without I O S V Z");
    case formats::CreditCodeFault::check_character:
      break;
  }
  return problem("bad_check_digit", "the check character of the credit code does not fit");
}

Expected<Json> bank_account(std::string_view text) {
  std::string digits = formats::normalise_bank_account(text);
  if (digits.find_first_not_of("0123456789") != std::string::npos) {
    return problem("bad_character", "an account number has only digits");
  }
  if (digits.size() < 6 || digits.size() > 32) {
    return problem("bad_length", "an account number has 6 to 32 digits");
  }
  if (formats::is_union_pay_card(digits) && !formats::valid_card_number(digits)) {
    return problem("bad_check_digit", "the check digit of the card number does not fit");
  }
  return Json(digits);
}

Expected<Json> phone(const std::string& text) {
  if (text.find_first_not_of("0123456789+-() /*#") != std::string::npos) {
    return problem("bad_character", "a phone number has digits, + - ( ) and spaces");
  }
  std::size_t digits = 0;
  for (const char c : text) digits += c >= '0' && c <= '9' ? 1U : 0U;
  if (digits < 5 || digits > 20) return problem("bad_length", "a phone number has 5 to 20 digits");
  return Json(text);
}

// The figures without their commas; nothing when those do not group by three.
std::optional<std::string> ungrouped(std::string_view text) {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(text.find('.'), text.size());
  const std::size_t first = text.find(',');
  if (first == std::string_view::npos) return std::string(text);
  if (first == sign || first > sign + 3 || first > end) return std::nullopt;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool comma_place = i >= first && i < end && (i - first) % 4 == 0;
    if ((text[i] == ',') != comma_place) return std::nullopt;
    if (!comma_place) digits += text[i];
  }
  if ((end - first) % 4 != 0) return std::nullopt;
  return digits;
}

// A plain decimal number: "-1,409.50".
Expected<Json> number(std::string_view text) {
  const auto refused = [] { return problem("not_a_number", "expected a number in figures"); };
  const auto digits = ungrouped(text);
  if (!digits || digits->find_first_not_of("0123456789.-") != std::string::npos) return refused();
  if (digits->ends_with('.') || digits->starts_with('.') || digits->starts_with("-.")) {
    return refused();
  }
  double value = 0;
  const char* end = digits->data() + digits->size();
  const auto read = std::from_chars(digits->data(), end, value, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) return refused();
  if (value == std::trunc(value) && std::abs(value) <= kLargestInteger) {
    return Json(static_cast<std::int64_t>(value));
  }
  return Json(value);
}

Expected<Json> integer(std::string_view text) {
  auto value = number(text);
  if (!value) return value;
  if (value->is_int64()) return value;
  if (std::abs(value->get_double()) > kLargestInteger) {
    return problem("out_of_range", "whole numbers reach to 9007199254740991 here");
  }
  return problem("not_a_number", "expected a whole number");
}

Expected<Json> percent(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  return number(text);
}

Expected<Json> money(std::string_view text) {
  const auto fen = formats::parse_amount(text);
  if (!fen) return problem("not_an_amount", "expected an amount in 元, in figures or in words");
  if (std::abs(static_cast<double>(*fen)) > kLargestInteger) {
    return problem("out_of_range", "amounts reach to 9007199254740991 分 here");
  }
  return Json(*fen);
}

// A cross is left to a person: on some forms it chooses, on others it strikes out.
Expected<Json> boolean(std::string_view text) {
  constexpr std::array<std::string_view, 9> kYes = {"是", "有", "√",   "✓",   "✔",
                                                    "☑",  "y",  "yes", "true"};
  constexpr std::array<std::string_view, 7> kNo = {"否", "无", "□", "☐", "n", "no", "false"};
  const std::string plain = formats::comparison_form(text);
  if (std::find(kYes.begin(), kYes.end(), plain) != kYes.end()) return Json(true);
  if (std::find(kNo.begin(), kNo.end(), plain) != kNo.end()) return Json(false);
  return problem("not_a_boolean", "expected 是 or 否, or a tick");
}

Expected<Json> choice(const Field& field, const std::string& text) {
  if (field.options.empty()) return Json(text);
  for (const std::string& option : field.options) {
    if (formats::comparison_form(option) == formats::comparison_form(text)) return Json(option);
  }
  return problem("not_an_option", "none of the field's options");
}

}  // namespace

Expected<Json> normalise_value(const Field& field, std::string_view text) {
  if (field.kind == FieldKind::list || is_seen(field.kind)) {
    return problem("wrong_type", "a list, or what is seen, cannot be made from text");
  }
  const std::string normal = formats::normalise_text(text);
  if (normal.empty()) return Json(nullptr);
  const std::string compact = formats::without_spaces(normal);
  switch (field.kind) {
    case FieldKind::id_number:
      return id_number(compact);
    case FieldKind::credit_code:
      return credit_code(compact);
    case FieldKind::bank_account:
      return bank_account(compact);
    case FieldKind::phone:
      return phone(normal);
    case FieldKind::date:
      if (const auto date = formats::parse_written_date(normal)) return Json(date->text());
      if (const auto date = formats::parse_foreign_date(normal, field.order))
        return Json(date->date.text());
      return problem("not_a_date", "not a real day in a form known here");
    case FieldKind::integer:
      return integer(compact);
    case FieldKind::decimal:
      return number(compact);
    case FieldKind::percent:
      return percent(compact);
    case FieldKind::money:
      return money(normal);
    case FieldKind::boolean:
    case FieldKind::checkbox:
      return boolean(compact);
    case FieldKind::choice:
      return choice(field, normal);
    default:
      return Json(normal);
  }
}

}  // namespace zhipi
