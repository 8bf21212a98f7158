#include "models/reading.h"

#include <algorithm>
#include <array>
#include <limits>

namespace zhipi {
namespace {

// In the order of Source.
constexpr std::array<std::string_view, 7> kSources = {
    "form", "ocr", "text_layer", "e_licence", "lookup", "qr_code", "reviewer"};
static_assert(kSources.size() == static_cast<std::size_t>(Source::reviewer) + 1);

tl::unexpected<Problem> bad(std::string message, std::string where) {
  return problem("bad_reading", std::move(message), std::move(where));
}

// Problems inside a member are told with that member's name in front.
tl::unexpected<Problem> inside(const std::string& pointer, Problem inner) {
  inner.where = pointer + inner.where;
  return tl::unexpected<Problem>(std::move(inner));
}

Expected<std::string> string_from(const Json& value, std::string where) {
  if (const json::string* text = value.if_string()) return std::string(text->data(), text->size());
  return bad("expected a string", std::move(where));
}

Expected<int> count_from(const Json& value, std::string where) {
  const std::int64_t* number = value.if_int64();
  if (number == nullptr || *number < 0 || *number > std::numeric_limits<int>::max()) {
    return bad("expected a whole number from 0", std::move(where));
  }
  return static_cast<int>(*number);
}

Expected<double> confidence_from(const Json& value) {
  if (!value.is_number()) return bad("a confidence is a number from 0 to 1", "/confidence");
  const double number = value.to_number<double>();
  if (!(number >= 0 && number <= 1)) {
    return bad("a confidence is a number from 0 to 1", "/confidence");
  }
  return number;
}

Expected<Source> source_from(const Json& value) {
  const json::string* name = value.if_string();
  const auto known = name ? source({name->data(), name->size()}) : std::nullopt;
  if (!known) return bad("not a source of readings", "/source");
  return *known;
}

Expected<std::vector<std::string>> strings_from(const Json& value, const std::string& where) {
  const json::array* items = value.if_array();
  if (items == nullptr) return bad("expected a list of strings", where);
  std::vector<std::string> strings;
  for (const Json& item : *items) {
    auto text = string_from(item, where);
    if (!text) return tl::unexpected(text.error());
    strings.push_back(std::move(*text));
  }
  return strings;
}

Json to_json(const Problem& problem) {
  return json::object{
      {"code", problem.code}, {"message", problem.message}, {"where", problem.where}};
}

Expected<Problem> problem_from(const Json& value, const std::string& where) {
  const json::object* members = value.if_object();
  if (members == nullptr || members->size() != 3) {
    return bad("a problem is {code, message, where}", where);
  }
  Problem read;
  for (const auto& [name, part] :
       {std::pair{"code", &read.code}, std::pair{"message", &read.message},
        std::pair{"where", &read.where}}) {
    const Json* found = members->if_contains(name);
    if (found == nullptr) return bad("a problem is {code, message, where}", where);
    auto text = string_from(*found, where);
    if (!text) return tl::unexpected(text.error());
    *part = std::move(*text);
  }
  return read;
}

// Sets `target` from a result, or hands the problem on.
template <class T>
std::optional<Problem> assign(T& target, Expected<T> result) {
  if (!result) return result.error();
  target = std::move(*result);
  return std::nullopt;
}

std::optional<Problem> set_member(Reading& reading, std::string_view name, const Json& value) {
  if (name == "value") {
    reading.value = value;
    return std::nullopt;
  }
  if (name == "text") return assign(reading.text, string_from(value, "/text"));
  if (name == "confidence") return assign(reading.confidence, confidence_from(value));
  if (name == "page") return assign(reading.page, count_from(value, "/page"));
  if (name == "source") return assign(reading.source, source_from(value));
  if (name == "doubts") return assign(reading.doubts, strings_from(value, "/doubts"));
  if (name == "box") {
    auto box = box_from_json(value);
    if (!box) box.error().where = "/box";
    return assign(reading.box, std::move(box));
  }
  return Problem{"bad_reading", "a reading has no such member", "/" + std::string(name)};
}

Expected<std::map<std::string, Reading>> fields_from(const Json& value) {
  const json::object* members = value.if_object();
  if (members == nullptr) return bad("expected readings by field name", "/fields");
  std::map<std::string, Reading> fields;
  for (const json::key_value_pair& member : *members) {
    const std::string name(member.key().data(), member.key().size());
    auto reading = reading_from_json(member.value());
    if (!reading) return inside("/fields/" + name, std::move(reading.error()));
    fields.emplace(name, std::move(*reading));
  }
  return fields;
}

Expected<Problems> problems_from(const Json& value) {
  const json::array* items = value.if_array();
  if (items == nullptr) return bad("expected a list of problems", "/problems");
  Problems problems;
  for (const Json& item : *items) {
    auto read = problem_from(item, "/problems");
    if (!read) return tl::unexpected(read.error());
    problems.push_back(std::move(*read));
  }
  return problems;
}

std::optional<Problem> set_member(MaterialReading& reading, std::string_view name,
                                  const Json& value) {
  if (name == "pages") return assign(reading.pages, count_from(value, "/pages"));
  if (name == "fields") return assign(reading.fields, fields_from(value));
  if (name == "problems") return assign(reading.problems, problems_from(value));
  return Problem{"bad_reading", "a material's reading has no such member", "/" + std::string(name)};
}

template <class T>
Expected<T> from_members(const Json& value) {
  const json::object* members = value.if_object();
  if (members == nullptr) return bad("expected an object", "");
  T read;
  for (const json::key_value_pair& member : *members) {
    const std::string_view name(member.key().data(), member.key().size());
    if (auto wrong = set_member(read, name, member.value())) {
      return tl::unexpected<Problem>(std::move(*wrong));
    }
  }
  return read;
}

}  // namespace

std::string_view to_text(Source source) {
  return kSources.at(static_cast<std::size_t>(source));
}

std::optional<Source> source(std::string_view text) {
  const auto found = std::find(kSources.begin(), kSources.end(), text);
  if (found == kSources.end()) return std::nullopt;
  return static_cast<Source>(found - kSources.begin());
}

Json to_json(const Reading& reading) {
  return json::object{{"value", reading.value},
                      {"text", reading.text},
                      {"confidence", reading.confidence},
                      {"page", reading.page},
                      {"box", to_json(reading.box)},
                      {"source", to_text(reading.source)},
                      {"doubts", json::array(reading.doubts.begin(), reading.doubts.end())}};
}

Expected<Reading> reading_from_json(const Json& value) {
  auto reading = from_members<Reading>(value);
  if (reading && !value.get_object().contains("value")) {
    return bad("a reading has a value, null where there is none", "");
  }
  return reading;
}

Json to_json(const MaterialReading& reading) {
  json::object fields;
  for (const auto& [name, field] : reading.fields) fields[name] = to_json(field);
  json::array problems;
  for (const Problem& found : reading.problems) problems.push_back(to_json(found));
  return json::object{
      {"pages", reading.pages}, {"fields", std::move(fields)}, {"problems", std::move(problems)}};
}

Expected<MaterialReading> material_reading_from_json(const Json& value) {
  return from_members<MaterialReading>(value);
}

}  // namespace zhipi
