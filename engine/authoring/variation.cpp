#include "engine/authoring/variation.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <list>
#include <set>

#include "engine/csv.h"
#include "engine/facts.h"
#include "models/date.h"
#include "models/formats/id_number.h"

namespace zhipi::engine {
namespace {

bool is_number_kind(FieldKind kind) {
  return kind == FieldKind::integer || kind == FieldKind::decimal || kind == FieldKind::money ||
         kind == FieldKind::percent;
}

// A fact in a document: where its value stands, bare or with its confidence.
struct Place {
  std::string name;  // "id_card.birth_date"
  const Field* field = nullptr;
  std::vector<std::string> steps;  // into the document; rows of a list by their number
};

Json* find(Json& document, const std::vector<std::string>& steps) {
  Json* at = &document;
  for (const std::string& step : steps) {
    if (json::array* const rows = at->if_array()) {
      at = &rows->at(std::stoul(step));
    } else if (json::object* const object = at->if_object(); object && object->contains(step)) {
      at = &object->at(step);
    } else {
      return nullptr;
    }
  }
  return at;
}

// The value itself: {"value": …} or bare.
Json& value_in(Json& fact) {
  json::object* const object = fact.if_object();
  return object != nullptr && object->contains("value") ? object->at("value") : fact;
}

// The number of the person or the day in it, moved to another birth date.
std::string born_on(const std::string& number, Date date) {
  std::string day = date.text();
  std::erase(day, '-');
  const std::string digits = number.substr(0, 6) + day + number.substr(14, 3);
  return digits + formats::id_check_character(digits).value_or('0');
}

class Varier {
 public:
  Varier(const Matter& matter, const GoldenCase& golden, const Limits& limits)
      : matter_(matter), golden_(golden), limits_(limits), received_(received_on(golden.facts)) {
    add_section("form", "form", {matter.form.begin(), matter.form.end()});
    add_section("applicant", "applicant", applicant_fields());
    for (const Material& material : matter.materials) {
      add_section(material.name, "materials", material.fields);
    }
    for (const Lookup& lookup : matter.lookups) add_section(lookup.name, "lookups", lookup.fields);
    add_section("history", "history", history_fields(matter));
  }

  std::vector<Variation> take() {
    for (const Place& place : places_) vary(place);
    for (const auto& [section, name] : wholes_) leave_out({section, name}, name);
    for (const std::string& mode : matter_.modes) replace({"mode"}, "mode", Json(mode));
    for (const std::string& day : days_near(limits_.dates)) {
      replace({"received_on"}, "received_on", Json(day));
    }
    return std::move(found_);
  }

 private:
  static Date received_on(const Json& facts) {
    const Json* const day =
        facts.is_object() ? facts.get_object().if_contains("received_on") : nullptr;
    const auto date =
        day != nullptr && day->is_string() ? Date::parse(day->get_string()) : std::nullopt;
    return date.value_or(*Date::of(2026, 1, 1));
  }

  void add_section(const std::string& name, const std::string& part,
                   const std::vector<Field>& fields) {
    const bool whole = part == "materials" || part == "lookups";
    std::vector<std::string> steps{part};
    if (whole) steps.push_back(name);
    Json document = golden_.facts;
    const Json* const section = find(document, steps);
    if (section == nullptr || !section->is_object()) return;
    if (whole) wholes_.emplace_back(part, name);
    kept_.emplace_back(fields);
    for (const Field& field : kept_.back()) {
      steps.push_back(field.name);
      places_.push_back({name + "." + field.name, &field, steps});
      if (field.kind == FieldKind::list) add_rows(document, places_.back());
      steps.pop_back();
    }
  }

  void add_rows(Json& document, Place list) {
    Json* const fact = find(document, list.steps);
    const json::array* const rows = fact == nullptr ? nullptr : fact->if_array();
    for (std::size_t row = 0; rows != nullptr && row < rows->size(); ++row) {
      for (const Field& column : list.field->of) {
        Place cell{list.name + "[" + std::to_string(row + 1) + "]." + column.name, &column,
                   list.steps};
        cell.steps.push_back(std::to_string(row));
        cell.steps.push_back(column.name);
        places_.push_back(std::move(cell));
      }
    }
  }

