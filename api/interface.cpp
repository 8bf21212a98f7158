#include "api/interface.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "api/embedded.h"
#include "api/problems.h"
#include "api/routes.h"

namespace zhipi::api {
namespace {

constexpr std::string_view kFolder = "interface/";
constexpr std::string_view kMediaTypes = "x-media-types";
constexpr std::string_view kSchemas = "#/components/schemas/";

// A description that cannot be made is a mistake in the source, found by the first test that runs.
[[noreturn]] void lacks(std::string_view who, const std::string& what) {
  throw std::logic_error("api/interface: " + std::string(who) + ": " + what);
}

// All texts, parsed, by their path below interface/.
std::map<std::string, json::object, std::less<>> texts() {
  std::map<std::string, json::object, std::less<>> parsed;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with(kFolder)) continue;
    auto value = parse_json(file.text);
    if (!value || !value->is_object()) {
      lacks(file.path, value ? "is no JSON object" : to_line(value.error()));
    }
    parsed.emplace(file.path.substr(kFolder.size()), std::move(value->get_object()));
  }
  return parsed;
}

// "shapes/Decision.json" is Decision, "calls/packs.json" is packs.
std::string stem(std::string_view path) {
  path.remove_prefix(path.find('/') + 1);
  return std::string(path.substr(0, path.find('.')));
}

// Files refer to each other by name; the document to its components.
void point_into_document(Json& value) {
  if (value.is_array()) {
    for (Json& element : value.get_array()) point_into_document(element);
  } else if (value.is_object()) {
    for (auto& member : value.get_object()) {
      if (member.key() == "$ref") {
        const std::string file(member.value().as_string());
        member.value() = std::string(kSchemas) + file.substr(0, file.find('.'));
      } else {
        point_into_document(member.value());
      }
    }
  }
}

class Describer {
 public:
  explicit Describer(std::map<std::string, json::object, std::less<>> texts) {
    for (auto& [path, text] : texts) {
      if (path.starts_with("shapes/")) {
        shapes_[stem(path)] = std::move(text);
      } else if (path.starts_with("calls/")) {
        for (auto& call : text) {
          calls_[std::string(call.key())] = std::move(call.value().as_object());
          tags_[std::string(call.key())] = stem(path);
        }
      }
    }
    parameters_ = std::move(texts.at("parameters.json"));
    document_ = std::move(texts.at("interface.json"));
  }

  Json describe(const std::vector<RouteRow>& rows) {
    document_.at("info").as_object()["version"] = ZHIPI_VERSION;
    json::object& paths = (document_["paths"] = json::object()).get_object();
    for (const RouteRow& row : rows) {
      Json& path = paths[row.path];
      if (!path.is_object()) path = json::object();
      std::string method(row.method);
      std::transform(method.begin(), method.end(), method.begin(),
                     [](char c) { return static_cast<char>(c - 'A' + 'a'); });
      path.get_object()[method] = operation(row);
    }
    json::object& schemas =
        (document_["components"].as_object()["schemas"] = json::object()).get_object();
    for (const auto& [name, shape] : shapes_) {
      json::object schema = shape;
      schema.erase("examples");  // they stand with the bodies
      schema.erase(kMediaTypes);
      schemas[name] = std::move(schema);
    }
    Json document(std::move(document_));
    point_into_document(document);
    return document;
  }

 private:
  json::object operation(const RouteRow& row) {
    who_ = std::string(row.method) + " " + std::string(row.path);
    const auto text = calls_.find(who_);
    if (text == calls_.end()) lacks(who_, "add it to a file of calls/");
    const json::object& call = text->second;
    for (const std::string_view needed : {"name", "summary"}) {
      if (!call.contains(needed)) lacks(who_, "has no `" + std::string(needed) + "`");
    }
    json::object made{{"operationId", call.at("name")},
                      {"tags", json::array{json::string(tags_.at(who_))}},
                      {"summary", call.at("summary")},
                      {"description", description(row, call)}};
    json::array listed = parameters(row, call);
    if (!listed.empty()) made["parameters"] = std::move(listed);
    if (!row.request.empty()) made["requestBody"] = request_body(row, call);
    made["responses"] = responses(row, call);
    made["security"] =
        row.roles.empty()
            ? json::array{}
            : json::array{json::object{{"key", json::array(row.roles.begin(), row.roles.end())}}};
    return made;
  }

  static std::string description(const RouteRow& row, const json::object& call) {
    std::string text;
    if (const Json* const more = call.if_contains("description")) text = more->as_string();
    text += text.empty() ? "" : "\n\n";
    if (row.roles.empty()) return text + "Needs no key.";
    text += "Roles: ";
    for (const std::string_view role : row.roles) {
      text.append(role == row.roles.front() ? "`" : ", `").append(role).append("`");
    }
    return text + ".";
  }

  // What a parameter means: in this call, or wherever it is called so.
  json::object parameter(const json::object& call, const std::string& name,
                         std::string_view place) const {
    const auto made = [&](const Json& meaning) {
      json::object parameter{{"name", name}, {"in", place}, {"required", place == "path"}};
      for (const auto& member : meaning.as_object()) parameter[member.key()] = member.value();
      return parameter;
    };
    const Json* const own = call.if_contains("parameters");
    if (own != nullptr && own->as_object().contains(name)) return made(own->at(name));
    const json::object& shared = parameters_.at(place).as_object();
    if (!shared.contains(name)) {
      lacks(who_, "nothing says what the " + std::string(place) + " parameter `" + name +
                      "` means; add it to parameters.json, or to `parameters` of the call");
    }
    return made(shared.at(name));
  }

