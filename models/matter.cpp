#include "models/matter.h"

#include <algorithm>

namespace zhipi {
namespace {

template <class Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
  return found == items.end() ? nullptr : &*found;
}

}  // namespace

const Material* find_material(const Matter& matter, std::string_view name) {
  return find_named(matter.materials, name);
}

const Lookup* find_lookup(const Matter& matter, std::string_view name) {
  return find_named(matter.lookups, name);
}

std::vector<Field> history_fields(const Matter& matter) {
  std::vector<Field> fields;
  for (const HistoryCount& count : matter.history) {
    fields.push_back({.name = count.name, .kind = count.kind, .title = count.name});
  }
  return fields;
}

}  // namespace zhipi
