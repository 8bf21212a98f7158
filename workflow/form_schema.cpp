// A matter as the catalogue of services shows it, and its form as a JSON Schema.

#include "workflow/catalogue.h"

namespace zhipi::workflow {
namespace {

json::array texts(const std::vector<std::string>& items) {
  return json::array(items.begin(), items.end());
}

Json days_or_null(const std::optional<int>& days) {
  return days ? Json(*days) : Json(nullptr);
}

std::string_view to_text(Required required) {
  switch (required) {
    case Required::no:
      return "no";
    case Required::yes:
      return "yes";
    case Required::depends:
      return "depends";
  }
  return {};
}

json::array field_list(const std::vector<Field>& fields) {
  json::array list;
  for (const Field& field : fields) {
    list.push_back(json::object{
        {"name", field.name}, {"title", field.title}, {"kind", zhipi::to_text(field.kind)}});
  }
  return list;
}

// The keywords that say of which values a field of this kind may be.
json::object schema_of(const Field& field) {
  json::object schema{{"title", field.title}};
  switch (field.kind) {
    case FieldKind::integer:
      schema["type"] = "integer";
      break;
    case FieldKind::money:
      schema["type"] = "integer";
      schema["description"] = "分 (1/100 元)";
      break;
    case FieldKind::decimal:
    case FieldKind::percent:
      schema["type"] = "number";
      break;
    case FieldKind::boolean:
    case FieldKind::checkbox:
      schema["type"] = "boolean";
      break;
    case FieldKind::date:
      schema["type"] = "string";
      schema["format"] = "date";
      break;
    case FieldKind::choice:
      schema["type"] = "string";
      schema["enum"] = texts(field.options);
      break;
    case FieldKind::id_number:
      schema["type"] = "string";
      schema["description"] = "公民身份号码 GB 11643-1999";
      break;
    case FieldKind::credit_code:
      schema["type"] = "string";
      schema["description"] = "统一社会信用代码 GB 32100-2015";
      break;
    case FieldKind::list: {
      json::object columns;
      for (const Field& column : field.of) columns[column.name] = schema_of(column);
      schema["type"] = "array";
      schema["items"] = json::object{
          {"type", "object"}, {"properties", std::move(columns)}, {"additionalProperties", false}};
      break;
    }
    case FieldKind::seal:
    case FieldKind::signature:
    case FieldKind::photo:
    case FieldKind::qr_code:
      schema["type"] = "object";
      schema["properties"] = json::object{{"present", json::object{{"type", "boolean"}}}};
      schema["required"] = json::array{"present"};
      break;
    default:
      schema["type"] = "string";
  }
  return schema;
}

}  // namespace

Json matter_json(const engine::Pack& pack) {
  const Matter& matter = pack.matter();
  json::array form;
  for (const FormField& field : matter.form) {
    form.push_back(json::object{{"name", field.name},
                                {"title", field.title},
                                {"kind", zhipi::to_text(field.kind)},
                                {"required", to_text(field.required)}});
  }
  json::array materials;
  for (const Material& material : matter.materials) {
    materials.push_back(json::object{{"name", material.name},
                                     {"title", material.title},
                                     {"required", to_text(material.required)},
                                     {"tolerable", days_or_null(material.tolerable)},
                                     {"promisable", material.promisable},
                                     {"fields", field_list(material.fields)}});
  }
  json::array lookups;
  for (const Lookup& lookup : matter.lookups) {
    lookups.push_back(json::object{{"name", lookup.name},
                                   {"title", lookup.title},
                                   {"by", texts(lookup.by)},
                                   {"fields", field_list(lookup.fields)}});
  }
  json::array criteria;
  for (const engine::Criterion& criterion : pack.declarations().criteria) {
    criteria.push_back(json::object{{"id", criterion.id},
                                    {"title", criterion.title},
                                    {"basis", criterion.basis},
                                    {"stage", criterion.stage},
                                    {"kind", engine::to_text(criterion.kind)}});
  }
  return json::object{
      {"id", matter.id},
      {"code", matter.code},
      {"title", matter.title},
      {"authority", matter.authority},
      {"applicant", matter.applicant},
      {"basis", texts(matter.basis)},
      {"limits", json::object{{"statutory", days_or_null(matter.statutory_days)},
                              {"promised", days_or_null(matter.promised_days)}}},
      {"modes", texts(matter.modes)},
      {"pack", json::object{{"version", matter.version}, {"digest", pack.digest()}}},
      {"form", std::move(form)},
      {"materials", std::move(materials)},
      {"lookups", std::move(lookups)},
      {"criteria", std::move(criteria)}};
}

Json form_schema(const engine::Pack& pack) {
  const Matter& matter = pack.matter();
  json::object properties;
  json::array required;
  for (const FormField& field : matter.form) {
    properties[field.name] = schema_of(field);
    if (field.required == Required::yes) required.push_back(json::string(field.name));
  }
  return json::object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"$id", "urn:zhipi:form:" + matter.id + ":" + matter.version},
                      {"title", matter.title},
                      {"type", "object"},
                      {"properties", std::move(properties)},
                      {"required", std::move(required)},
                      {"additionalProperties", false}};
}

}  // namespace zhipi::workflow
