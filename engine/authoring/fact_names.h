// From a fact's name in evidence ("form.family[1].age") back to what the matter declares, and to
// its place in a facts document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/field.h"
#include "models/json.h"
#include "models/matter.h"

namespace zhipi::engine {

struct NamedFact {
  std::vector<std::string> section;  // {"form"}, {"materials", "id_card"}
  std::string title;                 // "居民身份证·出生日期"
  std::optional<Field> field;        // nothing: the section itself was asked for
  std::optional<std::size_t> row;    // of a list, from 0
  std::optional<Field> column;       // of that row

  // The declared kind of its value; nothing for a section.
  const Field* declared() const { return column ? &*column : field ? &*field : nullptr; }
};

// Nothing where the matter declares no such fact: a row of a table, say.
std::optional<NamedFact> find_fact(const Matter& matter, std::string_view name);

// Puts the value where the fact stands, making what leads there; null takes it away. What a wrapped
// value ({"value": …, "confidence": …}) says of its origin stays.
void set_fact(Json& document, const NamedFact& fact, const Json& value);

}  // namespace zhipi::engine