  json::array parameters(const RouteRow& row, const json::object& call) const {
    json::array listed;
    for (std::string_view rest = row.path; rest.find('{') != std::string_view::npos;) {
      rest.remove_prefix(rest.find('{') + 1);
      listed.push_back(parameter(call, std::string(rest.substr(0, rest.find('}'))), "path"));
    }
    for (const std::string_view name : row.query) {
      listed.push_back(parameter(call, std::string(name), "query"));
    }
    if (const Json* const headers = call.if_contains("headers")) {
      for (const Json& name : headers->as_array()) {
        listed.push_back(parameter(call, std::string(name.as_string()), "header"));
      }
    }
    return listed;
  }

  const json::object& shape(std::string_view name) const {
    const auto found = shapes_.find(name);
    if (found == shapes_.end()) {
      lacks(who_,
            "there is no shape `" + std::string(name) + "`; write shapes/NAME.json with examples");
    }
    return found->second;
  }

  // The bodies of a shape, by media type; JSON unless the shape says otherwise.
  void add_content(json::object& content, std::string_view name) const {
    const json::object& described = shape(name);
    const Json* const types = described.if_contains(kMediaTypes);
    for (const Json& type :
         types == nullptr ? json::array{"application/json"} : types->as_array()) {
      json::object body{{"schema", json::object{{"$ref", std::string(name) + ".json"}}}};
      if (const Json* const examples = described.if_contains("examples")) {
        json::object& numbered = (body["examples"] = json::object()).get_object();
        for (const Json& example : examples->as_array()) {
          numbered["example " + std::to_string(numbered.size() + 1)] =
              json::object{{"value", example}};
        }
      }
      content[type.as_string()] = std::move(body);
    }
  }

  // Bodies of other media types, beside the one that the row names.
  void add_others(json::object& content, const json::object& call, std::string_view member) const {
    const Json* const names = call.if_contains(member);
    if (names == nullptr) return;
    for (const Json& name : names->as_array()) add_content(content, name.as_string());
  }

  json::object request_body(const RouteRow& row, const json::object& call) const {
    json::object content;
    add_content(content, row.request);
    add_others(content, call, "requests");
    return {{"required", true}, {"content", std::move(content)}};
  }

  // What any call with this row can meet, whatever it does.
  static std::vector<std::string> usual_problems(const RouteRow& row) {
    std::vector<std::string> codes{"unknown_parameter"};
    if (!row.roles.empty()) {
      codes.insert(codes.end(), {"no_key", "unknown_key", "forbidden", "unavailable"});
    }
    if (!row.request.empty() && row.request != "Bytes") {
      codes.insert(codes.end(), {"bad_json", "duplicate_name", "too_deep", "too_large",
                                 "unsupported_media_type"});
    }
    return codes;
  }

  json::object responses(const RouteRow& row, const json::object& call) const {
    json::object made;
    const Json* const answers = call.if_contains("answers");
    for (const auto& [status, meaning] :
         answers == nullptr ? json::object{{"200", "done"}} : answers->as_object()) {
      json::object response{{"description", meaning}};
      if (status != "204" && status != "304") {
        json::object content;
        add_content(content, row.response);
        add_others(content, call, "responses");
        response["content"] = std::move(content);
      }
      made[status] = std::move(response);
    }
    std::vector<std::string> codes = usual_problems(row);
    if (const Json* const own = call.if_contains("problems")) {
      for (const Json& code : own->as_array()) codes.emplace_back(code.as_string());
    }
    add_problems(made, codes);
    made["default"] = json::object{
        {"description", "anything else that kept the call from being answered, in the same form"},
        {"content", problem_content(nullptr)}};
    return made;
  }

  // One response for each status, with every code that it can carry.
  void add_problems(json::object& responses, const std::vector<std::string>& codes) const {
    std::map<int, std::vector<const ProblemKind*>> by_status;
    for (const std::string& code : codes) {
      const ProblemKind* const kind = find_problem_kind(code);
      if (kind == nullptr) lacks(who_, "api/problems.cpp knows no code `" + code + "`");
      auto& kinds = by_status[kind->status];
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
    for (const auto& [status, kinds] : by_status) {
      std::string text;
      json::array types;
      for (const ProblemKind* const kind : kinds) {
        text.append(text.empty() ? "" : "; ").append(1, '`').append(kind->code).append("`: ");
        text.append(kind->title);
        types.push_back(json::string("urn:zhipi:problem:" + std::string(kind->code)));
      }
      responses[std::to_string(status)] = json::object{{"description", text},
                                                       {"content", problem_content(kinds.front())},
                                                       {"x-problem-types", std::move(types)}};
    }
  }

  static json::object problem_content(const ProblemKind* kind) {
    json::object body{{"schema", json::object{{"$ref", "Problem.json"}}}};
    if (kind != nullptr) {
      const http::Response example =
          problem_response(Problem{std::string(kind->code), "what was found, and what to do", ""});
      body["example"] = parse_json(example.body).value();
    }
    return {{"application/problem+json", std::move(body)}};
  }

  std::map<std::string, json::object, std::less<>> shapes_;
  std::map<std::string, json::object, std::less<>> calls_;  // by "METHOD path"
  std::map<std::string, std::string, std::less<>> tags_;    // the same
  json::object parameters_;
  json::object document_;
  std::string who_;  // the row being described
};

}  // namespace

Json openapi(const std::vector<RouteRow>& rows) {
  return Describer(texts()).describe(rows);
}

std::string openapi_text() {
  return canonical_json(openapi(route_rows()));
}

}  // namespace zhipi::api
