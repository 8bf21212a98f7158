#include "engine/authoring/authority.h"

#include <optional>
#include <string_view>

#include "models/json.h"

namespace zhipi::engine {
namespace {

constexpr const char* kFile = "common/authority.json";

// A list of texts under a name; nothing where it is something else.
std::optional<std::vector<std::string>> texts(const json::object& object, std::string_view name) {
  std::vector<std::string> found;
  const Json* const list = object.if_contains(name);
  if (list == nullptr) return found;
  if (!list->is_array()) return std::nullopt;
  for (const Json& one : list->get_array()) {
    if (!one.is_string() || one.get_string().empty()) return std::nullopt;
    found.emplace_back(one.get_string());
  }
  return found;
}

bool is_name_of(const std::string& name, const std::string& attribute) {
  return name == attribute || name.ends_with("_" + attribute) || name == attribute + "_code" ||
         name == attribute + "_name";
}

// "配偶民族（必填）" is asked for as 民族 is.
bool is_title_of(std::string_view title, const std::string& attribute) {
  for (const std::string_view bracket : {"（", "("}) title = title.substr(0, title.find(bracket));
  return title.ends_with(attribute);
}

}  // namespace

Expected<std::vector<ForbiddenAttribute>> forbidden_attributes(const PackFiles& files) {
  const auto own = files.common.find(kFile);
  const auto document =
      parse_json(own == files.common.end() ? std::string(shipped_authority()) : own->second);
  if (!document) {
    return problem(document.error().code, document.error().message,
                   std::string(kFile) + ":" + document.error().where);
  }
  const auto refused =
      problem("bad_settings",
              "forbidden_attributes is a list of {\"names\": […], \"titles\": […], "
              "\"basis\": \"…\"}",
              std::string(kFile) + ":1:1");
  if (!document->is_object()) return refused;
  std::vector<ForbiddenAttribute> forbidden;
  const Json* const list = document->get_object().if_contains("forbidden_attributes");
  if (list == nullptr) return forbidden;
  if (!list->is_array()) return refused;
  for (const Json& one : list->get_array()) {
    if (!one.is_object()) return refused;
    auto names = texts(one.get_object(), "names");
    auto titles = texts(one.get_object(), "titles");
    const Json* const basis = one.get_object().if_contains("basis");
    if (!names || !titles || (basis != nullptr && !basis->is_string())) return refused;
    forbidden.push_back({*std::move(names), *std::move(titles),
                         basis == nullptr ? "" : std::string(basis->get_string())});
  }
  return forbidden;
}

const ForbiddenAttribute* find_forbidden(const std::vector<ForbiddenAttribute>& forbidden,
                                         const Field& field) {
  for (const ForbiddenAttribute& one : forbidden) {
    for (const std::string& name : one.names) {
      if (is_name_of(field.name, name)) return &one;
    }
    for (const std::string& title : one.titles) {
      if (is_title_of(field.title, title)) return &one;
      for (const std::string& label : field.labels) {
        if (is_title_of(label, title)) return &one;
      }
    }
  }
  return nullptr;
}

}  // namespace zhipi::engine
