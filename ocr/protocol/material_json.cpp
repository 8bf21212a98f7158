#include "ocr/protocol/material_json.h"

namespace zhipi::ocr {
namespace {

json::array texts_json(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

std::string text_at(const json::object& object, std::string_view name) {
  const Json* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::vector<std::string> texts_at(const json::object& object, std::string_view name) {
  std::vector<std::string> texts;
  const Json* found = object.if_contains(name);
  if (found == nullptr || !found->is_array()) return texts;
  for (const Json& text : found->get_array()) {
    if (text.is_string()) texts.emplace_back(text.get_string());
  }
  return texts;
}

json::array fields_json(const std::vector<Field>& fields) {
  json::array list;
  for (const Field& field : fields) {
    list.push_back(json::object{{"name", field.name},
                                {"kind", zhipi::to_text(field.kind)},
                                {"title", field.title},
                                {"labels", texts_json(field.labels)},
                                {"after", field.after},
                                {"before", field.before},
                                {"order", zhipi::to_text(field.order)},
                                {"at", zhipi::to_text(field.at)},
                                {"below", field.below},
                                {"ends_with", texts_json(field.ends_with)},
                                {"stops_at", texts_json(field.stops_at)},
                                {"options", texts_json(field.options)},
                                {"of", fields_json(field.of)}});
  }
  return list;
}

Expected<std::vector<Field>> fields_from(const json::object& holder, std::string_view name,
                                         int depth) {
  std::vector<Field> fields;
  const Json* list = holder.if_contains(name);
  if (list == nullptr || !list->is_array()) return fields;
  if (depth > 3) return problem("bad_material", "fields are nested too deep");
  for (const Json& item : list->get_array()) {
    if (!item.is_object()) return problem("bad_material", "a field is not an object");
    const json::object& object = item.get_object();
    Field field;
    field.name = text_at(object, "name");
    const std::optional<FieldKind> kind = field_kind(text_at(object, "kind"));
    if (field.name.empty() || !kind) {
      return problem("bad_material", "a field lacks its name or a known kind");
    }
    field.kind = *kind;
    field.title = text_at(object, "title");
    field.labels = texts_at(object, "labels");
    field.after = text_at(object, "after");
    field.before = text_at(object, "before");
    const std::optional<DateOrder> order = date_order(text_at(object, "order"));
    const std::optional<Position> at = position_of(text_at(object, "at"));
    if (!order || !at) return problem("bad_material", "a field's order or place is not known");
    field.order = *order;
    field.at = *at;
    field.below = text_at(object, "below");
    field.ends_with = texts_at(object, "ends_with");
    field.stops_at = texts_at(object, "stops_at");
    field.options = texts_at(object, "options");
    Expected<std::vector<Field>> columns = fields_from(object, "of", depth + 1);
    if (!columns) return columns;
    field.of = std::move(*columns);
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

Json to_json(const Material& material) {
  return json::object{
      {"name", material.name}, {"title", material.title}, {"fields", fields_json(material.fields)}};
}

Expected<Material> material_from_json(const Json& value) {
  if (!value.is_object()) return problem("bad_material", "a material is not an object");
  Material material;
  material.name = text_at(value.get_object(), "name");
  material.title = text_at(value.get_object(), "title");
  Expected<std::vector<Field>> fields = fields_from(value.get_object(), "fields", 0);
  if (!fields) return tl::unexpected(fields.error());
  material.fields = std::move(*fields);
  return material;
}

}  // namespace zhipi::ocr
