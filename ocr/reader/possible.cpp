#include "ocr/reader/possible.h"

#include <algorithm>
#include <string>

#include "models/formats/text.h"
#include "ocr/reader/text.h"

namespace zhipi::ocr {
namespace {

// A label in a second language, or the rest of one, stands where the value should: 有效期至 VALID
// THRU. What holds a whole label of its own is no value either, but is cut wrongly.
bool is_own_label(const Field& field, std::string_view text) {
  constexpr std::size_t kLeast = 3;
  constexpr std::size_t kPlain = 4;
  const std::u32string value = squeezed(text);
  return std::any_of(field.labels.begin(), field.labels.end(), [&value](const std::string& own) {
    const std::u32string label = squeezed(own);
    return (value.size() >= kLeast && label.find(value) != std::u32string::npos) ||
           (label.size() >= kPlain && value.find(label) != std::u32string::npos);
  });
}

std::size_t han_in(std::u32string_view name) {
  return static_cast<std::size_t>(std::count_if(name.begin(), name.end(), is_han));
}

// A character of which the other is hidden, or words of the page.
bool is_name_of_person(std::u32string_view name) {
  constexpr std::size_t kShortest = 2;
  constexpr std::size_t kLongest = 6;  // names of other peoples are written with a dot
  if (han_in(name) == 0) return true;  // in another script
  return name.size() >= kShortest &&
         (name.size() <= kLongest || name.find(U'·') != std::u32string_view::npos);
}

// A day is none, nor a sentence, nor a hint in brackets: （公章）. A comma stands in English names
// only.
bool is_name_of_firm(std::u32string_view name) {
  constexpr std::ptrdiff_t kMostDigits = 5;
  if (name.front() == U'(' && name.find(U')') == name.size() - 1) return false;
  if (std::count_if(name.begin(), name.end(), is_digit) > kMostDigits) return false;
  const std::size_t han = han_in(name);
  const auto letters = static_cast<std::size_t>(std::count_if(name.begin(), name.end(), is_letter));
  if (han + letters < 2) return false;
  return han == 0 || name.find_first_of(U",，。;；:：《》") == std::u32string_view::npos;
}

// By E.164 a number has at most 15 digits; an identity number in the next row has 18.
bool is_phone(std::u32string_view text) {
  constexpr std::size_t kMostDigits = 15;
  std::size_t run = 0;
  return std::none_of(text.begin(), text.end(), [&run](char32_t one) {
    run = is_digit(one) ? run + 1 : 0;
    return run > kMostDigits;
  });
}

bool has_words(std::u32string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char32_t one) { return is_han(one) || is_letter(one); });
}

}  // namespace

bool can_be(const Field& field, const Json& value, std::string_view text) {
  if (is_own_label(field, text)) return false;
  if (!value.is_string() || value.get_string().empty()) return true;
  const std::u32string told = formats::to_code_points(value.get_string());
  switch (field.kind) {
    case FieldKind::person_name:
      return is_name_of_person(told);
    case FieldKind::org_name:
      return is_name_of_firm(told);
    case FieldKind::phone:
      return is_phone(told);
    case FieldKind::address:
      return has_words(told);
    default:
      return true;
  }
}

bool may_be_cut(const Field& field, const Json& value) {
  constexpr std::size_t kShortest = 4;
  constexpr std::u32string_view kDivisions = U"省市县区";
  if (field.kind != FieldKind::org_name || !value.is_string()) return false;
  const std::u32string name = formats::to_code_points(value.get_string());
  if (han_in(name) == 0) return false;
  return name.size() < kShortest ||
         (kDivisions.find(name.back()) != std::u32string_view::npos && !name.ends_with(U"超市"));
}

}  // namespace zhipi::ocr
