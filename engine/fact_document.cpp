#include "engine/fact_document.h"

#include <simdjson.h>

#include <stdexcept>

namespace zhipi::engine {

namespace {

using Kind = SectionLayout::Kind;
using simdjson::dom::element;
using simdjson::dom::element_type;

Json json_of(element value) {
  switch (value.type()) {
    case element_type::NULL_VALUE:
      return nullptr;
    case element_type::BOOL:
      return value.get_bool().value_unsafe();
    case element_type::INT64:
      return value.get_int64().value_unsafe();
    case element_type::UINT64:
      return value.get_uint64().value_unsafe();
    case element_type::DOUBLE:
      return value.get_double().value_unsafe();
    case element_type::STRING:
      return Json(value.get_string().value_unsafe());
    case element_type::ARRAY: {
      const simdjson::dom::array given = value.get_array().value_unsafe();
      json::array items;
      items.reserve(given.size());
      for (const element item : given) items.push_back(json_of(item));
      return items;
    }
    case element_type::OBJECT: {
      const simdjson::dom::object given = value.get_object().value_unsafe();
      json::object members;
      members.reserve(given.size());
      for (const auto [name, member] : given) members.emplace(name, json_of(member));
      return members;
    }
  }
  return nullptr;
}

}  // namespace

struct FactDocument::Parsed {
  explicit Parsed(const std::string& document) {
    if (parser.parse(document).get(top) != simdjson::SUCCESS) {
      throw std::logic_error("facts were bound from a document that is no JSON");
    }
  }
  simdjson::dom::parser parser;
  element top;
};

FactDocument::FactDocument(const Facts& facts) : facts_(facts) {}
FactDocument::~FactDocument() = default;

Json FactDocument::value_of(const FactLayout& layout, std::uint32_t number) {
  if (!parsed_) parsed_ = std::make_unique<Parsed>(facts_.document);
  const SectionLayout& section = layout.sections()[layout.section_of(number)];
  simdjson::simdjson_result<element> value(element{parsed_->top});
  if (section.kind == Kind::material) value = value["materials"];
  if (section.kind == Kind::lookup) value = value["lookups"];
  value = value[section.name][layout.field(number).name];
  if (const auto wrapped = value["value"]; wrapped.error() == simdjson::SUCCESS) value = wrapped;
  if (value.error() != simdjson::SUCCESS) return nullptr;
  return json_of(value.value_unsafe());
}

}  // namespace zhipi::engine
