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

constexpr std::array<std::string_view, 3> kOrders = {"", "dmy", "mdy"};
constexpr std::array<std::string_view, 3> kPositions = {"", "top", "anywhere"};

template <class Value, std::size_t count>
std::optional<Value> named(const std::array<std::string_view, count>& names,
                           std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

std::string_view to_text(DateOrder order) {
  return kOrders.at(static_cast<std::size_t>(order));
}

std::optional<DateOrder> date_order(std::string_view name) {
  return named<DateOrder>(kOrders, name);
}

std::string_view to_text(Position position) {
  return kPositions.at(static_cast<std::size_t>(position));
}

std::optional<Position> position_of(std::string_view name) {
  return named<Position>(kPositions, name);
}

std::string_view to_text(FieldKind kind) {
  return kNames.at(static_cast<std::size_t>(kind));
}

std::optional<FieldKind> field_kind(std::string_view name) {
  return named<FieldKind>(kNames, name);
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