  void vary(const Place& place) {
    Json document = golden_.facts;
    Json* const fact = find(document, place.steps);
    if (fact == nullptr) return add_missing(place);
    leave_out(place.steps, place.name);
    distrust(place);
    if (is_seen(place.field->kind)) {
      for (const bool present : {true, false}) {
        replace(place.steps, place.name, json::object{{"present", present}});
      }
      return;
    }
    const Json was = value_in(*fact);
    for (const Json& value : values_for(place)) {
      if (value == was) continue;
      replace(place.steps, place.name, value);
      replace_everywhere(place, was, value);
    }
  }

  // A value where the case has none.
  void add_missing(const Place& place) {
    if (is_seen(place.field->kind) || place.field->kind == FieldKind::list) return;
    for (const Json& value : values_for(place)) replace(place.steps, place.name, value);
  }

  std::vector<Json> values_for(const Place& place) const {
    const Field& field = *place.field;
    std::vector<Json> values;
    if (field.kind == FieldKind::boolean || field.kind == FieldKind::checkbox) return {true, false};
    for (const std::string& option : field.options) values.emplace_back(option);
    if (field.kind == FieldKind::date) {
      for (const std::string& day : days()) values.emplace_back(day);
    } else if (is_number_kind(field.kind)) {
      for (const double number : limits_.numbers) add_numbers(field.kind, number, values);
    } else if (field.options.empty()) {
      add_others(place, values);
    }
    return values;
  }

  static void add_numbers(FieldKind kind, double number, std::vector<Json>& values) {
    const bool whole = kind == FieldKind::integer || kind == FieldKind::money;
    const double step = number == std::floor(number) ? 1 : 0.01;
    for (const double near : {number - step, number, number + step}) {
      if (!whole) values.emplace_back(near);
      if (whole && near == std::floor(near)) values.emplace_back(static_cast<std::int64_t>(near));
    }
  }

  // What the case's other facts of this kind say.
  void add_others(const Place& place, std::vector<Json>& values) const {
    Json document = golden_.facts;
    for (const Place& other : places_) {
      if (other.field->kind != place.field->kind || other.name == place.name) continue;
      if (Json* const fact = find(document, other.steps)) values.push_back(value_in(*fact));
    }
  }

  // Days at which an age, a term or a date of the rules turns.
  std::vector<std::string> days() const {
    std::vector<std::string> turning = limits_.dates;
    turning.push_back(received_.text());
    for (const double number : limits_.numbers) {
      if (number != std::floor(number) || number < 1 || number > 400) continue;
      const int count = static_cast<int>(number);
      turning.push_back(received_.add_days(-count).text());
      turning.push_back(received_.add_days(count).text());
      if (count <= 150) turning.push_back(received_.add_months(-12 * count).text());
      if (count <= 24) turning.push_back(received_.add_months(-count).text());
    }
    return days_near(turning);
  }

  static std::vector<std::string> days_near(const std::vector<std::string>& days) {
    std::set<std::string> near;
    for (const std::string& day : days) {
      const auto date = Date::parse(day);
      if (!date) continue;
      for (const int step : {-1, 0}) near.insert(date->add_days(step).text());
    }
    return {near.begin(), near.end()};
  }

  void leave_out(const std::vector<std::string>& steps, const std::string& name) {
    Json document = golden_.facts;
    Json* const there = find(document, steps);
    if (there == nullptr) return;
    *there = nullptr;
    add(std::move(document), name + " = null", {name});
  }

  void distrust(const Place& place) {
    Json document = golden_.facts;
    Json& fact = *find(document, place.steps);
    const Json value = value_in(fact);
    fact = json::object{{"value", value}, {"confidence", 0.5}};
    add(std::move(document), place.name + " with confidence 0.5", {place.name});
  }

