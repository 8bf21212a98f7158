#include "engine/authoring/fact_names.h"

#include <algorithm>
#include <charconv>

#include "engine/facts.h"

namespace zhipi::engine {
namespace {

struct Section {
  std::vector<std::string> path;
  std::string title;
  std::vector<Field> fields;
};

std::optional<Section> find_section(const Matter& matter, std::string_view name) {
  if (name == "form") return Section{{"form"}, "表单", {matter.form.begin(), matter.form.end()}};
  if (name == "applicant") return Section{{"applicant"}, "申请人", applicant_fields()};
  if (name == "history") return Section{{"history"}, "办理记录", history_fields(matter)};
  if (const Material* const material = find_material(matter, name)) {
    return Section{{"materials", material->name}, material->title, material->fields};
  }
  if (const Lookup* const lookup = find_lookup(matter, name)) {
    return Section{{"lookups", lookup->name}, lookup->title, lookup->fields};
  }
  return std::nullopt;
}

std::optional<Field> find_field(const std::vector<Field>& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? std::nullopt : std::optional(*found);
}

const std::string& shown(const Field& field) {
  return field.title.empty() ? field.name : field.title;
}

// The part before the first of these characters, which is taken away with it.
std::string_view take_until(std::string_view& rest, std::string_view ends) {
  const std::size_t end = std::min(rest.find_first_of(ends), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end);
  return part;
}

Json& member(Json& value, std::string_view name) {
  if (!value.is_object()) value = json::object();
  return value.get_object()[name];
}

Json& inside_wrapper(Json& value) {
  const bool wrapped = value.is_object() && value.get_object().contains("value");
  return wrapped ? value.get_object().at("value") : value;
}

}  // namespace

std::optional<NamedFact> find_fact(const Matter& matter, std::string_view name) {
  std::string_view rest = name;
  const auto section = find_section(matter, take_until(rest, "."));
  if (!section) return std::nullopt;
  NamedFact fact{section->path, section->title, {}, {}, {}};
  if (rest.empty()) return fact;
  rest.remove_prefix(1);
  fact.field = find_field(section->fields, take_until(rest, "[."));
  if (!fact.field) return std::nullopt;
  fact.title += "·" + shown(*fact.field);
  if (rest.empty()) return fact;
  std::size_t row = 0;
  const auto [end, error] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), row);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (error != std::errc() || row == 0 || !rest.starts_with("].")) return std::nullopt;
  rest.remove_prefix(2);
  fact.row = row - 1;
  fact.column = find_field(fact.field->of, rest);
  if (!fact.column) return std::nullopt;
  fact.title += "·第 " + std::to_string(row) + " 行·" + shown(*fact.column);
  return fact;
}

void set_fact(Json& document, const NamedFact& fact, const Json& value) {
  Json* place = &document;
  for (const std::string& step : fact.section) place = &member(*place, step);
  if (fact.field) place = &member(*place, fact.field->name);
  if (fact.row) {
    Json& rows = inside_wrapper(*place);
    if (!rows.is_array() || rows.get_array().size() <= *fact.row) return;
    place = &member(rows.get_array()[*fact.row], fact.column->name);
  }
  const bool whole = value.is_null() || !fact.field;
  (whole ? *place : inside_wrapper(*place)) = value;
}

}  // namespace zhipi::engine
