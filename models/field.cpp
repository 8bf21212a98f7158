#include "models/field.h"

#include <algorithm>
#include <array>

namespace zhipi {
namespace {

// In the order of FieldKind.
constexpr std::array<std::string_view, 21> kNames = {
    "text",   "person_name", "org_name", "address", "id_number", "credit_code", "bank_account",
    "phone",  "date",        "integer",  "decimal", "money",     "percent",     "boolean",
    "choice", "checkbox",    "list",     "seal",    "signature", "photo",       "qr_code"};
static_assert(kNames.size() == static_cast<std::size_t>(FieldKind::qr_code) + 1);

}  // namespace

std::string_view to_text(FieldKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

std::optional<FieldKind> field_kind(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<FieldKind>(found - kNames.begin());
}

bool is_seen(FieldKind kind) {
  return kind == FieldKind::seal || kind == FieldKind::signature || kind == FieldKind::photo ||
         kind == FieldKind::qr_code;
}

bool needs_second_source(FieldKind kind) {
  switch (kind) {
    case FieldKind::id_number:
    case FieldKind::credit_code:
    case FieldKind::bank_account:
    case FieldKind::date:
    case FieldKind::money:
      return true;
    default:
      return false;
  }
}

}  // namespace zhipi