  void replace(const std::vector<std::string>& steps, const std::string& name, const Json& value) {
    Json document = golden_.facts;
    std::vector<std::string> above(steps.begin(), steps.end() - 1);
    Json* const parent = find(document, above);
    if (parent == nullptr || !parent->is_object()) return;
    Json& fact = parent->get_object()[steps.back()];
    const std::string was = canonical_json(value_in(fact));
    value_in(fact) = value;
    std::vector<std::string> changed;
    if (steps.size() > 1) changed.push_back(name);
    add(std::move(document), name + " = " + canonical_json(value) + " (" + was + ")",
        std::move(changed));
  }

  // The same value in all places that agree now; a birth date also in the identity numbers.
  void replace_everywhere(const Place& place, const Json& was, const Json& value) {
    if (!was.is_string()) return;
    const auto before =
        place.field->kind == FieldKind::date ? Date::parse(was.get_string()) : std::nullopt;
    Json document = golden_.facts;
    std::vector<std::string> changed;
    for (const Place& other : places_) {
      Json* const fact = find(document, other.steps);
      if (fact == nullptr) continue;
      Json& there = value_in(*fact);
      if (there == was) {
        there = value;
        changed.push_back(other.name);
      } else if (before && there.is_string() && other.field->kind == FieldKind::id_number &&
                 formats::birth_date_of(there.get_string()) == before) {
        there = born_on(std::string(there.get_string()), *Date::parse(value.get_string()));
        changed.push_back(other.name);
      } else if (before && other.name == "applicant.number" && there.is_string() &&
                 formats::birth_date_of(there.get_string()) == before) {
        there = born_on(std::string(there.get_string()), *Date::parse(value.get_string()));
      }
    }
    if (changed.size() < 2) return;
    add(std::move(document),
        canonical_json(was) + " → " + canonical_json(value) + " 在各处 wherever it stands, as in " +
            place.name,
        std::move(changed));
  }

  void add(Json document, std::string change, std::vector<std::string> changed) {
    found_.push_back({golden_.file + ": " + golden_.name, std::move(change), std::move(changed),
                      std::move(document)});
  }

  const Matter& matter_;
  const GoldenCase& golden_;
  const Limits& limits_;
  Date received_;
  std::list<std::vector<Field>> kept_;  // the fields that places point to
  std::vector<Place> places_;
  std::vector<std::pair<std::string, std::string>> wholes_;
  std::vector<Variation> found_;
};

}  // namespace

Limits limits_of(const Pack& pack, const std::vector<LuaFile>& files) {
  std::set<double> numbers{0, 1};
  std::set<std::string> dates;
  const auto add_cell = [&](const std::string& text) {
    if (Date::parse(text)) dates.insert(text);
    const double number = std::strtod(text.c_str(), nullptr);
    if (number == 0 || !std::isfinite(number)) return;
    numbers.insert(number);
    numbers.insert(number * 100);  // 元 in 分
  };
  for (const LuaFile& file : files) {
    for_each_node(file.tree, [&](const Node& node) {
      if (node.is(Tag::number)) numbers.insert(std::strtod(node.text.c_str(), nullptr));
      if (node.is(Tag::string) && Date::parse(node.text)) dates.insert(node.text);
    });
  }
  for (const auto& [name, text] : pack.files().files) {
    if (!name.ends_with(".csv")) continue;
    const auto rows = parse_csv(text, name);
    for (std::size_t row = 1; rows && row < rows->size(); ++row) {
      for (const std::string& cell : (*rows)[row].cells) add_cell(cell);
    }
  }
  return {{numbers.begin(), numbers.end()}, {dates.begin(), dates.end()}};
}

std::vector<Variation> variations(const Matter& matter, const GoldenCase& golden,
                                  const Limits& limits) {
  return Varier(matter, golden, limits).take();
}

}  // namespace zhipi::engine
